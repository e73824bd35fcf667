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
    let summary = SuiteSummary(
      Self.runner, [("p", try Self.trials("p")), ("q", try Self.trials("q"))])
    #expect(summary.comparisons.count == 1)
    #expect(summary.comparisons[0].a == "p")
    #expect(summary.comparisons[0].b == "q")
    let probability = summary.comparisons[0].probabilityOfImprovement
    #expect(probability.estimate == 0.5)
    let bounds = try #require(probability.bounds)
    #expect(bounds.low <= 0.5 && bounds.high >= 0.5)
    #expect(summary.comparisons[0].differenceMps.estimate == 0)
  }

  /// Only trials in the same episode are compared, and the nominal world is not among them.
  @Test func improvementIsTheShareOfPairedTrialsWon() throws {
    func row(
      _ policy: String, _ speeds: [Double], _ conditions: [Condition] = []
    ) throws -> [TrialResult] {
      try speeds.map { try Fixture.result(conditions, distance: $0, policy: policy) }
    }
    let runner = Fixture.runner(
      Suite(name: "s", version: 1, conditions: [Self.slope, Self.fault]), episodes: 2)
    // Slope: (5, 3) against (1, 6) wins one of two; fault: (1, 3) against (1, 2), a tie and a win.
    let a = { (name: String) in
      try row(name, [1, 3]) + row(name, [5, 3], Self.slope) + row(name, [1, 3], Self.fault)
    }
    let b = try row("b", [9, 9]) + row("b", [1, 6], Self.slope) + row("b", [1, 2], Self.fault)
    let summary = SuiteSummary(runner, [("a", try a("a")), ("b", b), ("c", try a("c"))])
    #expect(summary.comparisons.map { $0.a + $0.b } == ["ab", "ac", "bc"])
    let estimates = summary.comparisons.map(\.probabilityOfImprovement.estimate)
    #expect(estimates == [0.625, 0.5, 0.375], "the mean of 1/2 and 3/4")
    let pair = summary.comparisons[0]
    #expect(abs(pair.differenceMps.estimate - 0.5) < 1e-15)
    #expect(pair.gains.estimate == 0.5 && pair.losses.estimate == 0.25)
    #expect(pair.conditions.map(\.differenceMps.estimate) == [0.5, 0.5])
    #expect(
      pair.conditions.map(\.gains) == [0.5, 0.5] && pair.conditions.map(\.losses) == [0.5, 0])
    #expect(pair.differenceMps.covers == .none, "two episodes")
  }

  /// An arm's policies count as its training seeds, in whatever order arms come.
  @Test func armsOfSeveralTrainingSeeds() throws {
    func policy(_ arm: String, _ seed: Int, _ speed: Double) throws -> (String, [TrialResult]) {
      let conditions: [[Condition]] = [[], Self.slope, Self.fault]
      let trials = try conditions.flatMap { conditions in
        try (0..<4).map { episode in
          var result = try Fixture.result(conditions, distance: speed + 0.01 * Double(episode))
          result.trial.member = ArmMember(
            arm: arm, policy: "\(arm)\(seed)", trainingSeed: UInt64(seed))
          result.trial.episode = episode
          return result
        }
      }
      return ("\(arm)\(seed)", trials)
    }
    let results =
      try [1.0, 1.1, 1.2].enumerated().map { try policy("plastic", $0.offset, $0.element) }
      + [0.5, 0.6, 0.7, 0.8].enumerated().map { try policy("fixed", $0.offset, $0.element) }
    let summary = SuiteSummary(
      Self.runner, results, headroom: HeadroomArms(oracle: "plastic", nominal: "fixed"))
    #expect(summary.arms.map(\.name) == ["plastic", "fixed"])
    #expect(summary.arms.map(\.trainingSeeds) == [[0, 1, 2], [0, 1, 2, 3]])
    #expect(summary.policies.count == 7 && summary.comparisons.count == 1)
    let arm = summary.arms[0]
    #expect(abs(arm.overall.primaryMps.estimate - 1.115) < 1e-12)
    #expect(arm.overall.primaryMps.covers == .trainingSeeds && arm.overall.failed == 0)
    let pair = summary.comparisons[0]
    #expect(abs(pair.differenceMps.estimate - 0.45) < 1e-12)
    // Two means of independent training seeds: √(0.01/3 + 0.0166…/4).
    let error = (0.01 / 3 + 0.05 / 3 / 4).squareRoot()
    #expect(abs((pair.differenceMps.standardError ?? 0) - error) < 1e-9)
    #expect(pair.conditions.allSatisfy { ($0.adjustedP ?? 1) < 0.05 && $0.hasHeadroom == true })
    #expect(summary.headroom?.conditions.map(\.condition) == arm.conditions.map(\.name))
    let alone = SuiteSummary(Self.runner, results)
    #expect(alone.headroom == nil && alone.comparisons[0].conditions[0].hasHeadroom == nil)
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
        "recovery_smoothing_s": 1, "optimality_target": 1, "gain_mps": 0.2,
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
    let keysOfMeans: Set = [
      "estimate", "covers", "low", "high", "t", "bootstrap", "standard_error",
      "degrees_of_freedom",
    ]
    #expect(Set(probability.keys) == keysOfMeans)
    #expect(
      Set(comparison.keys) == [
        "a", "b", "difference_mps", "probability_of_improvement", "gains", "losses", "conditions",
      ])
    let arm = try #require((json["arms"] as? [[String: Any]])?.first)
    #expect(
      Set(arm.keys) == [
        "name", "policies", "training_seeds", "nominal", "overall", "conditions",
      ])
    let overall = try #require(arm["overall"] as? [String: Any])
    #expect(
      Set(overall.keys) == ["name", "primary_mps", "primary_iqm_mps", "failed", "retained"])
    #expect((json["primary"] as? [String: Double]) == ["settling_s": 1])
  }

  /// A state that is no longer finite must not keep the table from being written.
  @Test func divergedTrialsKeepTheSummaryFinite() throws {
    var trials = try Self.trials("p")
    for i in [1, 5] {
      trials[i] = try Fixture.result(
        trials[i].trial.conditions, distance: .nan, outcome: .diverged(.nonFiniteState),
        twin: trials[i].twinSpeed)
    }
    let summary = SuiteSummary(Self.runner, [("p", trials), ("q", trials.map { $0.of("q") })])
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
      runner,
      [("a", [nominal, thrown]), ("b", [nominal, backwards].map { $0.of("b") })])
    #expect(summary.comparisons[0].probabilityOfImprovement.estimate == 0, "a loss")
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

extension TrialResult {
  /// The same result of another policy.
  fileprivate func of(_ policy: String) -> TrialResult {
    var result = self
    result.trial.member = Fixture.member(policy)
    return result
  }
}
