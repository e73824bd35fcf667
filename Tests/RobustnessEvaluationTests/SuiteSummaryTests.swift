import Foundation
import Locomotion
import Testing
@testable import RobustnessEvaluation

@Suite struct SuiteSummaryTests {
  static let slope = [Condition(.slope, severity: 2)]
  static let fault = [
    Condition(.deadJoint, severity: 5, onset: 4), Condition(.friction, severity: 1),
  ]
  static let runner = Fixture.runner(
    Suite(name: "hand", version: 4, conditions: [slope, fault]), episodes: 4)

  /// Four nominal trials at speeds 1 2 4 0, then the same under two conditions.
  static func trials(_ name: String, scale: Double = 1) throws -> [TrialResult] {
    func row(_ conditions: [Condition], _ speeds: [Double], falls: Int = 0) throws -> [TrialResult]
    {
      try speeds.enumerated().map { i, speed in
        try Fixture.result(
          conditions, distance: scale * speed, outcome: i < falls ? .tippedOver : .completed,
          policy: name, twin: scale * [1, 2, 4, 0][i])
      }
    }
    var fault = try row(fault, [0, 0.2, 0.8, 0], falls: 2)
    fault[3].outcome = .diverged(.kineticEnergy)
    return try row([], [1, 2, 4, 0], falls: 1) + row(slope, [0.5, 1.5, -3, 9]) + fault
  }

  /// Over the nominal trials that have one, whatever those under conditions have.
  @Test func coneViolationIsThatOfTheNominalTrials() throws {
    var trials = try Self.trials("p")
    for (index, value) in [0.1, nil, 0.3, .nan].enumerated() { trials[index].coneViolation = value }
    for index in 4..<trials.count { trials[index].coneViolation = 1 }
    let nominal = SuiteSummary(Self.runner, [("p", trials)]).policies[0].nominal
    #expect(abs((nominal.coneViolation ?? 0) - 0.2) < 1e-12)
    let record = try Fixture.json(nominal) as? [String: Any]
    #expect(record?["cone_violation"] as? Double == nominal.coneViolation)
  }

  @Test func retainedIsSpeedOverThatOfTheNominalTwin() throws {
    let summary = SuiteSummary(Self.runner, [("p", try Self.trials("p"))])
    #expect(summary.suite == "hand")
    #expect(summary.suiteVersion == 4)
    #expect(summary.seed == 9)
    #expect(summary.comparisons.isEmpty)
    let policy = try #require(summary.policies.first)
    #expect(policy.name == "p")
    #expect(policy.nominal.speedMps == 1.75)
    #expect(policy.nominal.falls == 1)
    #expect(policy.nominal.episodes == 4)
    #expect(policy.nominal.coneViolation == nil, "no trial has a gait")
    #expect(policy.conditions.map(\.name) == ["slope:2", "dead-joint:5@4s+friction:1"])
    #expect(policy.conditions.map(\.severity) == [2, 5])
    #expect(policy.conditions.map(\.falls) == [0, 2])
    #expect(policy.conditions.map(\.diverged) == [0, 1])
    #expect(policy.conditions[0].speedMps == 2)
    // Slope: 0.5, 0.75, 0 (backwards), 0 (its twin stood still); the middle two are 0 and 0.5.
    #expect(policy.conditions[0].retained.estimate == 0.25)
    // Fault: 0, 0.1, 0.2, 0.
    #expect(abs(policy.conditions[1].retained.estimate - 0.05) < 1e-15)
    // All eight: 0 0 0 0 0.1 0.2 0.5 0.75; the middle four are 0 0 0.1 0.2.
    #expect(abs(policy.retained.estimate - 0.075) < 1e-15)
    for estimate in [policy.retained] + policy.conditions.map(\.retained) {
      #expect(estimate.low <= estimate.estimate && estimate.estimate <= estimate.high)
      #expect(estimate.low >= 0 && estimate.high <= 0.75)
    }
  }

