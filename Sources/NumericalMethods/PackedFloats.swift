import Foundation

/// An array of single-precision numbers that encodes as bytes (base64 in JSON), little-endian, four
/// each: compact, and exact for every bit pattern, NaN and −0 included.
public struct PackedFloats: Sendable, Hashable, Codable {
  /// The numbers.
  public var values: [Float]

  /// Wraps an array.
  public init(_ values: [Float]) { self.values = values }

  /// Reads what `encode(to:)` wrote; throws `DecodingError.dataCorrupted` where the number of bytes
  /// is not a multiple of four.
  public init(from decoder: any Decoder) throws {
    values = try unpack(decoder).map { (bits: UInt32) in Float(bitPattern: bits) }
  }

  /// Writes one `Data` value.
  public func encode(to encoder: any Encoder) throws {
    try pack(values.lazy.map(\.bitPattern), encoder)
  }
}

/// The same in double precision, eight bytes each.
public struct PackedDoubles: Sendable, Hashable, Codable {
  /// The numbers.
  public var values: [Double]

  /// Wraps an array.
  public init(_ values: [Double]) { self.values = values }

  /// Reads what `encode(to:)` wrote; throws `DecodingError.dataCorrupted` where the number of bytes
  /// is not a multiple of eight.
  public init(from decoder: any Decoder) throws {
    values = try unpack(decoder).map { (bits: UInt64) in Double(bitPattern: bits) }
  }

  /// Writes one `Data` value.
  public func encode(to encoder: any Encoder) throws {
    try pack(values.lazy.map(\.bitPattern), encoder)
  }
}

/// Writes words as one `Data` value, little-endian.
private func pack(_ words: some Collection<some FixedWidthInteger>, _ encoder: any Encoder) throws {
  var data = Data(capacity: words.count * MemoryLayout<UInt64>.size)
  for word in words {
    withUnsafeBytes(of: word.littleEndian) { data.append(contentsOf: $0) }
  }
  var container = encoder.singleValueContainer()
  try container.encode(data)
}

/// Reads words that `pack` wrote.
private func unpack<Word: FixedWidthInteger>(_ decoder: any Decoder) throws -> [Word] {
  let container = try decoder.singleValueContainer()
  let data = try container.decode(Data.self)
  let size = MemoryLayout<Word>.size
  guard data.count % size == 0 else {
    throw DecodingError.dataCorruptedError(
      in: container,
      debugDescription: "\(data.count) bytes found, a multiple of \(size) expected")
  }
  return data.withUnsafeBytes { bytes in
    stride(from: 0, to: data.count, by: size).map {
      Word(littleEndian: bytes.loadUnaligned(fromByteOffset: $0, as: Word.self))
    }
  }
}
