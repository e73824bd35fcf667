import FileFormats
import Foundation
import Locomotion
import Policies
import Testing
@testable import RobustnessEvaluation

@Suite struct DividendTests {
  static let conditions = [
    [Condition(.reversedActuator, severity: 5)], [Condition(.payload, severity: 4, onset: 1)],
  ]

  static func study(episodes: Int = 2, workers: Int = 1) -> DividendStudy {
    DividendStudy(
      conditions: conditions, duration: 1.6, Fixture.setting(episodes: episodes, workers: workers))
  }

  @Test func episodesHaveTheOrderOfConditionsAndSeeds() throws {
    let setting = Fixture.setting(episodes: 3, physics: PhysicsOptions(stepDivisor: 2))
    let specifications = setting.specifications(under: [[]] + Self.conditions)
    #expect(specifications.count == 3 * 3)
    for (n, specification) in specifications.enumerated() {
      #expect(specification.conditions == ([[]] + Self.conditions)[n / 3])
      #expect(specification.seed == EpisodeSeeds.evaluation(9, episode: n % 3))
      #expect(specification.physics.stepDivisor == 2)
    }
  }

  @Test func workersDoNotChangeATable() throws {
    let policy = (name: "p", policy: try Fixture.policy())
    let (one, two) = (
      try Self.study().run(policy, fixed: [policy]),
      try Self.study(workers: 2).run(policy, fixed: [policy])
    )
    #expect(DividendLives.csv([one]) == DividendLives.csv([two]))
    #expect(DividendSummary(Self.study(), [one]) == DividendSummary(Self.study(), [two]))
    #expect(one.lives.count == Self.study().lives(fixed: 1))
  }

  /// Frozen and shuffled lives are the rule's to the bit until mid-life, at 0.8 s; a policy
  /// compared with itself has no gap at all.
  @Test func armsPartWhereTheySay() throws {
    let policy = (name: "p", policy: try Fixture.policy())
    let lives = try Self.study().run(policy, fixed: [("same", policy.policy)])
    for condition in 0..<3 {
      for seed in 0..<2 {
        let rule = lives.lives(0, condition)[seed]
        let before = 0..<41
        #expect(lives.lives(1, condition)[seed].way[before] != rule.way[before], "rule off")
        #expect(lives.lives(2, condition)[seed].way[before] == rule.way[before], "frozen")
        #expect(lives.lives(3, condition)[seed].way[before] == rule.way[before], "shuffled")
        #expect(lives.lives(2, condition)[seed].result.digest != rule.result.digest)
        #expect(lives.lives(3, condition)[seed].result.digest != rule.result.digest)
        #expect(lives.lives(4, condition)[seed] == rule, "the same policy")
      }
    }
    let summary = DividendSummary(Self.study(), [lives])
    for row in summary.policies[0].conditions {
      let same = row.gaps[3]
      #expect(same.against == "same")
      let gaps = [same.speedMps, same.retained, same.atOnceMps, same.lateMps]
      #expect(gaps.allSatisfy { $0 == .zero })
    }
    #expect(lives.parting(.ruleOff, 0) == 0 && lives.parting(.frozen, 0) == 0.8)
    #expect(lives.parting(.ruleOff, 2) == 1 && lives.parting(.frozen, 2) == 1)
  }

