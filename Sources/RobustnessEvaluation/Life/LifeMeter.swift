import Locomotion
import NumericalMethods
import SpikingNetworks

/// Watches an episode: the way at every step, the network once a second.
final class LifeMeter: EpisodeObserver {
  /// Time from one sample of the network to the next [s].
  static let interval = 1.0

  private let network: Network
  private let neurons: Int
  private var start = Vector3.zero
  private(set) var way: [Double] = []
  private(set) var drift: [Double] = []
  private(set) var samples: [LifeRecord.Sample] = []
  private var spikes = 0
  private var steps = 0

  init(_ network: Network) {
    self.network = network
    neurons = network.spec.hidden.reduce(0) { $0 + $1.size }
  }

  func episodeDidStart(_ episode: Episode) {
    start = episode.simulation.basePose.position
    (way, drift, samples, spikes, steps) = ([0], [0], [], 0, 0)
  }

  func episodeDidStep(_ episode: Episode) {
    let moved = episode.simulation.basePose.position - start
    way.append(episode.heading.ahead(moved))
    drift.append(episode.heading.left(moved))
    steps += 1
    guard episode.time >= Self.interval * Double(samples.count + 1) - 1e-9 else { return }
    sample(at: episode.time)
  }

  private func sample(at time: Double) {
    let now = network.diagnostics
    let ticks = steps * network.spec.ticksPerStep
    let projections = now.projections
    samples.append(
      LifeRecord.Sample(
        time: time, firingRate: Double(now.spikes - spikes) / Double(ticks * neurons),
        fastNorm: projections.reduce(0) { $0 + Double($1.norm * $1.norm) }.squareRoot(),
        fastShare: projections.reduce(0) { $0 + Double($1.effectiveShare) }
          / Double(max(projections.count, 1))))
    (spikes, steps) = (now.spikes, 0)
  }
}
