import Foundation
import NumericalMethods
import Policies
import PolicyTraining
import SpikingNetworks
import TemporalTasks

/// A task with a little network for it.
public struct TaskCase: Sendable, CustomStringConvertible {
  public let name: String
  public let episodes: EpisodeSet
  public let spec: NetworkSpec

  public var description: String { name }

  /// - Parameter change: from a recurrent network of 8 without plasticity.
  public init(
    _ name: String, _ task: any TemporalTask, noise: Double = 0.2,
    _ change: (inout NetworkOptions) -> Void = { _ in }
  ) {
    self.name = name
    episodes = EpisodeSet(task, seed: 3, noise: noise)
    var options = Fixture.taskExperiment().network
    (options.plastic, options.readoutGain, options.inputGain) = ([], 0.5, 1.5)
    change(&options)
    spec = options.specification(inputs: task.inputs, outputs: task.outputs)
  }

  public static let all = [
    TaskCase("fixed weights", association()),
    TaskCase("plastic readout", association()) { $0.plastic = [.readout] },
    TaskCase("plastic input, a cleared state", association { $0.clearsState = true }) {
      ($0.plastic, $0.rule, $0.gate) = ([.input, .recurrent], .hebbian, .eligibility)
    },
    TaskCase("reward", association { ($0.feedback, $0.guessWeight) = (.reward, 0.5) }) {
      ($0.plastic, $0.modulation) = ([.input], .external)
    },
    TaskCase("reversal, two populations", association { ($0.reversal, $0.showings) = (true, 4) }) {
      ($0.hidden, $0.plastic, $0.rule) = ([6, 5], [.input, .readout], .bcm)
    },
    TaskCase("rehearsals, population code", recognition()) { $0.encoding = .population },
    TaskCase("random spikes", recognition()) { $0.encoding = .stochasticPopulation },
    TaskCase("accumulation", accumulation(), noise: 1),
    TaskCase("trajectory", pattern()),
  ]

  private static func association(
    _ change: (inout CueAssociation) -> Void = { _ in }
  ) -> CueAssociation {
    var task = CueAssociation()
    (task.cues, task.classes, task.dimension, task.showings) = (3, 3, 6, 2)
    change(&task)
    return task
  }

  private static func recognition() -> OneShotRecognition {
    var task = OneShotRecognition()
    (task.ways, task.side, task.rehearsalWeight) = (3, 4, 0.5)
    return task
  }

  private static func pattern() -> PatternSpikeTrain {
    var task = PatternSpikeTrain()
    (task.channels, task.densities, task.length) = (6, 2, 60)
    return task
  }

  private static func accumulation() -> CueAccumulation {
    var task = CueAccumulation()
    (task.cues, task.groupSize, task.delayTicks) = (3, 3, 5)
    return task
  }

  public func batch(size: Int) throws -> TaskBatch {
    try TaskBatch(spec: spec, size: size, ticks: episodes.task.ticks)
  }

  public func parameters() -> [Float] {
    var stream = RandomStream(seed: 4, purpose: .initialParameters)
    return spec.initialParameters { Float(stream.gaussian()) }
  }

  public func targets(_ index: Int) -> [Int] { episodes.episode(index).queries.map(\.target) }

  /// Mean of each output over the query's ticks.
  public func means(_ query: Query, outputs: (Int, Int) -> Double) -> [Double] {
    (0..<spec.outputs).map { k in Statistics.mean(query.ticks.map { outputs($0, k) }) }
  }

  /// Σ (g o − y)² over Σ (y − ȳ)² of a trajectory.
  public func trajectoryError(_ target: TargetTrajectory, outputs: (Int, Int) -> Double) -> Double {
    var (miss, spread) = (0.0, 0.0)
    for k in 0..<spec.outputs {
      let y = target.ticks.map { Double(target.values[$0 * spec.outputs + k]) }
      for t in target.ticks {
        let error = Double(spec.readout.gain) * outputs(t, k) - y[t]
        miss += error * error
        spread += (y[t] - Statistics.mean(y)) * (y[t] - Statistics.mean(y))
      }
    }
    return miss / spread
  }

  /// −ln of the target's share under softmax(g · means).
  public func crossEntropy(_ means: [Double], _ target: Int) -> Double {
    let shares = means.map { exp(Double(spec.readout.gain) * $0) }
    return -log(shares[target] / shares.reduce(0, +))
  }
}

/// One episode at a time, by the network that walks robots.
extension TaskCase {
  public struct Life {
    public var episode: TaskEpisode
    /// Leaky outputs after each tick.
    public var outputs: [[Float]] = []
    public var responses: [Int?] = []
    public var firingRate = 0.0

    public var record: EpisodeResponses {
      EpisodeResponses(targets: episode.queries.map(\.target), responses: responses)
    }
  }

  /// Whether that network can live it: its state cannot be cleared, nor its random spikes be given
  /// the batch's seeds.
  public var isOnline: Bool {
    episodes.episode(0).resets.isEmpty && spec.populationCode?.spikes != .stochastic
      && episodes.episode(0).trajectory == nil
  }

  public func live(_ parameters: [Float], _ episode: TaskEpisode) throws -> Life {
    let network = try Network(spec: spec)
    network.load(parameters.span)
    var life = Life(episode: episode)
    var action = [Float](repeating: 0, count: spec.outputs)
    for t in 0..<episode.ticks {
      network.externalModulation = life.episode.modulator[t]
      let observation = life.episode.observations[t * episode.inputs..<(t + 1) * episode.inputs]
      Array(observation).withUnsafeBufferPointer {
        network.step(observation: $0.baseAddress!, action: &action)
      }
      life.outputs.append(action.map { atanh($0) / spec.readout.gain })
      for query in episode.queries where query.ticks.upperBound == t + 1 {
        let means = means(query) { t, k in Double(life.outputs[t][k]) }
        life.responses.append(Query.response(means: means.map { Float($0) }))
        life.episode.respond(trial: query.trial, response: life.responses[query.trial])
      }
    }
    let rates = network.diagnostics.populations.enumerated().map { n, population in
      Double(population.firingRate) * Double(spec.hidden[n].size)
    }
    life.firingRate = rates.reduce(0, +) / Double(spec.hidden.reduce(0) { $0 + $1.size })
    return life
  }

  public func loss(_ life: Life) -> Double {
    (life.episode.queries + life.episode.rehearsals).reduce(0) { sum, query in
      let means = means(query) { t, k in Double(life.outputs[t][k]) }
      return sum + Double(query.weight) * crossEntropy(means, query.target)
    }
  }
}
