import Execution
import Locomotion
import NeuralControl
import NumericalMethods
import SpikingNetworks

/// What a network was like at one moment.
struct NetworkSample: Sendable, Equatable {
  /// [s]
  var time: Double
  /// Mean spikes per neuron and tick since the sample before, in [0, 1].
  var firingRate: Double
  /// Euclidean norm of the fast weights E of all projections together.
  var fastNorm: Double
  /// Mean over plastic projections of mean |αE| over mean |W|.
  var fastShare: Double
}

extension NetworkSample: Portable {
  func write(to wire: inout WireWriter) {
    wire.write([time, firingRate, fastNorm, fastShare])
  }

  init(from wire: inout WireReader) throws {
    let values: [Double] = try wire.read()
    guard values.count == 4 else { throw WireError(expected: "a sample") }
    self.init(
      time: values[0], firingRate: values[1], fastNorm: values[2], fastShare: values[3])
  }
}

/// Samples a network once a second of an episode.
final class NetworkSampler: EpisodeObserver {
  /// Time from one sample to the next [s].
  private static let interval = 1.0

  private let network: Network
  private let neurons: Int
  private(set) var samples: [NetworkSample] = []
  private var spikes = 0
  private var steps = 0

  init(_ network: Network) {
    self.network = network
    neurons = network.spec.hidden.reduce(0) { $0 + $1.size }
  }

  func episodeDidStart(_ episode: Episode) { (samples, spikes, steps) = ([], 0, 0) }

  func episodeDidStep(_ episode: Episode) {
    steps += 1
    guard episode.time >= Self.interval * Double(samples.count + 1) - 1e-9 else { return }
    let now = network.diagnostics
    let ticks = steps * network.spec.ticksPerStep
    let projections = now.projections
    samples.append(
      NetworkSample(
        time: episode.time, firingRate: Double(now.spikes - spikes) / Double(ticks * neurons),
        fastNorm: projections.reduce(0) { $0 + Double($1.norm * $1.norm) }.squareRoot(),
        fastShare: projections.reduce(0) { $0 + Double($1.effectiveShare) }
          / Double(max(projections.count, 1))))
    (spikes, steps) = (now.spikes, 0)
  }
}

extension NetworkRig {
  /// Runs an episode and records how it went over time.
  func record(_ specification: EpisodeSpecification) -> LifeRecord {
    let (path, sampler) = (PathRecorder(), NetworkSampler(network))
    let result = run(specification, observer: ObserverGroup([path, sampler]))
    return LifeRecord(
      result: result, duration: episode.task.duration, controlPeriod: path.period,
      way: path.way.ahead, drift: path.way.left, samples: sampler.samples)
  }
}
