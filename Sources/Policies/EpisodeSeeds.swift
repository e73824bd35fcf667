import NumericalMethods

/// Seeds of episodes, addressed by what they are for.
public enum EpisodeSeeds {
  /// Episode `episode` of generation `generation`: the same for every candidate, so that luck in
  /// the start cancels between them.
  public static func training(_ seed: UInt64, generation: Int, episode: Int) -> UInt64 {
    draw(RandomStream(seed: seed, purpose: .command, generation: generation, episode: episode))
  }

  /// Fresh episodes that no training episode shares. `round` tells apart the selections of one run;
  /// round 0 is the final evaluation.
  public static func evaluation(_ seed: UInt64, round: Int = 0, episode: Int) -> UInt64 {
    draw(RandomStream(seed: seed, purpose: .evaluation, generation: round, episode: episode))
  }

  /// Seed of the random spikes of a population code in an episode of the set that `seed` names.
  package static func encoding(_ seed: UInt64, episode: Int) -> UInt64 {
    draw(RandomStream(seed: seed, purpose: .encoding, individual: episode))
  }

  /// Seed of the noise in a network's neurons in an episode of the set that `seed` names.
  package static func empiricSynapses(_ seed: UInt64, episode: Int) -> UInt64 {
    draw(RandomStream(seed: seed, purpose: .empiricSynapses, individual: episode))
  }

  private static func draw(_ stream: RandomStream) -> UInt64 {
    var stream = stream
    return UInt64(stream.next()) << 32 | UInt64(stream.next())
  }
}
