import Execution
import Foundation
import Policies
import PolicyTraining
import TemporalTasks
import TestSupport
import Testing

@Suite struct EpisodeSetTests {
  /// Answers of an experiment's untrained network.
  private func responses(
    _ experiment: Experiment, _ task: any TemporalTask, noise: Double = 0.1, seed: UInt64 = 3
  ) throws -> [EpisodeResponses] {
    let policy = try Fixture.policy(experiment)
    return try EpisodeSet.heldOut(task, seed: seed, noise: noise)
      .responses(policy.network, policy.parameters, episodes: 20, crew: Crew(workers: 2))
  }

  private func experiment(_ task: any TemporalTask) -> Experiment {
    var experiment = Experiment(TemporalOptions(task))
    experiment.network.hidden = [4]
    return experiment
  }

  /// The whole alphabet holds the test split at its odd places, so a task that is drawn from other
  /// characters asks about others.
  @Test func evaluationDrawsHeldOutCharacters() throws {
    var task = OneShotRecognition()
    task.side = 4
    let experiment = experiment(task)
    let found = try responses(experiment, task)
    var test = task
    test.split = .test
    #expect(try responses(experiment, test) == found, "the split of training does not matter")
    let policy = try Fixture.policy(experiment)
    func run(_ task: OneShotRecognition) throws -> [EpisodeResponses] {
      let seed = EpisodeSeeds.evaluation(3, episode: 0)
      return try EpisodeSet(task, seed: seed, noise: 0.1)
        .responses(policy.network, policy.parameters, episodes: 20, crew: Crew(workers: 1))
    }
    #expect(try run(test) == found)
    #expect(try run(task) != found)
  }

  @Test func episodesDifferWithSeedAndKeepTheirTargetsUnderNoise() throws {
    let task = CueAccumulation()
    let experiment = experiment(task)
    let found = try responses(experiment, task)
    #expect(try responses(experiment, task, seed: 4).map(\.targets) != found.map(\.targets))
    let noisy = try responses(experiment, task, noise: 3)
    #expect(noisy.map(\.targets) == found.map(\.targets))
    let other = CueAssociation()
    #expect(
      try responses(self.experiment(other), other, noise: 3)
        != responses(self.experiment(other), other))
  }

  @Test func unbearableNoiseIsNoCrash() throws {
    for task in [CueAccumulation(), CueAssociation(), OneShotRecognition()] as [any TemporalTask] {
      let found = try responses(experiment(task), task, noise: 1e300)
      #expect(found.count == 20 && TaskScore(found).accuracy.isFinite)
    }
  }

  /// Terabytes, that nothing takes.
  @Test(arguments: Fixture.taskTrainers) func whatCannotFitIsRefused(kind: TrainerKind) throws {
    var task = CueAccumulation()
    (task.delayTicks, task.groupSize) = (100_000, 10)
    var experiment = Experiment(TemporalOptions(task))
    experiment.trainer = kind
    experiment.network.hidden = [4096, 4096, 4096, 4096]
    let start = ContinuousClock.now
    let error = #expect(throws: ExperimentError.self) {
      try TrainingLoop(experiment: experiment, model: nil, workers: 1024)
    }
    #expect(ContinuousClock.now - start < .seconds(2))
    let text = error?.description ?? ""
    #expect(error?.key == "network.hidden")
    #expect(text.contains("[4096, 4096, 4096, 4096]") && text.contains("GiB"), "\(text)")
    #expect(text.contains("1024 workers over 100080 ticks"), "\(text)")
    #expect(!text.contains("\n"))
  }
}
