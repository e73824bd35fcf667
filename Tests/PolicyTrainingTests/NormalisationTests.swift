import EvolutionStrategies
import Execution
import FileFormats
import Foundation
import Locomotion
import NeuralControl
import NumericalMethods
import Policies
import PolicyTraining
import SpikingNetworks
import TestSupport
import Testing

/// Observations normalised by their moments in training. That runs are the same for any workers and
/// interruptions is tested with all others in `TrainingRunTests`.
@Suite struct NormalisationTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A controller that writes down what its network is shown.
  private final class Notebook: Controller {
    let controller: NetworkController
    var rows: [Float] = []

    init(_ controller: NetworkController) { self.controller = controller }
    func reset() { controller.reset() }
    func reset(seed: UInt64) { controller.reset(seed: seed) }
    func act(
      observation: UnsafeBufferPointer<Float>, action: UnsafeMutableBufferPointer<Float>
    ) {
      rows += observation
      controller.act(observation: observation, action: action)
    }
  }

  private func trainer(_ experiment: Experiment) throws -> TrainingLoop {
    try TrainingLoop(experiment: experiment, model: Fixture.robot("ant"), workers: 2)
  }

  private func evolution() -> Experiment { Fixture.normalised[0].experiment(1, 4) }

  /// All that the candidates of the coming generation will see, each in a network of its own.
  private func observations(_ trainer: TrainingLoop) throws -> (rows: [Float], rewards: [Double]) {
    guard let search = trainer.state.optimiser as? SubspaceSearch,
      case .locomotion(let task) = trainer.experiment.task, let model = trainer.model
    else { return ([], []) }
    let episode = Episode(model: model, task: task)
    var (rows, rewards): ([Float], [Double]) = ([], [])
    for candidate in 0..<search.populationSize {
      let network = try Network(spec: trainer.network)
      network.load(search.candidate(candidate).span)
      let notebook = Notebook(NetworkController(network, normaliser: trainer.state.normaliser))
      let lives = (0..<trainer.experiment.evolution.episodes).map { life in
        let seed = EpisodeSeeds.training(
          trainer.experiment.seed, generation: trainer.generation, episode: life)
        return episode.run(notebook, EpisodeSpecification(seed: seed)).reward
      }
      rows += notebook.rows
      rewards.append(Statistics.mean(lives))
    }
    return (rows, rewards)
  }

  /// After each generation μ and σ are those of all observations so far, and each generation is run
  /// with those of the ones before.
  @Test func momentsAreThoseOfAllObservations() throws {
    let trainer = try trainer(evolution())
    let channels = trainer.network.inputs
    #expect(trainer.state.normaliser == nil)
    var all: [Float] = []
    for _ in 0..<3 {
      let (rows, rewards) = try observations(trainer)
      let report = try trainer.step()
      #expect(report.gait?.rewardMean == Statistics.mean(rewards), "run behind the normaliser")
      all += rows
      let normaliser = try #require(trainer.state.normaliser)
      #expect(normaliser.count == Double(all.count / channels))
      for channel in 0..<channels {
        let values = stride(from: channel, to: all.count, by: channels).map { Double(all[$0]) }
        #expect(abs(normaliser.means[channel] - Statistics.mean(values)) < 1e-12)
        let deviation = Statistics.standardDeviation(values, degreesOfFreedomRemoved: 0)
        let expected = deviation < ObservationNormaliser.leastDeviation ? 1 : deviation
        #expect(abs(normaliser.deviations[channel] - expected) < 1e-9)
      }
    }
    #expect(trainer.state.normaliser?.deviations.last == 1, "the command is constant")
  }

  /// Every trainer learns with it and keeps it: a saved policy lives its lives again.
  @Test(arguments: Fixture.normalised) func aSavedPolicyKeepsIt(of training: Training) throws {
    let experiment = training.experiment(1, 2)
    let run = try TrainingRun(
      experiment: experiment, model: Fixture.robot("ant"),
      directory: RunDirectory(path: folder.file("run")), workers: 1, version: "0",
      commit: "unknown")
    _ = try run.train(until: Interruption()) { _, _ in }
    let policy = try run.finish()
    let back = try Policy(path: run.directory.policy)
    let normaliser = try #require(back.normaliser)
    #expect(normaliser == run.loop.state.bestNormaliser && policy.normaliser == normaliser)
    #expect(try back.encoded() == AtomicFile.read(run.directory.policy))
    let (robot, task) = try back.requireLocomotion(path: "")
    func digest(_ policy: Policy) throws -> String {
      Episode(model: robot, task: task)
        .run(try policy.makeController(), EpisodeSpecification(seed: 3)).digest
    }
    #expect(try digest(back) == digest(policy))
    var without = back
    without.normaliser = nil
    #expect(try digest(without) != digest(back))
  }

  /// The best parameters keep what they were selected with, not what came later.
  @Test func theBestParametersKeepTheirNormaliser() throws {
    var experiment = evolution()
    experiment.evaluation.selectionInterval = 1
    let trainer = try trainer(experiment)
    for _ in 0..<4 {
      let before = trainer.state
      _ = try trainer.step()
      let after = trainer.state
      let isBetter = after.bestGeneration > before.bestGeneration
      #expect(after.bestNormaliser == (isBetter ? after.normaliser : before.bestNormaliser))
      #expect(after.normaliser != before.normaliser)
    }
  }

  @Test func withoutItNothingIsKept() throws {
    let trainer = try trainer(Fixture.experiment())
    _ = try trainer.step()
    #expect(trainer.state.observations == nil && trainer.state.normaliser == nil)
    let file = try SafeTensors(decoding: Fixture.policy().encoded(), path: "")
    #expect(file.metadata["observation_normaliser"] == nil)
  }

  /// Training goes on from a policy's moments; without the option they stay as they are.
  @Test func aStartBringsItsNormaliser() throws {
    let first = try trainer(evolution())
    _ = try first.step()
    var policy = try Fixture.policy(evolution())
    policy.normaliser = first.state.normaliser
    let path = folder.file("start.safetensors")
    try AtomicFile.write(policy.encoded(), to: path)
    var experiment = evolution()
    experiment.start = path
    let learning = try trainer(experiment)
    #expect(learning.state.normaliser == policy.normaliser)
    _ = try learning.step()
    let count = try #require(policy.normaliser).count
    #expect(try #require(learning.state.normaliser).count == 2 * count)

    experiment.network.normaliseObservations = false
    let frozen = try trainer(experiment)
    _ = try frozen.step()
    #expect(frozen.state.normaliser == policy.normaliser)
    #expect(frozen.state.bestNormaliser == policy.normaliser)
  }

  @Test func whatCannotBeNormalisedIsRefused() throws {
    let path = folder.file("start.safetensors")
    try AtomicFile.write(Fixture.policy().encoded(), to: path)
    var experiment = evolution()
    experiment.start = path
    let error = #expect(throws: ExperimentError.self) { try trainer(experiment) }
    #expect(error?.key == "network.normalise_observations")
    #expect(error?.expected.contains(path) == true)
    let temporal = #expect(throws: ExperimentError.self) {
      try ExperimentFile.set(
        "network.normalise_observations=true", on: Fixture.taskExperiment())
    }
    #expect(temporal?.key == "network.normalise_observations")
  }

  @Test(arguments: [
    ("{\"count\":2,\"mean\":[NaN],\"deviation\":[1]}", ""),
    ("{\"count\":2,\"mean\":[1e99],\"deviation\":[1]}", "mean: finite"),
    ("{\"count\":2,\"mean\":[0],\"deviation\":[0]}", "deviation: finite"),
    ("{\"count\":2,\"mean\":[0],\"deviation\":[-1]}", "deviation: finite"),
    ("{\"count\":2,\"mean\":[0],\"deviation\":[1e-200]}", "deviation: finite"),
    ("{\"count\":2,\"mean\":[0],\"deviation\":[1,1]}", "deviation: 1 numbers"),
    ("{\"count\":0,\"mean\":[0],\"deviation\":[1]}", "count: a number above 0"),
    ("{\"count\":2,\"mean\":[0],\"deviation\":[1]}", ""),
    ("{\"count\":2,\"mean\":[0]}", ""), ("[]", ""), ("", ""),
  ])
  func damageIsLocated(text: String, expected: String) throws {
    var file = try SafeTensors(decoding: Fixture.policy(evolution()).encoded(), path: "")
    file.metadata["observation_normaliser"] = text
    let path = folder.file("p.safetensors")
    try AtomicFile.write(file.encoded(), to: path)
    let error = #expect(throws: SafeTensorsError.self) { try Policy(path: path) }
    #expect(error?.path == path && error?.place == "metadata observation_normaliser")
    let isTold = error?.expected.contains(expected) == true || expected.isEmpty
    #expect(isTold, "\(error?.description ?? "")")
    #expect(error?.description.contains("\n") == false)
  }

  @Test func aTaskHasNone() throws {
    var policy = try Fixture.policy(Fixture.taskExperiment())
    policy.normaliser = ObservationNormaliser(count: 1, means: [0], deviations: [1])
    let path = folder.file("p.safetensors")
    try AtomicFile.write(policy.encoded(), to: path)
    let error = #expect(throws: SafeTensorsError.self) { try Policy(path: path) }
    #expect(error?.place == "metadata observation_normaliser")
  }

  /// A checkpoint whose moments are missing, unasked for, or of another network is refused.
  @Test func aCheckpointThatDoesNotFitIsRefused() throws {
    let model = try Fixture.robot("ant")
    let trainer = try trainer(evolution())
    _ = try trainer.step()
    func refuse(_ change: (inout Experiment, inout TrainingState) -> Void) {
      var (experiment, state) = (trainer.experiment, trainer.state)
      change(&experiment, &state)
      let checkpoint = Checkpoint(
        experiment: experiment, robotDigest: model.digest, state: state, wall: 0)
      #expect(throws: CheckpointError.self) {
        try TrainingRun(
          experiment: experiment, model: model, directory: RunDirectory(path: folder.file("run")),
          workers: 1, resuming: checkpoint, version: "0", commit: "unknown")
      }
    }
    refuse { $1.observations = nil }
    refuse { experiment, _ in experiment.network.normaliseObservations = false }
    refuse { $1.observations = RunningMoments(channels: 3) }
    let other = ObservationNormaliser(count: 1, means: [0], deviations: [1])
    refuse { $1.normaliser = other }
    refuse { $1.bestNormaliser = other }
  }
}
