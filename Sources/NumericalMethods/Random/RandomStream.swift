/// A stream of random numbers named by (seed, purpose, generation, individual, episode): a value
/// that any worker can rebuild, equal in bits on every machine.
///
/// Philox's key is the seed (low word first). Its counter is laid out so that no two names share a
/// block:
///
///     word 0   block index within the stream   [0, 2³²)   at most 2³⁴ words a stream
///     word 1   generation                      [0, 2³²)
///     word 2   individual                      [0, 2³²)
///     word 3   purpose in bits 24…31, episode in bits 0…23: [0, 2²⁴)
@frozen
public struct RandomStream: Sendable, Hashable {
  @usableFromInline let key: SIMD2<UInt32>
  /// The counter with word 0 left at zero.
  @usableFromInline let name: SIMD4<UInt32>
  /// Index of the next block that has not been drawn.
  @usableFromInline var nextBlock: UInt64 = 0
  @usableFromInline var block: SIMD4<UInt32> = .zero
  /// Words of `block` already handed out.
  @usableFromInline var used = 4

  /// The stream with this name, at its start.
  ///
  /// Preconditions: `generation` and `individual` lie in [0, 2³²), `episode` in [0, 2²⁴).
  @inlinable
  public init(
    seed: UInt64, purpose: RandomPurpose, generation: Int = 0, individual: Int = 0, episode: Int = 0
  ) {
    precondition(0 <= generation && generation < 1 << 32, "generation lies in [0, 2^32)")
    precondition(0 <= individual && individual < 1 << 32, "individual lies in [0, 2^32)")
    precondition(0 <= episode && episode < 1 << 24, "episode lies in [0, 2^24)")
    key = SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
    name = SIMD4(
      0, UInt32(generation), UInt32(individual), purpose.rawValue << 24 | UInt32(episode))
  }

  /// Reserves `count` consecutive blocks and returns the index of the first.
  @inlinable
  mutating func reserve(blocks count: Int) -> UInt32 {
    precondition(nextBlock + UInt64(count) <= 1 << 32, "a stream holds 2^32 blocks")
    defer { nextBlock += UInt64(count) }
    return UInt32(truncatingIfNeeded: nextBlock)
  }

  /// The next 32 random bits.
  @inlinable
  public mutating func next() -> UInt32 {
    if used == 4 {
      let words = Philox4x32.block(
        counter: (reserve(blocks: 1), name.y, name.z, name.w), key: (key.x, key.y))
      block = SIMD4(words.0, words.1, words.2, words.3)
      used = 0
    }
    defer { used += 1 }
    return block[used]
  }

  /// Uniform in [0, 1), a multiple of 2⁻⁵³; takes two words.
  @inlinable
  public mutating func uniform() -> Double {
    let high = UInt64(next() >> 5)
    let low = UInt64(next() >> 6)
    return Double(high << 26 | low) * 0x1p-53
  }

  /// Uniform in a range with finite bounds.
  @inlinable
  public mutating func uniform(in range: ClosedRange<Double>) -> Double {
    let u = uniform()
    return min(range.lowerBound * (1 - u) + range.upperBound * u, range.upperBound)
  }

  /// True or false with equal probability; takes one word.
  @inlinable
  public mutating func bool() -> Bool { next() >> 31 == 1 }

  /// An integer in [0, n), each with exactly the same probability (Lemire 2019, *Fast random
  /// integer generation in an interval*, algorithm 5). Precondition: 0 < n ≤ 2³².
  @inlinable
  public mutating func below(_ n: Int) -> Int {
    precondition(0 < n && n <= 1 << 32, "the bound lies in (0, 2^32]")
    let bound = UInt64(n)
    let threshold = (1 << 32) % bound
    while true {
      let product = UInt64(next()) * bound
      if product & 0xFFFF_FFFF >= threshold { return Int(product >> 32) }
    }
  }
}
