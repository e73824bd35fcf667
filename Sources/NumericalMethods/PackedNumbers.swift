import Foundation

/// An array of numbers that encodes as bytes (base64 in JSON), little-endian, four or eight each:
/// compact, and exact for every bit pattern, NaN and −0 included.
public protocol PackedNumbers: Sendable, Hashable, Codable {
  associatedtype Scalar: PackableScalar
  /// The numbers.
  var values: [Scalar] { get set }
  /// Wraps an array.
  init(_ values: [Scalar])
}

/// A number with its bits.
public protocol PackableScalar: BinaryFloatingPoint, Sendable {
  associatedtype Bits: FixedWidthInteger
  var bitPattern: Bits { get }
  init(bitPattern: Bits)
}

extension Float: PackableScalar {}
extension Double: PackableScalar {}

public struct PackedFloats: PackedNumbers {
  public var values: [Float]
  public init(_ values: [Float]) { self.values = values }
}

public struct PackedDoubles: PackedNumbers {
  public var values: [Double]
  public init(_ values: [Double]) { self.values = values }
}

extension PackedNumbers {
  /// Reads what `encode(to:)` wrote; throws `DecodingError.dataCorrupted` where the number of bytes
  /// is not a multiple of a number's.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let data = try container.decode(Data.self)
    let size = MemoryLayout<Scalar.Bits>.size
    guard data.count % size == 0 else {
      throw DecodingError.dataCorruptedError(
        in: container,
        debugDescription: "\(data.count) bytes found, a multiple of \(size) expected")
    }
    self.init(
      data.withUnsafeBytes { bytes in
        stride(from: 0, to: data.count, by: size).map {
          let bits = bytes.loadUnaligned(fromByteOffset: $0, as: Scalar.Bits.self)
          return Scalar(bitPattern: Scalar.Bits(littleEndian: bits))
        }
      })
  }

  /// Writes one `Data` value.
  public func encode(to encoder: any Encoder) throws {
    var data = Data(capacity: values.count * MemoryLayout<Scalar>.size)
    for value in values {
      withUnsafeBytes(of: value.bitPattern.littleEndian) { data.append(contentsOf: $0) }
    }
    var container = encoder.singleValueContainer()
    try container.encode(data)
  }
}
