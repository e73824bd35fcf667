import Locomotion
import Policies
import Testing
@testable import RobustnessEvaluation

@Suite struct SuiteRunnerTests {
  @Test func suitesHaveNamesAndNoConditionTwice() {
    #expect(Set(Suite.all.map(\.name)).count == Suite.all.count)
    for suite in Suite.all {
      let names = suite.conditions.map { Condition.text($0) }
      #expect(Set(names).count == names.count)
      #expect(!names.contains("nominal"))
      let kinds = Set(suite.conditions.joined().map(\.kind))
      if ["quick", "hidden"].contains(suite.name) { continue }
      #expect(kinds == Set(Condition.Kind.allCases), "every kind of condition")
    }
  }

  /// Its trials may only change together with its version and with the cards of the shipped
  /// policies.
  @Test func theQuickSuiteIsWhatCardsSay() {
    let kinds = [
      "friction", "payload", "motor-strength", "dead-joint", "reversed-actuator", "sensor-noise",
      "slope", "rough-ground",
    ]
    #expect(Suite.quick.version == 2)
    #expect(
      Suite.quick.conditions.map { Condition.text($0) }
        == kinds.flatMap { ["\($0):2", "\($0):4"] }
        + ["payload:4@4s", "dead-joint:5@4s", "reversed-actuator:5@4s", "slope:3@4s"])
  }

  @Test func theStandardSuiteHasEverySeverity() {
    let standard = Suite.standard.conditions
    #expect(standard.count == 5 * Condition.Kind.allCases.count && standard.count >= 125)
    #expect(standard.allSatisfy { $0.count == 1 && $0[0].onset == 0 && $0[0].end == nil })
    #expect(Suite.standard.episodes == 10)
    let full = Suite.full.conditions
    #expect(Array(full.prefix(standard.count)) == standard)
    for kind in Condition.Kind.allCases {
      for text in ["2@4s", "4@4s", "2@3s-6s", "4@3s-6s"] {
        #expect(full.contains { Condition.text($0) == "\(kind.rawValue):\(text)" })
      }
    }
    let composed = full.filter { $0.count > 1 }
    #expect(composed.count >= 10)
    #expect(full.joined().allSatisfy { $0.onset < 10 && $0.end ?? 0 < 10 })
  }

  @Test func whatTrainingHadIsNotNew() throws {
    var policy = try Fixture.policy()
    policy.experiment.randomisation.conditions = Condition.placed(.slope, .sensorNoise, .friction)
    let results = try Fixture.runner().run(policy, name: "p")
    let seen = results.filter(\.seenInTraining).map(\.trial.condition)
    #expect(
      Set(seen) == ["nominal", "friction:3", "slope:2+sensor-noise:4@0.25s"],
      "a composition is new where one of its kinds is")
    let summary = SuiteSummary(Fixture.runner(), [("p", results)])
    #expect(
      summary.policies[0].conditions.map(\.seenInTraining) == [true, false, true, false])
  }

  @Test func trialsSharePairedSeeds() {
    let runner = Fixture.runner(episodes: 3)
    let trials = runner.trials(of: Fixture.member("a"))
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
    let rival = runner.trials(of: Fixture.member("b"))
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
    let coarse = SuiteRunner(suite, Fixture.setting(episodes: 1))
    let fine = SuiteRunner(
      suite, Fixture.setting(episodes: 1, physics: PhysicsOptions(stepDivisor: 2)))
    let a = try coarse.run(policy, name: "p")
    let b = try fine.run(policy, name: "p")
    #expect(a[0].digest != b[0].digest)
  }
}
