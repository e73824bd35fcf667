/// Random numbers addressed by a point of the integer plane: the same key and point give the same
/// number, so that a field without borders needs no memory.
///
/// The point is folded into the key by odd multipliers and mixed by SplitMix64's finaliser (Steele,
/// Lea, Flood 2014, *Fast splittable pseudorandom number generators*), 3 ns a number. For terrain
/// and its like; `RandomStream` remains the source of whatever is reported as a random draw.
@frozen
public struct LatticeNoise: Sendable, Hashable {
  @usableFromInline let key: UInt64

  @inlinable
  public init(key: UInt64) { self.key = key }

  /// A field of its own for another use of the same key.
  @inlinable
  public func layer(_ index: Int) -> LatticeNoise {
    LatticeNoise(key: Self.mix(key &+ UInt64(bitPattern: Int64(index)) &* 0x9E37_79B9_7F4A_7C15))
  }

  /// Uniform in [0, 1), a multiple of 2⁻⁵³.
  @inlinable
  public func uniform(_ i: Int, _ j: Int) -> Double {
    let point =
      UInt64(bitPattern: Int64(i)) &* 0xD6E8_FEB8_6659_FD93
      ^ UInt64(bitPattern: Int64(j)) &* 0xA24B_AED4_963E_E407
    return Double(Self.mix(key ^ Self.mix(point)) >> 11) * 0x1p-53
  }

  // Everything here wraps modulo 2⁶⁴, as hashes do.
  @inlinable
  static func mix(_ value: UInt64) -> UInt64 {
    var z = value &+ 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
