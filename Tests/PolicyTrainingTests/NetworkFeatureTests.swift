import Locomotion
import NumericalMethods
import Policies
import SpikingNetworks
import TestSupport
import Testing
@testable import PolicyTraining

/// Trainers on networks with trained time constants, tied rules and modulation by an error.
@Suite struct NetworkFeatureTests {
  private static let range = TimeConstantRange(shortest: 5, longest: 300)
  private static let trained = [
    "network.adaptation=0.05", "network.adaptation_time_constants=[5, 300]",
    "network.slow_trace_time_constants=[5, 300]", "network.plastic=[]",
  ]
  private static let kinds: Set<ParameterLayout.Role> = [
    .adaptationStrength, .adaptationDecay, .slowWeight, .slowDecay,
  ]

  /// Slices of those roles that two generations move.
  private func moved(_ experiment: Experiment) throws -> Set<ParameterLayout.Role> {
    let model = try experiment.robot.map { try Fixture.robot($0) }
    let loop = try TrainingLoop(experiment: experiment, model: model, workers: 1)
    let start = loop.state.optimiser.parameters
    for _ in 0..<2 { _ = try loop.step() }
    let end = loop.state.optimiser.parameters
    let slices = loop.network.layout.slices.filter { Self.kinds.contains($0.role) }
    return Set(slices.filter { start[$0.range] != end[$0.range] }.map(\.role))
  }

  @Test(arguments: [
    "gait", "gait by policy gradient", "task by gradient", "task by evolution",
  ])
  func trainersMoveTimeConstants(name: String) throws {
    let training = try #require(Fixture.trainings.first { $0.name == name })
    let experiment = try ExperimentFile.set(Self.trained, on: training.experiment(1, 3))
    #expect(try moved(experiment) == Self.kinds)
  }

  /// Noise in the readout's current says nothing of a time constant.
  @Test(arguments: ["gait by perturbation", "task by perturbation"])
  func perturbationMovesTheirWeightsAlone(name: String) throws {
    let training = try #require(Fixture.trainings.first { $0.name == name })
    let experiment = try ExperimentFile.set(Self.trained, on: training.experiment(1, 3))
    #expect(try moved(experiment) == [.slowWeight])
  }

  /// Segments begin from the stored state, slow traces and adaptation included: replayed under the
  /// policy that acted in them they repeat its lives.
  @Test(arguments: [1, 3])
  func replayRepeatsTheLives(segment: Int) throws {
    let plastic = PlasticitySpec(gate: .eligibility, granularity: .joint, initialRate: 0.3)
    let spec = NetworkSpec(
      inputs: 4, outputs: 1, ticksPerStep: 4,
      hidden: [
        PopulationSpec(
          size: 16, adaptation: AdaptationSpec(strength: 0.05, timeConstants: Self.range),
          inputPlasticity: plastic)
      ], readout: ReadoutSpec(gain: 0.5, slowTraces: Self.range),
      modulationError: MeasuredError(target: 1, measured: 3), inputGain: 1.5,
      inputKinds: [0, 1, 0, 1])
    var options = PolicyGradientOptions()
    (options.segment, options.epochs, options.minibatches) = (segment, 1, 1)
    (options.learningRate, options.episodes, options.duration) = (1e-30, 3, 10)
    options.criticHidden = [8]
    var stream = RandomStream(seed: 5, purpose: .initialParameters)
    let initial = spec.layout.slices.flatMap { slice in
      slice.range.map { _ in 0.7 * Float(stream.gaussian()) }
    }
    var policy = PolicyGradient(
      initial: initial, scales: initial.map { _ in 1 }, actions: 1,
      criticInputs: CartPole.inputs + 1, seed: 5, options)
    let learner = try PolicyLearner(spec, options, seed: 5, generations: 80, workers: 1) {
      CartPoleEnvironment(seed: 5, duration: 10)
    }
    let lives = try learner.live(policy, nil)
    let outcome = try learner.learn(&policy, from: lives.map(\.trajectory), normaliser: nil)
    #expect(outcome.report.divergence < 1e-12)
    #expect(outcome.report.clipShare == 0)
    #expect(outcome.gradientNorm > 0)
  }
}
