import Locomotion
import NeuralControl
import NumericalMethods
import Policies
import SpikingNetworks

/// A robot's life under noise, learning from the reward of its control steps.
final class GaitTrial: EpisodeObserver {
  private let network: Network
  private let options: PerturbationOptions
  /// Reward of each control step without noise; none where there is no twin.
  private var baseline: [Double] = []
  private var rewards: [Double] = []
  private var estimate: TrialEstimate
  /// Weights that change while the robot walks, those that it began with, and η.
  private var parameters: [Float]
  private var start: [Float]
  private var learningRate = 0.0
  /// Places of parameters that stay.
  private let frozen: [Range<Int>]
  /// Sees the life under noise besides; nil for nobody.
  private var witness: (any EpisodeObserver)?

  /// - Parameter frozen: places of parameters that do not change while the robot walks.
  init(_ network: Network, _ options: PerturbationOptions, frozen: [Range<Int>]) {
    (self.network, self.options, self.frozen) = (network, options, frozen)
    (parameters, start) = ([], [])
    estimate = TrialEstimate(parameters: 0, isComplete: true)
  }

  /// The result of an episode.
  struct Outcome: Sendable {
    let result: EpisodeResult
    let estimate: TrialEstimate
    /// Weights at its end minus those at its start; empty unless they change online.
    let displacement: [Float]
    let firingRate: Double
    /// Control steps of the life and its twin.
    let steps: Int
    /// Moments of the life's observations, its twin's not included; nil unless asked for.
    let observed: RunningMoments?
  }

  /// Lives once without noise, if the baseline is a twin, and once with.
  /// - Parameters:
  ///   - learningRate: η of weights that change online.
  ///   - observer: sees the life under noise.
  func live(
    _ parameters: [Float], _ episode: Episode, _ controller: NetworkController,
    _ specification: EpisodeSpecification, learningRate: Double,
    observer: (any EpisodeObserver)? = nil
  ) -> Outcome {
    guard let perturbation = network.perturbation else {
      preconditionFailure("a network with noise")
    }
    let hasTwin = options.baseline == .twin
    let driver = controller.compensated(episode.model, of: episode.task)
    network.load(parameters.span)
    perturbation.isActive = false
    rewards = []
    if hasTwin { _ = episode.run(driver, specification, observer: self) }
    (baseline, rewards) = (rewards, [])
    estimate = TrialEstimate(parameters: parameters.count, isComplete: hasTwin)
    (self.parameters, start, self.learningRate) = (parameters, parameters, learningRate)
    perturbation.isActive = true
    perturbation.seed = EpisodeSeeds.empiricSynapses(specification.seed, episode: 0)
    witness = observer
    let result = episode.run(driver, specification, observer: self)
    witness = nil
    if options.form == .episodic {
      estimate.add(
        rewards.reduce(0, +) - baseline.reduce(0, +), perturbation)
    }
    perturbation.isActive = false
    return Outcome(
      result: result, estimate: estimate,
      displacement: options.online ? zip(self.parameters, parameters).map { $0 - $1 } : [],
      firingRate: network.firingRate, steps: baseline.count + rewards.count,
      observed: controller.observed)
  }

  func episodeDidStart(_ episode: Episode) { witness?.episodeDidStart(episode) }

  func episodeDidStep(_ episode: Episode) {
    witness?.episodeDidStep(episode)
    let step = rewards.count
    rewards.append(episode.stepReward)
    guard let perturbation = network.perturbation, perturbation.isActive,
      options.form == .continuing
    else { return }
    // Past the twin's fall a step earns what the twin would have earned there: nothing.
    let twin = baseline.indices.contains(step) ? baseline[step] : 0
    guard options.online else { return estimate.add(episode.stepReward - twin, perturbation) }
    change(by: episode.stepReward - expected(step, twin), perturbation)
  }

  /// r̄ of a control step: the twin's, or the mean of those before.
  private func expected(_ step: Int, _ twin: Double) -> Double {
    guard baseline.isEmpty else { return twin }
    return step == 0 ? rewards[0] : rewards[..<step].reduce(0, +) / Double(step)
  }

  /// W ← W + η (r − r̄) e/σ², at once.
  private func change(by advantage: Double, _ perturbation: Perturbation) {
    guard advantage.isFinite else { return }
    parameters.withUnsafeMutableBufferPointer {
      perturbation.addGradient(scaledBy: Float(learningRate * advantage), to: $0)
    }
    for range in frozen {
      for index in range { parameters[index] = start[index] }
    }
    parameters.withUnsafeBufferPointer { network.adopt($0.span) }
  }
}