  @Test func intervalsShrinkToThePointWhereAllTrialsAgree() throws {
    let runner = Fixture.runner(
      Suite(name: "s", version: 1, conditions: [Self.slope]), episodes: 3)
    let trials =
      try (0..<3).map { _ in try Fixture.result(distance: 2) }
      + (0..<3).map { _ in try Fixture.result(Self.slope, distance: 1, twin: 2) }
    let retained = SuiteSummary(runner, [("p", trials)]).policies[0].retained
    #expect([retained.low, retained.estimate, retained.high] == [0.5, 0.5, 0.5])
  }

  @Test func aPolicyIsNoBetterThanItself() throws {
    let trials = try Self.trials("p")
    let summary = SuiteSummary(Self.runner, [("p", trials), ("q", trials)])
    #expect(summary.comparisons.count == 1)
    #expect(summary.comparisons[0].a == "p")
    #expect(summary.comparisons[0].b == "q")
    let probability = summary.comparisons[0].probabilityOfImprovement
    #expect(probability.estimate == 0.5)
    #expect(probability.low < 0.5 && probability.high > 0.5)
  }

  @Test func improvementIsTheShareOfPairsWon() throws {
    func row(_ speeds: [Double], _ conditions: [Condition] = []) throws -> [TrialResult] {
      try speeds.map { try Fixture.result(conditions, distance: $0) }
    }
    let runner = Fixture.runner(
      Suite(name: "s", version: 1, conditions: [Self.slope]), episodes: 2)
    // Nominal: of (1, 3) against (2, 3), wins 0 1 and ties 0 ½ → 1.5 of 4. Slope: all four won.
    let a = try row([1, 3]) + row([5, 6], Self.slope)
    let b = try row([2, 3]) + row([1, 2], Self.slope)
    let summary = SuiteSummary(runner, [("a", a), ("b", b), ("c", a)])
    #expect(summary.comparisons.map { $0.a + $0.b } == ["ab", "ac", "bc"])
    let estimates = summary.comparisons.map(\.probabilityOfImprovement.estimate)
    #expect(estimates[0] == 0.6875, "the mean of 1.5 / 4 and 1")
    #expect(estimates[1] == 0.5)
    #expect(abs(estimates[0] + estimates[2] - 1) < 1e-15)
  }

  @Test func sameTrialsSameSummary() throws {
    let results = [
      ("p", try Self.trials("p")), ("q", try Self.trials("q", scale: 2)),
    ]
    #expect(SuiteSummary(Self.runner, results) == SuiteSummary(Self.runner, results))
  }

