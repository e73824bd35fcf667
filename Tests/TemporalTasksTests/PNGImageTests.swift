import Foundation
import TestSupport
import Testing

@testable import TemporalTasks

@Suite("PNG images")
struct PNGImageTests {
  private static let fixtures =
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().path
    + "/Fixtures"

  private func fixture(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: "\(Self.fixtures)/\(name)")))
  }

  /// Pillow and pypng wrote the images, `Fixtures/make.py` the graymaps from the same numbers.
  @Test(
    "images of other encoders show what they were made of",
    arguments: [
      ("gray1", 0), ("gray2", 0), ("gray4", 0), ("gray8", 0), ("gray16", 0), ("interlaced1", 0),
      ("interlaced8", 0), ("palette", 0), ("palette-transparent", 0), ("rgb-gray", 0),
      ("omniglot", 0), ("rgb", 0.5), ("rgba", 0.5), ("gray-alpha", 0.5),
    ])
  func pixels(name: String, tolerance: Float) throws {
    let image = try PNGImage.decode(try fixture("\(name).png"), path: name)
    let expected = try PortableImage.decode(try fixture("\(name).pgm"), path: name)
    #expect((image.width, image.height) == (expected.width, expected.height))
    #expect(Set(image.ink).count > 1)
    for (pixel, (found, right)) in zip(image.ink, expected.ink).enumerated() {
      #expect(abs(found - right) <= tolerance / 255 + 1e-6, "\(name), pixel \(pixel)")
    }
  }

  private func error(_ bytes: [UInt8]) -> TemporalTaskError? {
    do {
      _ = try PNGImage.decode(bytes, path: "a/1.png")
      return nil
    } catch {
      #expect(error.field.hasPrefix("a/1.png"), "\(error)")
      #expect(!error.description.contains("\n"))
      return error
    }
  }

  private func expectError(
    _ bytes: [UInt8], _ place: String, _ found: String, _ expected: String,
    location: Testing.SourceLocation = #_sourceLocation
  ) {
    let error = error(bytes)
    #expect(
      error
        == TemporalTaskError(field: "a/1.png" + place, found: found, expected: expected),
      "\(error?.description ?? "")", sourceLocation: location)
  }

  @Test("every truncation and every flipped bit is an error")
  func damage() throws {
    for name in ["gray8", "palette-transparent", "interlaced1"] {
      let bytes = try fixture("\(name).png")
      for length in bytes.indices {
        #expect(error(Array(bytes.prefix(length))) != nil, "\(name), \(length) bytes")
      }
      for bit in 0..<8 * bytes.count {
        var damaged = bytes
        damaged[bit / 8] ^= 1 << UInt8(bit % 8)
        #expect(error(damaged) != nil, "\(name), bit \(bit)")
      }
    }
  }

  @Test("what is no PNG image is told at its byte")
  func foreign() {
    let sign = "the signature of a PNG file"
    expectError([], ", byte 0", "0 bytes without it", sign)
    expectError(Array("P5 2 2 255\n1234".utf8), ", byte 0", "15 bytes without it", sign)
    expectError(PNGBytes.signature, ", byte 8", "0 bytes", "a chunk")
    expectError(
      PNGBytes.signature + PNGBytes.end, ", byte 8", "chunk IEND", "chunk IHDR first")
    expectError(
      PNGBytes.signature + PNGBytes.chunk("IHDR", [0, 0, 0, 1]), ", byte 8", "IHDR of 4 bytes",
      "IHDR of 13 bytes")
    let header = PNGBytes.signature + PNGBytes.header(width: 2, height: 1)
    expectError(header, ", byte 33", "0 bytes", "a chunk")
    expectError(
      header + PNGBytes.chunk("I AT", []), ", byte 33", "bytes [73, 32, 65, 84]",
      "a chunk's name of four letters")
    expectError(
      header + [0x7F, 0xFF, 0xFF, 0xFF] + PNGBytes.end.dropFirst(4), ", byte 33", "12 bytes",
      "chunk IEND of 2147483647 bytes and 12 about it")
  }

  @Test("sides out of range are refused before anything is decoded")
  func sides() {
    let pixels = PNGBytes.pixels([[0, 9]]) + PNGBytes.end
    for (side, name) in [(0, "0"), (4097, "4097"), (UInt32.max, "4294967295")] {
      expectError(
        PNGBytes.signature + PNGBytes.header(width: side, height: 1) + pixels, ", byte 16", name,
        "width, 1 to 4096")
      expectError(
        PNGBytes.signature + PNGBytes.header(width: 1, height: side) + pixels, ", byte 20", name,
        "height, 1 to 4096")
    }
    #expect(error(PNGBytes.signature + PNGBytes.header(width: 1, height: 1) + pixels) == nil)
  }

  @Test("damage behind right checksums is an error of the decoder")
  func sealed() {
    func file(_ chunks: [[UInt8]], depth: UInt8 = 8, colour: UInt8 = 0) -> [UInt8] {
      PNGBytes.signature + PNGBytes.header(width: 2, height: 2, depth: depth, colour: colour)
        + chunks.flatMap { $0 } + PNGBytes.end
    }
    let pixels = PNGBytes.pixels([[0, 9, 8], [0, 7, 6]])
    #expect(error(file([pixels])) == nil)
    for (name, bytes) in [
      ("no pixels", file([])), ("no palette", file([pixels], colour: 3)),
      ("a kind that is none", file([pixels], colour: 5)), ("a depth", file([pixels], depth: 3)),
      ("a row missing", file([PNGBytes.pixels([[0, 9, 8]])])),
      ("a row too many", file([PNGBytes.pixels([[0, 9, 8], [0, 7, 6], [0, 5, 4]])])),
      ("a filter that is none", file([PNGBytes.pixels([[0, 9, 8], [7, 7, 6]])])),
      ("two headers", file([PNGBytes.header(width: 9, height: 9), pixels])),
      ("a critical chunk that is none", file([PNGBytes.chunk("ABCD", [1]), pixels])),
      ("no stream", file([PNGBytes.chunk("IDAT", [1, 2, 3])])),
    ] {
      let found = error(bytes)?.found ?? "an image"
      #expect(found.hasPrefix("what libpng calls \""), "\(name): \(found)")
    }
  }

  /// A text of the kind could unfold to gigabytes; it is never looked at.
  @Test("chunks that pixels do not depend on are passed over, whatever they hold")
  func ancillary() throws {
    let bytes = try fixture("gray8.png")
    let place = PNGBytes.signature.count + PNGBytes.header(width: 1, height: 1).count
    func mixed(_ chunk: [UInt8]) -> [UInt8] { bytes[..<place] + chunk + bytes[place...] }
    let text = PNGBytes.chunk("zTXt", Array("a\0\0".utf8) + [1, 2, 3])
    for chunk in [text, PNGBytes.chunk("gAMA", [0, 0, 0, 1]), PNGBytes.chunk("iCCP", [9])] {
      #expect(
        try PNGImage.decode(mixed(chunk), path: "a") == PNGImage.decode(bytes, path: "b"))
    }
    let sum = text.suffix(4).reduce(0) { $0 << 8 | Int($1) }
    expectError(
      mixed(text.dropLast() + [text[text.count - 1] ^ 1]), ", byte \(place + text.count - 4)",
      "checksum \(sum ^ 1) of chunk zTXt", "\(sum)")
  }
}
