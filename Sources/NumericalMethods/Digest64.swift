/// A streaming 64-bit digest of bytes, FNV-1a (Fowler, Noll, Vo 1991): it tells two trajectories
/// or files apart, and is no protection against forgery.
///
/// Numbers enter as the bytes of their bit pattern, least significant first, so −0 differs from 0
/// and the digest is the same on every machine.
@frozen
public struct Digest64: Sendable, Hashable, Codable {
  /// The digest of everything entered so far.
  public private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  /// The digest of nothing.
  public init() {}

  /// Sixteen lower-case hexadecimal digits of `value`.
  public var hex: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// Enters one byte.
  public mutating func update(_ byte: UInt8) {
    // The product is one modulo 2⁶⁴.
    value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
  }

  /// Enters bytes in order.
  public mutating func update(bytes: some Sequence<UInt8>) {
    for byte in bytes { update(byte) }
  }

  /// Enters the UTF-8 bytes of a text, without a terminator.
  public mutating func update(_ text: String) { update(bytes: text.utf8) }

  /// Enters the eight bytes of an integer.
  public mutating func update(_ word: UInt64) {
    for shift in stride(from: 0, to: 64, by: 8) {
      update(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
    }
  }

  /// Enters the eight bytes of a bit pattern.
  public mutating func update(_ x: Double) { update(x.bitPattern) }

  /// Enters the four bytes of a bit pattern.
  public mutating func update(_ x: Float) {
    for shift in stride(from: 0, to: 32, by: 8) {
      update(UInt8(truncatingIfNeeded: x.bitPattern >> UInt32(shift)))
    }
  }
}
