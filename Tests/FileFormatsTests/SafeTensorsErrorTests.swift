import FileFormats
import Foundation
import TestSupport
import Testing

/// Safetensors files put together by hand.
enum Crafted {
  static func file(_ header: String, body: [UInt8]) throws -> Data {
    var data = Data((0..<8).map { UInt8(truncatingIfNeeded: header.utf8.count >> (8 * $0)) })
    data.append(contentsOf: header.utf8)
    data.append(contentsOf: body)
    return data
  }

  static func file(_ header: String, body count: Int) throws -> Data {
    try file(header, body: [UInt8](repeating: 0, count: count))
  }

  /// A file of one tensor `t` with the given description.
  static func tensor(
    dtype: String = "F32", shape: String = "[2]", offsets: String = "[0,8]", body: Int = 8
  ) throws -> Data {
    try file(
      #"{"t":{"dtype":"\#(dtype)","shape":\#(shape),"data_offsets":\#(offsets)}}"#, body: body)
  }
}

@Suite struct SafeTensorsErrorTests {
  /// The error of reading `data`, which has to name the file and fit one line.
  private func error(_ data: Data) -> SafeTensorsError? {
    let error = #expect(throws: SafeTensorsError.self) {
      try SafeTensors(decoding: data, path: "f.safetensors")
    }
    #expect(error?.description.hasPrefix("f.safetensors: ") == true)
    #expect(error?.description.contains("\n") == false)
    return error
  }

  @Test func everyPrefixIsRefused() throws {
    let data = try SafeTensorsTests.sample.encoded()
    for count in 0..<data.count {
      let error = error(data.prefix(count))
      if count < 8 { #expect(error?.place == "header length") }
    }
  }

  @Test func headerLengthIsNotTrusted() throws {
    for length: UInt64 in [9, 100, 100_000_001, 1 << 40, .max] {
      let data = Data((0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * UInt64($0))) })
      #expect(error(data + Data("{}      ".utf8))?.place == "header length")
    }
  }

  @Test func valuesThatAreNotFiniteAreNamed() throws {
    for value: Float in [.nan, .infinity, -.infinity] {
      var file = SafeTensorsTests.sample
      file.tensors[0].values[4] = value
      let error = error(try file.encoded())
      #expect(error?.place == "tensor b.weight, element 4")
      #expect(error?.found == "\(value)")
    }
  }

  @Test(arguments: [
    ("[4,12]", 12, "gap"), ("[0,12]", 8, "beyond"), ("[8,0]", 8, "reversed"),
    ("[-8,0]", 8, "negative"), ("[0,9223372036854775807]", 8, "largest"), ("[0]", 8, "one"),
    ("[0,4,8]", 8, "three"), ("[0,99999999999999999999]", 8, "beyond 64 bits"),
    ("[0,8.5]", 8, "fraction"), ("\"x\"", 8, "text"), ("[0,4]", 8, "too short for the shape"),
  ])
  func offsetsAreChecked(offsets: String, body: Int, what: String) throws {
    #expect(error(try Crafted.tensor(offsets: offsets, body: body))?.place == "tensor t", "\(what)")
  }

  @Test func tensorsMayNeitherOverlapNorLeaveAGap() throws {
    for (second, body) in [("[4,8]", 8), ("[0,8]", 8), ("[12,16]", 16)] {
      let data = try Crafted.file(
        #"{"t":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"#
          + #""u":{"dtype":"F32","shape":[1],"data_offsets":\#(second)}}"#, body: body)
      #expect(error(data)?.place.hasPrefix("tensor ") == true)
    }
  }

  @Test(arguments: [
    "[-2]", "[-1,-2]", "[0,-1]", "[4611686018427387904,2]", "[9223372036854775807]", "[3]", "[]",
    "[2.5]", "[99999999999999999999]", "2", "null", "[[2]]",
  ])
  func shapesAreChecked(shape: String) throws {
    #expect(error(try Crafted.tensor(shape: shape))?.place == "tensor t")
  }

  @Test(arguments: ["F16", "F64", "f32", "", "I32"]) func otherTypesAreRefused(dtype: String) throws
  {
    let error = error(try Crafted.tensor(dtype: dtype))
    #expect(error?.place == "tensor t")
    #expect(error?.expected == "dtype F32")
  }

  @Test func trailingBytesAreRefused() throws {
    #expect(error(try SafeTensorsTests.sample.encoded() + Data([0]))?.place == "end of data")
    #expect(error(try Crafted.file("{}", body: 3))?.place == "end of data")
  }

  @Test(arguments: ["", "{", "[]", "3", "null", "\"t\"", "{\"t\":", "{}x", "\u{0}\u{1}"])
  func headersThatAreNoObjectAreRefused(header: String) throws {
    #expect(error(try Crafted.file(header, body: 0))?.place == "header")
  }

  @Test func deepNestingIsRefused() throws {
    let deep = String(repeating: "[", count: 100_000)
    _ = error(try Crafted.file("{\"t\":\(deep)", body: 0))
  }

  @Test(arguments: [#"{"a":1}"#, #"{"a":{}}"#, #"{"a":null}"#, "[]", "7", "\"text\"", "null"])
  func metadataMapsTextToText(metadata: String) throws {
    let error = error(try Crafted.file(#"{"__metadata__":\#(metadata)}"#, body: 0))
    #expect(error?.place == "__metadata__")
  }

  @Test(arguments: [#"{"dtype":"F32","shape":[2]}"#, "{}", "[]", "1", "\"F32\"", "null"])
  func incompleteDescriptionsNameTheirTensor(entry: String) throws {
    #expect(error(try Crafted.file(#"{"t":\#(entry)}"#, body: 8))?.place == "tensor t")
  }

  /// Whatever a few flipped bytes make of a file, reading gives a value or a `SafeTensorsError`.
  @Test(arguments: [1, 2, 3] as [UInt64]) func damagedFilesNeverCrash(seed: UInt64) throws {
    let original = try SafeTensorsTests.sample.encoded()
    var generator = SplitMix64(seed: seed)
    for round in 0..<1500 {
      var data = original
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let place = Int.random(in: 0..<data.count, using: &generator)
        data[place] = UInt8.random(in: 0...255, using: &generator)
      }
      do {
        _ = try SafeTensors(decoding: data, path: "f")
      } catch {
        #expect(error is SafeTensorsError, "seed \(seed), round \(round): \(error)")
      }
    }
  }
}