  @Test func keysThatScriptsRelyOn() throws {
    let summary = DividendSummary(
      Self.study(), [try Self.study().run((name: "p", policy: try Fixture.policy()))])
    let json = try #require(try Fixture.json(summary) as? [String: Any])
    #expect(Set(json.keys) == ["seed", "episodes", "duration_s", "policies"])
    let policy = try #require((json["policies"] as? [[String: Any]])?.first)
    #expect(Set(policy.keys) == ["name", "conditions", "overall"])
    let row = try #require((policy["conditions"] as? [[String: Any]])?.first)
    #expect(Set(row.keys) == ["condition", "arms", "gaps", "reading"])
    let arm = try #require((row["arms"] as? [[String: Any]])?.first)
    let keys: Set = ["name", "retained", "falls", "diverged", "cost", "speed_mps"]
    #expect(Set(arm.keys) == keys.union(["speed_by_second_mps"]))
    let cost = try #require(arm["cost"] as? [String: Any])
    let metres: Set = ["spikes_per_m", "synaptic_operations_per_m", "estimated_uj_per_m"]
    #expect(
      Set(cost.keys).union(metres)
        == metres.union([
          "spikes_per_step", "synaptic_operations_per_step", "multiply_accumulates_per_step",
          "plastic_updates_per_step",
        ]))
    let gap = try #require((row["gaps"] as? [[String: Any]])?.first)
    #expect(
      Set(gap.keys).union(["growth"]) == [
        "against", "retained", "growth", "verdict", "changed_at_s", "speed_mps", "at_once_mps",
        "early_mps", "late_mps",
      ])
    let total = try #require((policy["overall"] as? [[String: Any]])?.first)
    #expect(Set(total.keys) == ["against", "retained", "speed_mps"])
  }

  @Test func theTableHoldsEveryLife() throws {
    let policy = (name: "p", policy: try Fixture.policy())
    let lives = try Self.study().run(policy)
    let rows = Table.rows(DividendLives.csv([lives]))
    #expect(rows.count == 4 * 3 * 2)
    for (n, row) in rows.enumerated() {
      let life = lives.lives[n]
      #expect(row["arm"] == ["rule", "rule-off", "frozen", "shuffled"][n / 6])
      #expect(row["digest"] == life.result.digest)
      #expect(Double(row["speed_mps"] ?? "") == life.speed)
      #expect(Int(row["spikes"] ?? "") == life.cost.spikes)
      #expect(Int(row["plastic_updates"] ?? "") == life.cost.operations.plasticUpdates)
      #expect((life.cost.operations.plasticUpdates == 0) == (n / 6 == 1), "only rule-off has none")
    }
  }

  @Test func aPolicyWithoutPlasticSynapsesIsRefused() throws {
    var policy = try Fixture.policy()
    policy.network.hidden[0].inputPlasticity = nil
    policy.network.hidden[0].recurrentPlasticity = nil
    policy.network.readout.plasticity = nil
    policy.parameters = Array(repeating: 0, count: policy.network.layout.count)
    #expect(throws: SafeTensorsError.self) { try Self.study().run(("p", policy)) }
  }

  @Test(arguments: [
    (0.0, 0.5, 0.5, DividendVerdict.opensLate), (0.5, 0.5, 0, .atOnce),
    (0.2, 0.5, 0.3, .widens), (0.5, 0, -0.5, .fades), (0, 0.5, 0, .undecided), (0, 0, 0, .none),
    (0, -0.5, -0.5, .cost), (0.5, -0.5, -1, .cost),
  ])
  func verdicts(atOnce: Double, late: Double, growth: Double, expected: DividendVerdict) {
    func estimate(_ x: Double) -> Estimate { Estimate(estimate: x, low: x - 0.1, high: x + 0.1) }
    let found = DividendVerdict(
      atOnce: estimate(atOnce), late: estimate(late), growth: estimate(growth))
    #expect(found == expected)
    let standing = DividendVerdict(
      atOnce: estimate(atOnce), late: estimate(late), growth: estimate(growth), ruleWalks: false)
    #expect(standing == (expected == .cost ? .cost : .standing))
  }

  @Test(arguments: [
    (DividendVerdict.opensLate, DividendVerdict.none, false, DividendReading.adaptation),
    // What weights frozen at the change do as well is no adaptation to the change.
    (.opensLate, .none, true, .staticPolicy), (.widens, .none, true, .staticPolicy),
    (.undecided, .none, true, .staticPolicy), (.undecided, .none, false, .undecided),
    (.opensLate, .opensLate, true, .adaptation), (.none, .undecided, true, .adaptation),
    (.atOnce, .none, false, .staticPolicy), (.widens, .none, false, .both),
    (.atOnce, .opensLate, true, .both), (.fades, .fades, false, .none), (.none, .none, true, .none),
    (.cost, .none, true, .cost), (.none, .cost, true, .cost), (.standing, .none, true, .standing),
    (.cost, .standing, true, .cost), (.cost, .opensLate, true, .cost),
  ])
  func readings(
    off: DividendVerdict, frozen: DividendVerdict, isLateChange: Bool, expected: DividendReading
  ) {
    #expect(DividendReading(off: off, frozen: frozen, isLateChange: isLateChange) == expected)
  }
}

