import NumericalMethods

/// Two bits as spikes: are they different?
///
/// Each bit has two groups of channels, of which the one for its value spikes at random throughout
/// the cue and the other is silent; so how much is heard says nothing. The answer, 1 for different
/// bits and 0 for equal ones, is read in the last `responseTicks` of the cue. Every round of four
/// trials asks all four pairs in random order. No weighting of the channels by themselves tells the
/// answer.
///
/// Law of noise ν: each channel spikes at each tick, whatever else is on, with probability
/// 1 − exp(−ν · `backgroundRate`).
public struct ExclusiveOr: TemporalTask {
  public static let name = "xor"

  /// Channels in each of the four groups.
  public var groupSize = 10
  /// Rounds of four trials in an episode.
  public var rounds = 1
  /// Length of a cue [ticks].
  public var cueTicks = 40
  /// Ticks at the end of a cue in which the answer is read.
  public var responseTicks = 20
  /// Silence after each cue [ticks].
  public var gapTicks = 10
  /// Probability that a channel of a bit's group spikes in a tick.
  public var rate = 0.1
  /// Background events per channel and tick at noise 1.
  public var backgroundRate = 0.02
  /// Whether the fast state is cleared before each cue.
  public var clearsState = false

  /// The defaults.
  public init() {}

  public var inputs: Int { 4 * groupSize }
  public var outputs: Int { 2 }
  public var ticks: Int { trials * (cueTicks + gapTicks) }
  public var trials: Int { 4 * rounds }

  public func validate() throws(TemporalTaskError) {
    try TemporalTaskError.check(groupSize, in: 1...1000, CodingKeys.groupSize)
    try TemporalTaskError.check(rounds, in: 1...1000, CodingKeys.rounds)
    try TemporalTaskError.check(cueTicks, in: 1...10_000, CodingKeys.cueTicks)
    try TemporalTaskError.check(responseTicks, in: 1...cueTicks, CodingKeys.responseTicks)
    try TemporalTaskError.check(gapTicks, in: 0...10_000, CodingKeys.gapTicks)
    try TemporalTaskError.check(rate, in: 0...1, CodingKeys.rate)
    try TemporalTaskError.check(backgroundRate, in: 0...100, CodingKeys.backgroundRate)
    try checkSize()
  }

  public func episode(seed: UInt64, index: Int, noise: Double) -> TaskEpisode {
    var content = RandomStream.content(seed: seed, index: index)
    let pairs = (0..<rounds).flatMap { _ in content.permutation(4) }
    var grid = ObservationGrid(ticks: ticks, inputs: inputs)
    var queries: [Query] = []
    for (trial, pair) in pairs.enumerated() {
      let start = trial * (cueTicks + gapTicks)
      let cue = start..<start + cueTicks
      let bits = [pair & 1, pair >> 1]
      for (number, bit) in bits.enumerated() {
        let group = (2 * number + bit) * groupSize
        for tick in cue {
          for channel in group..<group + groupSize where content.uniform() < rate {
            grid.set(channel, ticks: tick..<tick + 1)
          }
        }
      }
      queries.append(
        Query(
          trial: trial, ticks: cue.upperBound - responseTicks..<cue.upperBound,
          target: bits[0] ^ bits[1]))
    }
    var disturbance = Disturbance(seed: seed, index: index, noise: noise)
    grid.addSpikes(&disturbance, rate: backgroundRate)
    return TaskEpisode(
      grid: grid, queries: queries,
      resets: clearsState ? (1..<trials).map { $0 * (cueTicks + gapTicks) } : [])
  }
}
