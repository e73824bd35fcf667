import NumericalMethods

extension RandomStream {
  /// What an episode is about: cues, targets, order.
  static func content(seed: UInt64, index: Int) -> RandomStream {
    RandomStream(seed: seed, purpose: .episodeStart, individual: index)
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

/// What disturbs an episode: noise ν, by a stream of its own.
struct Disturbance {
  let noise: Double
  var stream: RandomStream

  init(seed: UInt64, index: Int, noise: Double) {
    precondition(noise >= 0 && noise.isFinite, "noise is finite and not negative")
    self.noise = noise
    stream = RandomStream(seed: seed, purpose: .sensorNoise, individual: index)
  }

  /// The probability of at least one event of a Poisson train, 1 − exp(−ν · rate).
  func probability(rate: Double) -> Double { -Double.expMinusOne(-noise * rate) }
}
