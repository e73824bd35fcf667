import NumericalMethods

/// Spike trains that are always the same, and a density of spikes to make of them.
///
/// After Fiete, Seung 2006, *Gradient learning in spiking neural networks by dynamic perturbation
/// of conductances*, PRL 97:048104. `pattern` names spike trains, one for each input channel and
/// one, never heard, for each output. The logits are to follow the densities of the latter: each
/// spike counts as t/τ exp(1 − t/τ) from then on, τ = `smoothing`, and the sum is scaled to a peak
/// of 1. There is nothing to answer: the score is the share of the densities' variance that the
/// logits explain.
///
/// Law of noise ν: each channel spikes at each tick, whatever else is on, with probability
/// 1 − exp(−ν · `backgroundRate`). The pattern is the same in all episodes and at every noise.
public struct PatternSpikeTrain: TemporalTask {
  public static let name = "pattern-spike-train"

  /// Input channels.
  public var channels = 20
  /// Densities to follow.
  public var densities = 1
  /// Length [ticks].
  public var length = 200
  /// Spikes of an input channel per tick.
  public var rate = 0.05
  /// Spikes behind each density per tick.
  public var targetRate = 0.025
  /// τ [ticks].
  public var smoothing = 8.0
  /// Which pattern.
  public var pattern = 1
  /// Background events per channel and tick at noise 1.
  public var backgroundRate = 0.005
  /// Whether the fast state is cleared in mid-episode.
  public var clearsState = false

  /// The defaults.
  public init() {}

  public var inputs: Int { channels }
  public var outputs: Int { densities }
  public var ticks: Int { length }
  public var trials: Int { 1 }

  public func validate() throws(TemporalTaskError) {
    try TemporalTaskError.check(channels, in: 1...4096, CodingKeys.channels)
    try TemporalTaskError.check(densities, in: 1...1000, CodingKeys.densities)
    try TemporalTaskError.check(length, in: 2...100_000, CodingKeys.length)
    try TemporalTaskError.check(rate, in: 0...1, CodingKeys.rate)
    try TemporalTaskError.check(targetRate, in: 0...1, CodingKeys.targetRate)
    try TemporalTaskError.check(smoothing, in: 0.1...10_000, CodingKeys.smoothing)
    try TemporalTaskError.check(pattern, in: 0...1_000_000, CodingKeys.pattern)
    try TemporalTaskError.check(backgroundRate, in: 0...100, CodingKeys.backgroundRate)
    try checkSize()
  }

  public func episode(seed: UInt64, index: Int, noise: Double) -> TaskEpisode {
    var pattern = RandomStream.pattern(self.pattern)
    var grid = ObservationGrid(ticks: ticks, inputs: inputs)
    for channel in 0..<channels {
      for tick in spikes(rate, &pattern) { grid.set(channel, ticks: tick..<tick + 1) }
    }
    let densities = (0..<densities).map { _ in density(spikes(targetRate, &pattern)) }
    var disturbance = Disturbance(seed: seed, index: index, noise: noise)
    grid.addSpikes(&disturbance, rate: backgroundRate)
    return TaskEpisode(
      grid: grid, queries: [],
      trajectory: TargetTrajectory(
        values: (0..<length).flatMap { tick in densities.map { $0[tick] } },
        outputs: outputs), resets: clearsState ? [length / 2] : [])
  }

  /// Different ticks, as many as the rate makes on average and at least one.
  private func spikes(_ rate: Double, _ stream: inout RandomStream) -> [Int] {
    let count = min(max(Int((rate * Double(length)).rounded()), 1), length)
    return stream.distinct(count, below: length)
  }

  private func density(_ spikes: [Int]) -> [Float] {
    let values = (0..<length).map { tick in
      spikes.reduce(0.0) { sum, spike in
        let time = Double(tick - spike) / smoothing
        return time > 0 ? sum + time * Double.exp(1 - time) : sum
      }
    }
    let peak = values.max() ?? 0
    return values.map { Float(peak > 0 ? $0 / peak : 0) }
  }
}
