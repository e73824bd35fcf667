import Foundation
import Testing

@testable import TemporalTasks

/// A folder that is removed with its owner.
final class TemporaryFolder {
  let path = NSTemporaryDirectory() + "ganglion-images-\(UUID().uuidString)"

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ bytes: some Sequence<UInt8>, to name: String) throws {
    let file = URL(fileURLWithPath: "\(path)/\(name)")
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: file)
  }
}

@Suite("Folders of images")
struct ImageFolderTests {
  /// The one image of a folder, reduced to side × side.
  private func read(_ bytes: [UInt8], side: Int, as name: String = "1.pgm") throws -> [Float] {
    let folder = TemporaryFolder()
    try folder.write(bytes, to: "Latin/a/\(name)")
    return try OmniglotFolder.load(folder.path, side: side).characters[0].drawings[0]
  }

  private func expectError(_ bytes: [UInt8], _ place: String, _ found: String, _ expected: String) {
    let error = #expect(throws: TemporalTaskError.self) { try read(bytes, side: 2) }
    #expect(error?.field.hasSuffix("/Latin/a/1.pgm\(place)") ?? false, "\(error?.field ?? "")")
    #expect(error?.found == found)
    #expect(error?.expected == expected)
  }

  @Test("all four formats, with comments and wide values, give the same ink")
  func formats() throws {
    let expected: [Float] = [1, 0, 0, 1]
    let plain = ["P1\n# by hand\n2 2\n1 0 01", "P1 2 2 1001\n", "P2 2 # side\n2 9 0 9\n9 0"]
    for text in plain { #expect(try read(Array(text.utf8), side: 2) == expected, "\(text)") }
    let bitmap = Array("P4\n2 2\n".utf8) + [0b1011_1111, 0b0100_0000]
    #expect(try read(bitmap, side: 2, as: "1.pbm") == expected)
    #expect(try read(Array("P5 2 2 255\n".utf8) + [0, 255, 255, 0], side: 2) == expected)
    let wide = Array("P5 2 2 1000\n".utf8) + [0, 0, 3, 232, 3, 232, 0, 0]
    #expect(try read(wide, side: 2, as: "1.PNM") == expected)
  }

  @Test("grey is ink in between, and the darkest pixel becomes 1")
  func scaling() throws {
    let image = try read(Array("P5 2 2 100\n".utf8) + [100, 60, 80, 20], side: 2)
    for (found, expected) in zip(image, [0, 0.5, 0.25, 1] as [Float]) {
      #expect(abs(found - expected) < 1e-6)
    }
  }

  @Test("pixels are averaged over the area that they cover")
  func averaging() throws {
    // 3 × 2 pixels onto 2 × 2: the middle column is shared by halves.
    let image = try read(Array("P1 3 2 1 1 0 0 0 1".utf8), side: 2)
    for (found, expected) in zip(image, [1, 1 / 3, 0, 2 / 3] as [Float]) {
      #expect(abs(found - expected) < 1e-6, "\(image)")
    }
    // Enlarged, a pixel is repeated.
    #expect(
      try read(Array("P1 2 1 1 0".utf8), side: 4) == (0..<16).map { $0 % 4 < 2 ? 1 : 0 })
  }

  @Test("a malformed image is an error with its file and byte")
  func malformed() {
    let start = Array("P5 2 2 9\n".utf8)
    expectError([], ", byte 0", "0 bytes without its magic number", "P1, P2, P4 or P5")
    expectError(
      Array("P6 2 2 255\n".utf8), ", byte 0", "11 bytes without its magic number",
      "P1, P2, P4 or P5")
    expectError(Array("P5".utf8), ", byte 2", "the end of the file", "width, 1 to 4096")
    expectError(Array("P5 0 2".utf8), ", byte 3", "0", "width, 1 to 4096")
    expectError(
      Array("P5 2 99999999999999999999".utf8), ", byte 5", "a number above 4096",
      "height, 1 to 4096")
    expectError(Array("P5 2 x".utf8), ", byte 5", "byte 120", "height, 1 to 4096")
    expectError(
      Array("P5 2 2 70000\n".utf8), ", byte 7", "a number above 65535",
      "greatest value, 1 to 65535")
    expectError(
      Array("P5 2 2 9".utf8), ", byte 8", "the end of the file",
      "one byte of space before the pixels")
    expectError(start + [1, 2, 3], ", byte 9", "3 bytes of pixels", "4")
    expectError(start + [1, 2, 3, 4, 5], ", byte 9", "5 bytes of pixels", "4")
    expectError(start + [1, 2, 10, 4], ", byte 11", "10", "pixel 2 of 4, at most 9")
    expectError(Array("P4 9 2\n".utf8) + [1, 2], ", byte 7", "2 bytes of pixels", "4")
    expectError(
      Array("P2 2 2 9 1 2 3".utf8), ", byte 14", "the end of the file",
      "pixel 3 of 4, 0 to 9")
    expectError(Array("P1 2 2 1 0 2".utf8), ", byte 11", "byte 50", "pixel 2 of 4, 0 or 1")
    expectError(start + [9, 9, 9, 9], "", "an image without ink", "a drawing")
  }

