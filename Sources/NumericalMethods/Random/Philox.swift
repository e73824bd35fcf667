/// Philox4x32-10, a counter-based generator: 128 bits of counter and 64 bits of key give 128 random
/// bits, with no state in between.
///
/// Salmon, Moraes, Dror, Shaw 2011, *Parallel random numbers: as easy as 1, 2, 3*, SC '11, § 4.3.
public enum Philox4x32 {
  /// Four 32-bit words: a counter, least significant first, or the random bits that belong to it.
  public typealias Block = (UInt32, UInt32, UInt32, UInt32)

  /// The four words that belong to one counter under one key; ten rounds.
  @inlinable @inline(__always)
  public static func block(counter: Block, key: (UInt32, UInt32)) -> Block {
    var c = counter
    var k = key
    for _ in 0..<10 {
      // Products of two 32-bit words fit into 64 bits; the key wraps, as the algorithm has it.
      let p0 = 0xD251_1F53 &* UInt64(c.0)
      let p1 = 0xCD9E_8D57 &* UInt64(c.2)
      c = (
        UInt32(truncatingIfNeeded: p1 &>> 32) ^ c.1 ^ k.0, UInt32(truncatingIfNeeded: p1),
        UInt32(truncatingIfNeeded: p0 &>> 32) ^ c.3 ^ k.1, UInt32(truncatingIfNeeded: p0)
      )
      k = (k.0 &+ 0x9E37_79B9, k.1 &+ 0xBB67_AE85)
    }
    return c
  }
}
