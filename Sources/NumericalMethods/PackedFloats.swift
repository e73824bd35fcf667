import Foundation

/// An array of single-precision numbers that encodes as bytes (base64 in JSON), little-endian, four
/// each: compact, and exact for every bit pattern, NaN and −0 included.
public struct PackedFloats: Sendable, Hashable, Codable {
  /// The numbers.
  public var values: [Float]

  /// Wraps an array.
  public init(_ values: [Float]) { self.values = values }

  /// Reads what `encode(to:)` wrote; throws `DecodingError.dataCorrupted` where the number of bytes is
  /// not a multiple of four.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let data = try container.decode(Data.self)
    guard data.count % 4 == 0 else {
      throw DecodingError.dataCorruptedError(
        in: container,
        debugDescription: "\(data.count) bytes found, a multiple of 4 expected (float32)")
    }
    values = data.withUnsafeBytes { bytes in
      (0..<(data.count / 4)).map { i in
        Float(
          bitPattern: UInt32(
            littleEndian: bytes.loadUnaligned(fromByteOffset: 4 * i, as: UInt32.self)))
      }
    }
  }

  /// Writes one `Data` value.
  public func encode(to encoder: any Encoder) throws {
    var data = Data(capacity: 4 * values.count)
    for x in values {
      withUnsafeBytes(of: x.bitPattern.littleEndian) { data.append(contentsOf: $0) }
    }
    var container = encoder.singleValueContainer()
    try container.encode(data)
  }
}
