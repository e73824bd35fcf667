import FileFormats
import Foundation
import TestSupport
import Testing

@Suite struct OwnFolderTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func refusal(_ name: String, _ kind: OwnFolder.Kind) -> String? {
    let error = #expect(throws: FileError.self) { try OwnFolder(folder.file(name), for: kind) }
    #expect(error?.path == folder.file(name))
    return error?.reason
  }

  @Test func newAndEmptyFoldersAreTakenAndSayWhatTheyAre() throws {
    try AtomicFile.makeDirectory(folder.file("empty"))
    for name in ["empty", "new/below"] {
      try OwnFolder(folder.file(name), for: .training).mark()
      let mark = try AtomicFile.read(folder.file(name + "/.ganglion/folder.json"))
      let keys = try JSONSerialization.jsonObject(with: mark) as? NSDictionary
      #expect(keys == ["kind": "training", "schema": 1, "program": "ganglion"] as NSDictionary)
      try AtomicFile.write("x", to: folder.file(name + "/notes"))
      _ = try OwnFolder(folder.file(name), for: .training)
      #expect(refusal(name, .evaluation)?.contains("it holds a training run") == true)
    }
  }

  @Test func aFolderOfOthersIsRefusedUnlessForced() throws {
    try AtomicFile.makeDirectory(folder.file("theirs"))
    try AtomicFile.write("x", to: folder.file("theirs/notes"))
    #expect(refusal("theirs", .training)?.contains("--force") == true)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.file("theirs"))
    #expect(names == ["notes"], "nothing was left")
    _ = try OwnFolder(folder.file("theirs"), for: .training) { true }
    #expect(refusal("theirs", .training) != nil, "it was not marked")
    try OwnFolder(folder.file("theirs"), for: .training, isForced: true).mark()
    _ = try OwnFolder(folder.file("theirs"), for: .training)
    try AtomicFile.write("", to: folder.file("plain"))
    _ = refusal("plain", .training)
  }

  @Test func aMarkOfAnotherVersionOrNoneIsRefused() throws {
    for (index, mark) in [
      #"{"kind": "training", "schema": 2}"#, #"{"kind": "zoo", "schema": 1}"#, "{}", "no JSON",
    ].enumerated() {
      try AtomicFile.makeDirectory(folder.file("\(index)/.ganglion"))
      try AtomicFile.write(mark, to: folder.file("\(index)/.ganglion/folder.json"))
      #expect(refusal("\(index)", .training)?.contains("it holds ") == true)
    }
  }

  /// Before it is marked, a folder is as it was when it is given back.
  @Test func anUnmarkedFolderIsLeftAsItWas() throws {
    try AtomicFile.makeDirectory(folder.file("empty"))
    do {
      let claims = try ["new", "empty"].map { try OwnFolder(folder.file($0), for: .training) }
      withExtendedLifetime(claims) { #expect(folder.names == ["empty", "new"]) }
    }
    #expect(folder.names == ["empty"])
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file("empty")).isEmpty)
  }

  @Test func oneAtATime() throws {
    let first = try OwnFolder(folder.file("r"), for: .training)
    for _ in 0..<2 {
      let reason = refusal("r", .training)
      #expect(reason?.contains("another run writes to it: process \(getpid()) on ") == true)
      try first.mark()
    }
    withExtendedLifetime(first) {}
  }

  /// What is in the way of the program's own subfolder is not written through.
  @Test func aPlantedLinkIsNotFollowed() throws {
    try AtomicFile.makeDirectory(folder.file("victim"))
    for name in ["r", "r/checkpoints"] { try AtomicFile.makeDirectory(folder.file(name)) }
    let link = folder.file("r/checkpoints/.ganglion")
    try FileManager.default.createSymbolicLink(
      atPath: link, withDestinationPath: folder.file("victim"))
    let error = #expect(throws: FileError.self) {
      try AtomicFile.write("x", to: folder.file("r/checkpoints/latest.json"), isOwn: true)
    }
    #expect(error?.reason.hasSuffix(".ganglion is no folder") == true)
    let inside = try FileManager.default.contentsOfDirectory(atPath: folder.file("victim"))
    #expect(inside.isEmpty)
  }
}

@Suite struct FilePathTests {
  @Test(arguments: [
    ("a", ".", "a"), ("./a", ".", "a"), ("b/a", "b", "a"), ("/a", "/", "a"), ("/b/a", "/b", "a"),
    ("b//a", "b", "a"), ("b/a//", "b", "a"), ("", ".", ""), ("/", "/", ""), ("//", "/", ""),
    ("b/.", "b", "."), ("ö/\u{301}a", "ö", "\u{301}a"),
  ])
  func parts(path: String, folder: String, name: String) {
    #expect(FilePath.folder(of: path) == folder)
    #expect(FilePath.name(of: path) == name)
  }
}

@Suite struct FileIdentityTests {
  @Test func pathsToOneFile() throws {
    let folder = try TemporaryFolder()
    try AtomicFile.write("x", to: folder.file("there"))
    try AtomicFile.makeDirectory(folder.file("below"))
    for (link, end) in [("a", "there"), ("b", "a"), ("c", "missing"), ("round", "round")] {
      try FileManager.default.createSymbolicLink(
        atPath: folder.file(link), withDestinationPath: end)
    }
    func same(_ a: String, _ b: String) -> Bool {
      FileIdentity(folder.file(a)) == FileIdentity(folder.file(b))
    }
    for other in ["a", "b", "./there", "below/../there"] { #expect(same("there", other)) }
    for other in ["c", "./missing", "below/../missing"] { #expect(same("missing", other)) }
    #expect(!same("there", "missing") && !same("missing", "below/missing"))
    #expect(same("round", "round") && !same("round", "there"))
  }
}
