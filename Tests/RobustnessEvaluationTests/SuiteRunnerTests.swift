import Locomotion
import PolicyTraining
import RobustnessEvaluation
import Testing

@Suite struct SuiteRunnerTests {
  @Test func suitesHaveNamesAndNoConditionTwice() {
    #expect(Set(Suite.all.map(\.name)).count == Suite.all.count)
    for suite in Suite.all {
      let names = suite.conditions.map { Condition.text($0) }
      #expect(Set(names).count == names.count)
      #expect(!names.contains("nominal"))
      let kinds = Set(suite.conditions.joined().map(\.kind))
      #expect(kinds == Set(Condition.Kind.allCases), "every kind of condition")
    }
  }

  @Test func trialsSharePairedSeeds() {
    let runner = Fixture.runner(episodes: 3)
    let trials = runner.trials(of: "a")
    #expect(trials.count == 5 * 3)
    #expect(trials.prefix(3).allSatisfy { $0.conditions.isEmpty && $0.condition == "nominal" })
    let seeds = (0..<3).map { EpisodeSeeds.evaluation(9, episode: $0) }
    #expect(Set(seeds).count == 3)
    for (i, trial) in trials.enumerated() {
      #expect(trial.policy == "a")
      #expect(trial.episode == i % 3)
      #expect(trial.seed == seeds[i % 3])
      if i >= 3 { #expect(trial.conditions == Fixture.suite.conditions[i / 3 - 1]) }
    }
    let rival = runner.trials(of: "b")
    #expect(rival.map(\.seed) == trials.map(\.seed))
    #expect(rival.map(\.conditions) == trials.map(\.conditions))
  }

  @Test func workersDoNotChangeResults() throws {
    let policy = try Fixture.policy()
    let one = try Fixture.runner(workers: 1).run(policy, name: "p")
    let two = try Fixture.runner(workers: 2).run(policy, name: "p")
    let three = try Fixture.runner(workers: 3).run(policy, name: "p")
    #expect(one == two)
    #expect(one == three)
    #expect(Set(one.map(\.digest)).count == one.count, "no two trials are alike")
  }

  /// What a row of `suite.csv` says is enough to live its episode again, alone.
  @Test func anyTrialReplaysToItsDigest() throws {
    let policy = try Fixture.policy()
    let results = try Fixture.runner(workers: 2).run(policy, name: "p")
    let rows = Table.rows(TrialResult.csv(results))
    var (robot, task) = try policy.requireLocomotion(path: "p")
    task.duration = policy.experiment.evaluation.duration
    for row in rows {
      let specification = EpisodeSpecification(
        seed: try #require(UInt64(row["seed"] ?? "")),
        conditions: try Condition.list(parsing: row["condition"] ?? ""))
      let result = Episode(model: robot, task: task)
        .run(try policy.makeController(), specification)
      #expect(result.digest == row["digest"], "\(row["condition"] ?? "")")
      #expect(Double(row["reward"] ?? "") == result.reward)
      #expect(Double(row["distance_m"] ?? "") == result.distance)
    }
  }

  @Test func physicsOptionsReachEveryTrial() throws {
    let policy = try Fixture.policy()
    let suite = Suite(name: "s", version: 1, conditions: [])
    let coarse = SuiteRunner(suite: suite, episodes: 1, seed: 9, workers: 1)
    let fine = SuiteRunner(
      suite: suite, episodes: 1, seed: 9, workers: 1, physics: PhysicsOptions(stepDivisor: 2))
    let a = try coarse.run(policy, name: "p")
    let b = try fine.run(policy, name: "p")
    #expect(a[0].digest != b[0].digest)
  }
}