extension Estimate {
  static let zero = Estimate(estimate: 0, low: 0, high: 0)
}

@Suite struct MadeUpDividendTests {
  /// Lives of 4 s at 0.5 s a step, as distances a step in eight steps.
  static func life(_ steps: [Double]) throws -> LifeRecord {
    var way = [0.0]
    for step in steps { way.append(way[way.count - 1] + step) }
    let result = try Fixture.lived(distance: way[way.count - 1])
    return LifeRecord(
      result: result, cost: ControllerCost(), duration: 4, controlPeriod: 0.5, way: way,
      drift: way.map { 0 * $0 }, samples: [])
  }

  static func gaps(_ rule: [Double], _ off: [Double]) throws -> [PolicyDividend.Gap] {
    let study = DividendStudy(
      conditions: [], duration: 4, Fixture.setting(episodes: 3, seed: 1))
    let lives = try [rule, off, rule, rule].flatMap { steps in
      try (0..<3).map { _ in try life(steps) }
    }
    let all = DividendLives(
      policy: "p", study: study, arms: DividendArm.own, names: [], lives: lives)
    return DividendSummary(study, [all]).policies[0].conditions[0].gaps
  }

  /// A gap that is there in the first second and stays, and one that opens after it.
  @Test func aGapIsReadFromWhenItOpens() throws {
    let rule = [Double](repeating: 0.5, count: 8)
    let fixed = try Self.gaps(rule, rule.map { $0 / 2 })[0]
    #expect(fixed.verdict == .atOnce)
    let speeds = [fixed.atOnceMps, fixed.earlyMps, fixed.lateMps].map(\.estimate)
    #expect(speeds == [0.5, 0.5, 0.5])
    #expect(fixed.growth?.estimate == 0)
    let adaptive = try Self.gaps(rule, [0.5, 0.5, 0.25, 0.25, 0, 0, 0, 0])[0]
    #expect(adaptive.verdict == .opensLate)
    let opening = [adaptive.atOnceMps, adaptive.earlyMps, adaptive.lateMps].map(\.estimate)
    #expect(opening == [0, 0.25, 1])
    #expect(adaptive.growth?.estimate == 1)
    #expect(adaptive.speedMps.estimate == 0.625 && adaptive.retained.estimate == 0)
  }

  /// Robots that get going slowly: half the speed throughout is a static gap, though it grows in
  /// m/s.
  @Test func gettingGoingIsNotAdaptation() throws {
    let rule = [0.1, 0.2, 0.4, 0.5, 0.5, 0.5, 0.5, 0.5]
    let gap = try Self.gaps(rule, rule.map { $0 / 2 })[0]
    #expect(gap.lateMps.estimate > 2 * gap.atOnceMps.estimate)
    #expect(gap.verdict == .atOnce)
  }

  @Test func whatDoesNotWalkHasNoVerdict() throws {
    let gap = try Self.gaps([Double](repeating: 0.01, count: 8), [0, 0, 0, 0, 0, 0, 0, 0])[0]
    #expect(gap.verdict == .standing && gap.growth == nil)
  }

  @Test func speedsAreThoseOfTheirStretch() throws {
    let life = try Self.life([1, 1, 0, 0, 2, 2])
    // The life ended after 3 s of the planned 4.
    #expect(life.speed(in: 0..<1) == 2 && life.speed(in: 1..<2) == 0)
    #expect(life.speed(in: 2..<4) == 2 && life.speed == 1.5)
    let stretches = LifeRecord.stretches(of: 2.5, width: 1)
    #expect(stretches == [0..<1, 1..<2, 2..<2.5])
    #expect(LifeRecord.stretches(of: 3, width: 1).count == 3)
  }
}