  @Test("folders and files that cannot be used are named")
  func folders() throws {
    func expectError(_ folder: TemporaryFolder, _ place: String, _ found: String) {
      let error = #expect(throws: TemporalTaskError.self) {
        try OmniglotFolder.load(folder.path, side: 7)
      }
      #expect(error?.field == folder.path + place)
      #expect(error?.found == found)
    }
    let folder = TemporaryFolder()
    expectError(folder, "", "nothing that can be read")
    try folder.write([], to: "readme.txt")
    expectError(folder, "", "no folder")
    try folder.write([], to: "Greek/notes.txt")
    expectError(folder, "/Greek", "no folder")
    try folder.write([], to: "Greek/alpha/.hidden.pgm")
    expectError(folder, "/Greek/alpha", "no image")
    try folder.write([1], to: "Greek/alpha/1.png")
    expectError(folder, "/Greek/alpha/1.png, byte 0", "1 bytes without it")
    // Beside a copy in another format the PNG is passed over.
    try folder.write("P1 1 1 1".utf8, to: "Greek/alpha/1.pgm")
    let alphabet = try OmniglotFolder.load(folder.path, side: 7)
    #expect(alphabet.characters.map(\.name) == ["Greek/alpha"])
    #expect(alphabet.characters[0].drawings == [[Float](repeating: 1, count: 49)])
  }

  @Test("PNG images and graymaps of the same drawings are the same characters")
  func published() throws {
    let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/Fixtures"
    let read = try ["png", "pgm"].map { format in
      let folder = TemporaryFolder()
      for (drawing, name) in ["omniglot", "gray8", "palette"].enumerated() {
        let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(fixtures)/\(name).\(format)"))
        try folder.write(bytes, to: "Balinese/character01/0108_0\(drawing + 1).\(format)")
      }
      return try OmniglotFolder.load(folder.path, side: 28).characters
    }
    #expect(read[0].map(\.name) == ["Balinese/character01"])
    #expect(read[0][0].drawings.count == 3 && read[0] == read[1])
  }

  /// Sixteen characters in two alphabets, four drawings of each, 35 × 35 pixels.
  private func drawnFolder() throws -> TemporaryFolder {
    let folder = TemporaryFolder()
    let strokes = StrokeAlphabet()
    for character in 0..<16 {
      for drawing in 0..<4 {
        let pen = with(strokes) { $0.width = 0.08 + 0.02 * Double(drawing) }
        let ink = pen.glyph(character).raster(side: 35, width: pen.width).map {
          UInt8(255 - 255 * $0)
        }
        try folder.write(
          Array("P5 35 35 255\n".utf8) + ink,
          to: "alphabet\(character / 8)/character\(character % 8)/\(drawing).pgm")
      }
    }
    return folder
  }

  @Test("a task draws from a folder: different drawings of the split's characters")
  func episodes() throws {
    let folder = try drawnFolder()
    var task = with(OneShotRecognition()) { ($0.folder, $0.split) = (folder.path, .all) }
    try task.load()
    try task.validate()
    let images = try #require(task.images)
    #expect(images.characters.count == 16 && task.characters == 16)
    let (train, test) = (images.indices(in: .train), images.indices(in: .test))
    #expect((train + test).sorted() == Array(0..<16))
    #expect(train.count >= 2 && test.count >= 2)
    for split in GlyphSplit.allCases {
      task.split = split
      task.ways = 2
      for index in 0..<20 {
        let episode = task.episode(seed: 1, index: index, noise: 0)
        let shown = [0, 10, 20, 30].map { episode.mean(0..<49, over: $0..<$0 + 1) }
        let found = shown.map { glyph in
          images.indices(in: split).first { character in
            images.characters[character].drawings.contains {
              squaredDistance(standardised($0), glyph) < 1e-8
            }
          }
        }
        #expect(!found.contains(nil), "\(split.rawValue), index \(index)")
        #expect(Set(shown).count == 4 && Set(found).count == 2, "index \(index)")
      }
    }
  }

  @Test("held-out characters come from a folder of their own where one is named")
  func heldOutFolder() throws {
    let (study, test) = (try drawnFolder(), try drawnFolder())
    for character in 0..<3 {
      for drawing in 1...2 {
        // No two drawings of the same ink.
        let ink = (0..<49).map { $0 == 7 * character + drawing ? UInt8(0) : 255 }
        try test.write(
          Array("P5 7 7 255\n".utf8) + ink, to: "other/character\(character)/\(drawing).pgm")
      }
    }
    try FileManager.default.removeItem(atPath: test.path + "/alphabet0")
    try FileManager.default.removeItem(atPath: test.path + "/alphabet1")
    var task = with(OneShotRecognition()) {
      ($0.folder, $0.heldOutFolder, $0.split, $0.ways) = (study.path, test.path, .all, 3)
    }
    try task.load()
    try task.validate()
    #expect(task.characters == 16 && task.heldOut.characters == 3)
    try task.heldOut.validate()
    let own = try #require(task.heldOut.images?.characters)
    #expect(own.map(\.name) == (0..<3).map { "other/character\($0)" })
    let shown = task.heldOut.episode(seed: 1, index: 0, noise: 0).mean(0..<49, over: 0..<1)
    #expect(
      own.contains { $0.drawings.contains { squaredDistance(standardised($0), shown) < 1e-8 } })
    #expect(task.withoutFiles == with(OneShotRecognition()) { ($0.split, $0.ways) = (.all, 3) })
    func expectError(_ field: String, _ found: String, _ change: (inout OneShotRecognition) -> Void)
    {
      let error = #expect(throws: TemporalTaskError.self) { try with(task, change).validate() }
      #expect(error?.field == field)
      #expect(error?.found == found)
    }
    expectError(test.path, "3 characters in all") { $0.ways = 4 }
    expectError("\(test.path)/other/character0", "2 drawings") { $0.shots = 2 }
    expectError("held_out_folder", "images of \"\(test.path)\" at side 7") {
      $0.heldOutFolder = "elsewhere"
    }
    expectError("held_out_folder", "\"\(test.path)\" without folder") {
      $0.folder = ""
      try? $0.load()
    }
  }

  @Test("5 and 20 ways, 1 and 5 shots, over strokes and over images")
  func publishedForms() throws {
    let folder = TemporaryFolder()
    let strokes = StrokeAlphabet()
    for character in 0..<20 {
      for drawing in 0..<6 {
        let pen = with(strokes) { $0.width = 0.08 + 0.02 * Double(drawing) }
        let ink = pen.glyph(character).raster(side: 14, width: pen.width).map {
          UInt8(255 - 255 * $0)
        }
        try folder.write(
          Array("P5 14 14 255\n".utf8) + ink, to: "a/character\(character)/\(drawing).pgm")
      }
    }
    for path in ["", folder.path] {
      for (ways, shots) in [(5, 1), (5, 5), (20, 1), (20, 5)] {
        var task = with(OneShotRecognition()) {
          ($0.ways, $0.shots, $0.side, $0.folder, $0.split) = (ways, shots, 14, path, .all)
        }
        try task.load()
        try task.validate()
        let episode = task.episode(seed: 1, index: 0, noise: 1)
        #expect(episode.ticks == 10 * ways * (shots + 1) && episode.inputs == 196 + ways + 1)
        #expect(Set(episode.queries.map(\.target)) == Set(0..<ways))
        #expect(episode.rehearsals.count == ways * shots)
      }
    }
  }

  @Test("images that do not suffice are refused")
  func tooFew() throws {
    let folder = try drawnFolder()
    var task = with(OneShotRecognition()) { ($0.folder, $0.split) = (folder.path, .all) }
    try task.load()
    func expectError(_ field: String, _ found: String, _ change: (inout OneShotRecognition) -> Void)
    {
      let error = #expect(throws: TemporalTaskError.self) { try with(task, change).validate() }
      #expect(error?.field == field)
      #expect(error?.found == found)
    }
    expectError(folder.path, "16 characters in all") { $0.ways = 17 }
    expectError("\(folder.path)/alphabet0/character0", "4 drawings") { $0.shots = 4 }
    expectError("folder", "images of \"\(folder.path)\" at side 7") { $0.side = 8 }
    expectError("folder", "images of \"\(folder.path)\" at side 7") { $0.folder = "" }
    task.folder = ""
    try task.load()
    #expect(task.images == nil)
    try task.validate()
  }
}
