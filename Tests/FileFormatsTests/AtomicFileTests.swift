import FileFormats
import Foundation
import TestSupport
import Testing

@Suite struct AtomicFileTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func writesWholeFilesAndLeavesNothingElse() throws {
    let path = folder.file("a")
    for size in [0, 1, 4096, 1 << 20] {
      let data = Data((0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) })
      try AtomicFile.write(data, to: path)
      #expect(try AtomicFile.read(path) == data)
    }
    try AtomicFile.write("größer\n", to: path)
    #expect(try AtomicFile.read(path) == Data("größer\n".utf8))
    #expect(folder.names == ["a"])
  }

  /// The second name keeps what the first named, however often the first is written anew.
  @Test func keepsAFileUnderASecondName() throws {
    let (first, second) = (folder.file("a"), folder.file("b"))
    try AtomicFile.keep(first, as: second)
    #expect(folder.names == [])
    for text in ["1", "2", "3"] {
      try AtomicFile.keep(first, as: second)
      try AtomicFile.write(text, to: first)
    }
    #expect(try AtomicFile.read(first) == Data("3".utf8))
    #expect(try AtomicFile.read(second) == Data("2".utf8))
    for _ in 0..<2 { try AtomicFile.keep(first, as: second) }
    #expect(try AtomicFile.read(second) == Data("3".utf8))
    #expect(folder.names.sorted() == ["a", "b"])
  }

  @Test func unwritableFolderIsAnErrorThatNamesThePath() throws {
    try AtomicFile.write("x", to: folder.file("plain"))
    for path in [folder.file("plain/below"), folder.file("missing/below"), "/proc/nothing/here"] {
      let error = #expect(throws: FileError.self) { try AtomicFile.write("y", to: path) }
      #expect(error?.path == path)
      #expect(error?.operation == "write")
      #expect(error?.description.contains("\n") == false)
    }
    for path in [folder.file("plain/below"), "/proc/nothing/here"] {
      #expect(throws: FileError.self) { try AtomicFile.makeDirectory(path) }
    }
    #expect(try AtomicFile.read(folder.file("plain")) == Data("x".utf8))
  }

  @Test func aFolderIsNotWrittenOver() throws {
    let path = folder.file("folder")
    try AtomicFile.makeDirectory(path + "/inside")
    let error = #expect(throws: FileError.self) { try AtomicFile.write("y", to: path) }
    #expect(error?.path == path)
    #expect(folder.names == ["folder"])
    #expect(FileManager.default.fileExists(atPath: path + "/inside"))
  }

  /// Renaming over a device or pipe would replace it.
  @Test func onlyRegularFilesAreReplaced() throws {
    let path = folder.file("pipe")
    try #require(mkfifo(path, 0o600) == 0)
    #expect(throws: FileError.self) { try AtomicFile.write("y", to: path) }
    var status = stat()
    #expect(stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO)
    #expect(folder.names == ["pipe"])
    #expect(throws: FileError.self, "and only they are read") { try AtomicFile.read(path) }
  }

  @Test func missingFileFolderAndSizeLimit() throws {
    let missing = #expect(throws: FileError.self) { try AtomicFile.read(folder.file("none")) }
    #expect(missing?.path == folder.file("none"))
    #expect(missing?.reason == "No such file or directory")
    let directory = #expect(throws: FileError.self) { try AtomicFile.read(folder.path) }
    #expect(directory?.reason == "not a regular file")
    let path = folder.file("ten")
    try AtomicFile.write(Data(count: 10), to: path)
    #expect(try AtomicFile.read(path, limit: 10).count == 10)
    let large = #expect(throws: FileError.self) { try AtomicFile.read(path, limit: 9) }
    #expect(large?.reason == "10 bytes, expected at most 9")
  }

  @Test func makesFoldersAboveAndIsContentWithOnesThatExist() throws {
    let path = folder.file("a/b/c")
    try AtomicFile.makeDirectory(path)
    try AtomicFile.makeDirectory(path)
    try AtomicFile.write("z", to: path + "/f")
    #expect(try AtomicFile.read(path + "/f") == Data("z".utf8))
  }

  @Test func aReplacedFileKeepsItsMode() throws {
    let path = folder.file("a")
    for mode: mode_t in [0o600, 0o755, 0o640] {
      try AtomicFile.write("old", to: path)
      #expect(chmod(path, mode) == 0)
      try AtomicFile.write("new", to: path)
      var status = stat()
      #expect(stat(path, &status) == 0 && status.st_mode & 0o7777 == mode)
    }
  }

  /// Through a link what it leads to is written, also where that is yet to be.
  @Test func symbolicLinksStay() throws {
    try AtomicFile.makeDirectory(folder.file("far"))
    try AtomicFile.write("old", to: folder.file("far/end"))
    for (link, end) in [("a", "far/b"), ("far/b", "end"), ("c", "far/new"), ("o", "o")] {
      try FileManager.default.createSymbolicLink(
        atPath: folder.file(link), withDestinationPath: end)
    }
    for (link, end) in [("a", "far/end"), ("c", "far/new")] {
      try AtomicFile.write("new", to: folder.file(link))
      #expect(try AtomicFile.read(folder.file(end)) == Data("new".utf8))
      var status = stat()
      #expect(lstat(folder.file(link), &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
    }
    #expect(throws: FileError.self, "a circle") { try AtomicFile.write("x", to: folder.file("o")) }
    #expect(folder.names == ["a", "c", "far", "o"])
  }

  /// Whatever name a draft may have had, somebody else's file of that name stays.
  @Test func othersFilesStay() throws {
    let names = ["a.tmp", "a.\(getpid()).tmp", "draft", ".a.tmp"]
    for name in names { try AtomicFile.write("theirs", to: folder.file(name)) }
    for isOwn in [false, true] {
      try AtomicFile.write("x", to: folder.file("a"), isOwn: isOwn)
      try AtomicFile.keep(folder.file("a"), as: folder.file("b"))
    }
    for name in names {
      #expect(try AtomicFile.read(folder.file(name)) == Data("theirs".utf8), "\(name)")
    }
    #expect(folder.names == (names + ["a", "b"]).sorted())
  }

  @Test func aFolderIsWrittenWholeOrNotAtAll() throws {
    let files = [(name: "a", text: "1"), (name: "b", text: "2")]
    try AtomicFile.makeDirectory(folder.file("empty"))
    for name in ["empty", "new"] {
      try AtomicFile.writeFolder(files, to: folder.file(name))
      for (file, text) in files {
        #expect(try AtomicFile.read(folder.file("\(name)/\(file)")) == Data(text.utf8))
      }
      #expect(throws: FileError.self) { try AtomicFile.writeFolder(files, to: folder.file(name)) }
    }
    #expect(throws: FileError.self) {
      try AtomicFile.writeFolder(files + [("no/c", "3")], to: folder.file("half"))
    }
    #expect(folder.names == ["empty", "new"])
  }
}
