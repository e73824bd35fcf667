import NumericalMethods

extension RandomStream {
  /// What an episode is about: cues, targets, order.
  static func content(seed: UInt64, index: Int) -> RandomStream {
    RandomStream(seed: seed, purpose: .episodeStart, individual: index)
  }

  /// What disturbs an episode.
  static func disturbance(seed: UInt64, index: Int) -> RandomStream {
    RandomStream(seed: seed, purpose: .sensorNoise, individual: index)
  }

  /// The shape of one character of a drawn alphabet.
  static func character(_ index: Int, alphabet seed: UInt64) -> RandomStream {
    RandomStream(seed: seed, purpose: .episodeStart, generation: 1, individual: index)
  }

  /// Spike trains that are the same in all episodes.
  static func pattern(_ number: Int) -> RandomStream {
    RandomStream(seed: 0, purpose: .episodeStart, generation: 2, individual: number)
  }

  /// `count` different integers in [0, n), in random order. Precondition: count ≤ n.
  mutating func distinct(_ count: Int, below n: Int) -> [Int] {
    precondition(count <= n, "only \(n) different integers lie in [0, \(n))")
    // Redrawing is quick while few are taken; near n it would not be.
    guard count <= n / 2 else { return Array(permutation(n).prefix(count)) }
    var drawn: [Int] = []
    while drawn.count < count {
      let candidate = below(n)
      if !drawn.contains(candidate) { drawn.append(candidate) }
    }
    return drawn
  }
}
