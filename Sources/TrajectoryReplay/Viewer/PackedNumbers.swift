import Foundation

/// Many numbers in little space: little-endian bytes as base64, which the page unpacks into a typed
/// array.
struct PackedNumbers: Encodable, Sendable, Equatable {
  /// How a number is stored.
  enum Storage: String, Encodable, Sendable {
    case uint8, float32
    /// value = scale · q, q being a whole number in ±32767; −32768 stands for no value.
    case int16
  }

  let storage: Storage
  /// What a stored 1 stands for.
  let scale: Double
  /// Base64 (RFC 4648) of the bytes.
  let data: String

  private init(_ storage: Storage, scale: Double = 1, bytes: Data) {
    self.storage = storage
    self.scale = scale
    data = bytes.base64EncodedString()
  }

  /// Small counts as they are; what is larger than 255 becomes that.
  static func bytes(_ counts: [Int]) -> PackedNumbers {
    PackedNumbers(.uint8, bytes: Data(counts.map { UInt8(clamping: $0) }))
  }

  /// Single precision; what is not finite becomes 0.
  static func floats(_ values: [Double]) -> PackedNumbers {
    let patterns = values.map { Float($0.isFinite ? $0 : 0).bitPattern.littleEndian }
    return PackedNumbers(.float32, bytes: patterns.withUnsafeBytes { Data($0) })
  }

  /// Sixteen bits over ± the largest magnitude, so that no value is off by more than half of
  /// `scale`; what is not finite is no value.
  static func quantised(_ values: [Double]) -> PackedNumbers {
    let largest = values.reduce(0) { $1.isFinite ? max($0, abs($1)) : $0 }
    let scale = largest > 0 ? largest / 32767 : 1
    let steps = values.map { value in
      (value.isFinite ? Int16((value / scale).rounded()) : .min).littleEndian
    }
    return PackedNumbers(.int16, scale: scale, bytes: steps.withUnsafeBytes { Data($0) })
  }
}
