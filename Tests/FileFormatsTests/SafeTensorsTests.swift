import FileFormats
import Foundation
import TestSupport
import Testing

@Suite struct SafeTensorsTests {
  static let sample = SafeTensors(
    tensors: [
      .init(name: "b.weight", shape: [2, 3], values: [1, -0, 0.1, .leastNonzeroMagnitude, -5, 6]),
      .init(name: "a.\"bias\"/é", shape: [], values: [.greatestFiniteMagnitude]),
      .init(name: "empty", shape: [0, 4], values: []),
      .init(name: "last", shape: [2], values: [-.pi, 3]),
    ],
    metadata: ["format": "x", "text": "two\nlines \"quoted\" \\ é"])

  static func read(_ data: Data) throws -> SafeTensors {
    try SafeTensors(decoding: data, path: "f.safetensors")
  }

  @Test func roundTripIsBitExact() throws {
    let data = try Self.sample.encoded()
    let back = try Self.read(data)
    #expect(back.metadata == Self.sample.metadata)
    #expect(back.tensors.map(\.name) == Self.sample.tensors.map(\.name), "order is kept")
    for (a, b) in zip(back.tensors, Self.sample.tensors) {
      #expect(a.shape == b.shape)
      #expect(bits(a.values) == bits(b.values))
    }
    #expect(try back.encoded() == data, "and so are the bytes")
  }

  /// The same content has the same bytes, whatever order the metadata's hash table has.
  @Test func bytesAreStable() throws {
    let pairs = (0..<50).map { ("key\($0)", "\($0)") }
    let forward = SafeTensors(tensors: [], metadata: Dictionary(uniqueKeysWithValues: pairs))
    var backward = SafeTensors(tensors: [], metadata: [:])
    for (key, value) in pairs.reversed() { backward.metadata[key] = value }
    #expect(try forward.encoded() == backward.encoded())
  }

  /// Reads the file as its format section describes it, with nothing of the reader under test.
  @Test func independentParserReadsIt() throws {
    let data = [UInt8](try Self.sample.encoded())
    let length = (0..<8).reduce(0) { $0 | Int(data[$1]) << (8 * $1) }
    #expect((8 + length) % 8 == 0)
    let header = try #require(
      JSONSerialization.jsonObject(with: Data(data[8..<8 + length])) as? [String: Any])
    #expect(header["__metadata__"] as? [String: String] == Self.sample.metadata)
    #expect(header.count == Self.sample.tensors.count + 1)
    for tensor in Self.sample.tensors {
      let entry = try #require(header[tensor.name] as? [String: Any])
      #expect(entry["dtype"] as? String == "F32")
      #expect(entry["shape"] as? [Int] == tensor.shape)
      let offsets = try #require(entry["data_offsets"] as? [Int])
      let values = stride(from: offsets[0], to: offsets[1], by: 4).map { offset in
        (0..<4).reduce(UInt32(0)) { $0 | UInt32(data[8 + length + offset + $1]) << (8 * $1) }
      }
      #expect(values == bits(tensor.values))
    }
  }

  /// A tensor without elements shares its offset with the next one.
  @Test(arguments: 0..<20) func emptyTensorsMayLieAnywhere(round: Int) throws {
    let file = try Crafted.file(
      #"{"a\#(round)":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"#
        + #""b\#(round)":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},"#
        + #""c\#(round)":{"dtype":"F32","shape":[0],"data_offsets":[4,4]}}"#, body: 4)
    #expect(try Self.read(file).tensors.map(\.shape) == [[0], [1], [0]])
  }
}
