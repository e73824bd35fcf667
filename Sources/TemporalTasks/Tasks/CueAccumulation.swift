import NumericalMethods

/// Cues on either side of a corridor, a delay, and a choice: on which side were more?
///
/// Bellec et al. 2020, *A solution to the learning dilemma for recurrent networks of spiking
/// neurons*, Nat. Commun. 11:3625, fig. 4; Schmidgall et al. 2021, *SpikePropamine*, § 3.1. Time is
/// shortened to what a readout of a few ticks needs, and a cue without noise is a spike of its
/// whole group at each of its ticks, where the papers draw a Poisson train.
///
/// Channels, each 0 or 1: four groups of `groupSize` for left, right, go, and background, which
/// carries nothing but noise. Time: every cue for `cueTicks` and a gap after it, the delay, then
/// the go signal, in which the answer is read. Answers: 0 left, 1 right.
///
/// Law of noise ν: each cue as a whole stays silent with probability min(1, ν · `dropout`), and
/// each channel spikes at each tick, whatever else is on, with probability 1 − exp(−ν ·
/// `backgroundRate`), that of at least one event of a Poisson train. The target is the majority of
/// the cues that were meant, shown or not, so drop-out bounds what any observer can reach: with the
/// defaults about 98 % at ν = 1 and 96 % at ν = 2.
public struct CueAccumulation: TemporalTask {
  public static let name = "cue-accumulation"

  /// Number of cues; odd, so that there always is a majority.
  public var cues = 7
  /// Channels in each of the four groups.
  public var groupSize = 10
  /// Length of a cue [ticks].
  public var cueTicks = 5
  /// Silence after each cue [ticks].
  public var gapTicks = 5
  /// Silence between the last gap and the go signal [ticks].
  public var delayTicks = 40
  /// Length of the go signal, in which the answer is read [ticks].
  public var goTicks = 10
  /// Background events per channel and tick at noise 1.
  public var backgroundRate = 0.1
  /// Probability at noise 1 that a cue is not shown.
  public var dropout = 0.02
  /// Whether the fast state is cleared before the go signal.
  public var clearsState = false

  /// The defaults.
  public init() {}

  public var inputs: Int { 4 * groupSize }
  public var outputs: Int { 2 }
  public var ticks: Int { cues * (cueTicks + gapTicks) + delayTicks + goTicks }
  public var trials: Int { 1 }

  public func validate() throws(TemporalTaskError) {
    try TemporalTaskError.check(cues, in: 1...999, CodingKeys.cues)
    try TemporalTaskError.require(
      !cues.isMultiple(of: 2), CodingKeys.cues, found: "\(cues)", "an odd number")
    try TemporalTaskError.check(groupSize, in: 1...1000, CodingKeys.groupSize)
    try TemporalTaskError.check(cueTicks, in: 1...10_000, CodingKeys.cueTicks)
    try TemporalTaskError.check(gapTicks, in: 0...10_000, CodingKeys.gapTicks)
    try TemporalTaskError.check(delayTicks, in: 0...100_000, CodingKeys.delayTicks)
    try TemporalTaskError.check(goTicks, in: 1...10_000, CodingKeys.goTicks)
    try TemporalTaskError.check(backgroundRate, in: 0...100, CodingKeys.backgroundRate)
    try TemporalTaskError.check(dropout, in: 0...1, CodingKeys.dropout)
    try checkSize()
  }

  public func episode(seed: UInt64, index: Int, noise: Double) -> TaskEpisode {
    var content = RandomStream.content(seed: seed, index: index)
    var disturbance = Disturbance(seed: seed, index: index, noise: noise)
    let isRight = (0..<cues).map { _ in content.bool() }
    let silence = min(1, noise * dropout)
    let isShown = (0..<cues).map { _ in disturbance.stream.uniform() >= silence }

    var grid = ObservationGrid(ticks: ticks, inputs: inputs)
    for cue in 0..<cues where isShown[cue] {
      let start = cue * (cueTicks + gapTicks)
      grid.fill(group(isRight[cue] ? 1 : 0), ticks: start..<start + cueTicks)
    }
    let go = ticks - goTicks..<ticks
    grid.fill(group(2), ticks: go)
    grid.addSpikes(&disturbance, rate: backgroundRate)

    let target = 2 * isRight.count(where: \.self) > cues ? 1 : 0
    return TaskEpisode(
      grid: grid, queries: [Query(trial: 0, ticks: go, target: target)],
      resets: clearsState ? [go.lowerBound] : [])
  }

  /// Channels of group g: 0 left, 1 right, 2 go, 3 background.
  private func group(_ g: Int) -> Range<Int> { g * groupSize..<(g + 1) * groupSize }
}