  @Test func keysThatScriptsRelyOn() throws {
    let results = [
      ("p", try Self.trials("p")), ("q", try Self.trials("q", scale: 2)),
    ]
    let summary = SuiteSummary(Self.runner, results)
    let json = try #require(try Fixture.json(summary) as? [String: Any])
    #expect(json["suite"] as? String == "hand")
    #expect(json["suite_version"] as? Int == 4)
    let policy = try #require((json["policies"] as? [[String: Any]])?.first)
    #expect(policy["name"] as? String == "p")
    let nominal = try #require(policy["nominal"] as? [String: Any])
    #expect(Set(nominal.keys) == ["speed_mps", "speed_error_mps", "falls", "diverged", "episodes"])
    for key in ["mean", "median", "optimality_gap"] {
      let interval = try #require(policy[key] as? [String: Any])
      #expect(Set(interval.keys) == ["estimate", "low", "high"])
    }
    let profile = try #require(policy["profile"] as? [String: [Double]])
    #expect(Set(profile.keys) == ["thresholds", "shares", "low", "high"])
    #expect(Set(profile.values.map(\.count)).count == 1)
    let survived = try #require((policy["survived"] as? [[String: Any]])?.first)
    #expect(Set(survived.keys) == ["name", "severity", "tried"])
    let definitions = try #require(json["definitions"] as? [String: Double])
    #expect(
      definitions == [
        "survived_retained_iqm": 0.5, "survived_failures_share": 0.1, "recovered_speed_share": 0.9,
        "recovery_smoothing_s": 1, "optimality_target": 1,
      ])
    let retained = try #require(policy["retained"] as? [String: Any])
    #expect(Set(retained.keys) == ["iqm", "low", "high"])
    let condition = try #require((policy["conditions"] as? [[String: Any]])?.first)
    let keys: Set = [
      "name", "kind", "severity", "onset_s", "speed_mps", "speed_error_mps", "retained", "falls",
      "diverged", "recovered", "seen_in_training",
    ]
    #expect(Set(condition.keys) == keys)
    let fallen = try #require((policy["conditions"] as? [[String: Any]])?.last)
    #expect(Set(fallen.keys) == keys.union(["time_to_fall_s"]))
    #expect(condition["seen_in_training"] is Bool)
    let comparison = try #require((json["comparisons"] as? [[String: Any]])?.first)
    let probability = try #require(comparison["probability_of_improvement"] as? [String: Any])
    #expect(Set(probability.keys) == ["estimate", "low", "high"])
    #expect(comparison["probability_of_retaining_more"] is [String: Any])
  }

  /// A state that is no longer finite must not keep the table from being written.
  @Test func divergedTrialsKeepTheSummaryFinite() throws {
    var trials = try Self.trials("p")
    for i in [1, 5] {
      trials[i] = try Fixture.result(
        trials[i].trial.conditions, distance: .nan, outcome: .diverged(.nonFiniteState),
        twin: trials[i].twinSpeed)
    }
    let summary = SuiteSummary(Self.runner, [("p", trials), ("q", trials)])
    #expect(summary.policies[0].nominal.speedMps == 1.25)
    #expect(summary.policies[0].retained.estimate.isFinite)
    _ = try JSONEncoder().encode(summary)
  }

  /// However far the simulation threw a robot, its trial is worth nothing.
  @Test func aDivergedTrialIsAFailureAndNoGoodScore() throws {
    let thrown = try Fixture.result(
      Self.slope, distance: 900, outcome: .diverged(.kineticEnergy), twin: 1)
    #expect(thrown.speed == 0 && thrown.retained == 0 && thrown.hasFailed)
    let backwards = try Fixture.result(Self.slope, distance: -1, twin: 1)
    #expect(thrown.rank < backwards.rank, "worse than walking backwards")
    let runner = Fixture.runner(
      Suite(name: "s", version: 1, conditions: [Self.slope]), episodes: 1)
    let nominal = try Fixture.result(distance: 1)
    let summary = SuiteSummary(
      runner, [("a", [nominal, thrown]), ("b", [nominal, backwards])])
    #expect(summary.comparisons[0].probabilityOfImprovement.estimate == 0.25, "a tie and a loss")
    #expect(summary.policies[0].conditions[0].diverged == 1)
    #expect(summary.policies[0].survived[0].severity == 0)
    #expect(summary.policies[0].optimalityGap.estimate == 1)
    let twin = try Fixture.result(distance: 900, outcome: .diverged(.kineticEnergy))
    #expect(twin.retained == 0, "nothing is retained of a twin that diverged")
  }

  @Test func aggregatesAreOverAllButTheNominalTrials() throws {
    let policy = SuiteSummary(Self.runner, [("p", try Self.trials("p"))]).policies[0]
    // Retained: 0.5 0.75 0 0 and 0 0.1 0.2 0.
    #expect(abs(policy.mean.estimate - 1.55 / 8) < 1e-15)
    #expect(abs(policy.median.estimate - 1.55 / 8) < 1e-15, "the middle of two means")
    #expect(abs(policy.optimalityGap.estimate - (1 - 1.55 / 8)) < 1e-15)
    let profile = policy.profile
    let at = { profile.shares[profile.thresholds.firstIndex(of: $0)!] }
    #expect([at(0), at(0.1), at(0.5), at(0.75), at(1)] == [0.5, 0.375, 0.125, 0, 0])
    for i in profile.shares.indices {
      #expect(profile.low[i] <= profile.shares[i] && profile.shares[i] <= profile.high[i])
    }
  }
}
