import FileFormats
import Foundation
import Locomotion
import NumericalMethods
import Policies
import Testing
@testable import RobustnessEvaluation

@Suite struct DividendTests {
  static let conditions = [
    [Condition(.reversedActuator, severity: 5)], [Condition(.payload, severity: 4, onset: 0.6)],
  ]

  static func runner(episodes: Int = 2, workers: Int = 1) -> SuiteRunner {
    DividendStudy.runner(
      conditions: conditions, duration: 1.6, freezeAt: 0.2, primary: PrimaryMeasure(settling: 0.2),
      Fixture.setting(episodes: episodes, workers: workers))
  }

  static func session(_ arms: [Arm], workers: Int = 1) throws -> SuiteSession {
    let session = SuiteSession(runner(workers: workers), arms)
    try session.run()
    return session
  }

  /// Each state is the rule's to the bit until its own time, and another's from then on.
  @Test func statesPartWhereTheySay() throws {
    let policy = (name: "p", policy: try Fixture.policy())
    let session = try Self.session([Arm(policy)])
    let states = Dictionary(
      uniqueKeysWithValues: session.results.map { ($0.trials[0].trial.timing, $0.trials) })
    #expect(session.results.map(\.trials[0].trial.timing) == FastWeightTiming.allCases)
    let rule = try #require(states[.rule])
    for state in FastWeightTiming.allCases where state != .rule {
      let trials = try #require(states[state])
      for (own, other) in zip(trials, rule) {
        #expect(own.trial.seed == other.trial.seed)
        let isBefore = state == .frozenBefore && own.trial.conditions.onset == 0
        let alike = try #require(states[isBefore ? .off : state])
        #expect(alike.contains { $0.digest == own.digest }, "\(state): held at 0 from the start")
        #expect(own.digest != other.digest, "\(state)")
      }
    }
    // A world that changes at 0.6 s: by then no state but two has parted.
    let changed = try (0..<2).map { episode in
      try FastWeightTiming.allCases.map { try #require(states[$0])[4 + episode].speedBefore }
    }
    for speeds in changed {
      #expect(speeds[3...].allSatisfy { $0 == speeds[0] })
      #expect(speeds[1] != speeds[0] && speeds[2] != speeds[0])
    }
  }

  @Test func workersDoNotChangeTheTable() throws {
    let arms = [Arm((name: "p", policy: try Fixture.policy()))]
    let one = try Self.session(arms).results.map(\.trials)
    let three = try Self.session(arms, workers: 3).results.map(\.trials)
    #expect(one == three)
  }

  @Test func aPolicyWithoutPlasticSynapsesIsAFixedArm() throws {
    var fixed = try Fixture.policy()
    fixed.network.hidden[0].inputPlasticity = nil
    fixed.network.hidden[0].recurrentPlasticity = nil
    fixed.network.readout.plasticity = nil
    fixed.parameters = Array(repeating: 0, count: fixed.network.layout.count)
    #expect(throws: SafeTensorsError.self) { try DividendStudy.check([Arm(("f", fixed))]) }
    let arms = [Arm(("p", try Fixture.policy())), Arm(("f", fixed))]
    try DividendStudy.check(arms)
    let session = try Self.session(arms)
    #expect(session.total == (7 + 1) * 3 * 2)
    let summary = DividendSummary(session)
    #expect(summary.arms.map(\.name) == ["p"])
    #expect(summary.comparisons.map { [$0.a, $0.b] } == [["p", "f"]])
  }

  @Test func keysThatScriptsRelyOn() throws {
    let summary = DividendSummary(try Self.session([Arm(("p", try Fixture.policy()))]))
    let json = try #require(try Fixture.json(summary) as? [String: Any])
    #expect(
      Set(json.keys) == [
        "seed", "episodes", "duration_s", "freeze_at_s", "primary", "definitions", "truth_tables",
        "arms", "comparisons",
      ])
    let arm = try #require((json["arms"] as? [[String: Any]])?.first)
    #expect(Set(arm.keys) == ["name", "policies", "conditions", "changing"])
    let row = try #require((arm["conditions"] as? [[String: Any]])?.first)
    #expect(Set(row.keys) == ["condition", "change_s", "states", "contrasts", "verdicts"])
    let state = try #require((row["states"] as? [[String: Any]])?.first)
    #expect(
      Set(state.keys) == [
        "name", "primary_mps", "primary_iqm_mps", "failed", "speed_by_second_mps", "cost",
      ])
    let cost = try #require(state["cost"] as? [String: Any])
    let metres: Set = ["spikes_per_m", "synaptic_operations_per_m", "estimated_uj_per_m"]
    #expect(
      Set(cost.keys).union(metres)
        == metres.union([
          "spikes_per_step", "synaptic_operations_per_step", "multiply_accumulates_per_step",
          "plastic_updates_per_step",
        ]))
    let contrast = try #require((row["contrasts"] as? [[String: Any]])?.first)
    let keys: Set = ["contrast", "difference_mps", "adjusted_p", "gains", "losses"]
    #expect(Set(contrast.keys).union(["adjusted_p"]) == keys)
  }

  /// Every combination of signs has one row in each table, and the words are those of the row.
  @Test func tablesAreWhole() {
    for table in DividendTable.all {
      let pairs = table.rows.map { [$0.first, $0.second] }
      #expect(Set(pairs).count == 9 && pairs.count == 9)
      #expect(pairs.allSatisfy { $0.allSatisfy((-1...1).contains) })
      for row in table.rows {
        func verdicts(_ kept: Int, walks: Bool = true) -> [DividendVerdict] {
          DividendTable.verdicts(hasChange: table.hasChange, walks: walks) { contrast in
            switch contrast {
            case table.first: row.first
            case table.second: row.second
            case .kept: kept
            default: 0
            }
          }
        }
        #expect(verdicts(0) == row.verdicts && verdicts(-1) == row.verdicts)
        let lasting: [DividendVerdict] = row.verdicts.filter { $0 != .none } + [.memory]
        #expect(verdicts(1) == lasting)
        #expect(verdicts(1, walks: false) == [.standing])
        #expect(!row.verdicts.isEmpty)
        #expect(row.second >= 0 || !row.verdicts.contains(.adaptation))
      }
    }
  }
}

/// Primary measures made by hand, three policies of one arm, which differ by ±0.02 m/s.
@Suite struct MadeUpDividendTests {
  /// - Parameter primary: of each state under (nominal, slope from 1 s on).
  static func summary(
    _ primary: (FastWeightTiming) -> (Double, Double), late: Double = 0
  ) throws -> ArmDividend {
    let runner = DividendStudy.runner(
      conditions: [[Condition(.slope, severity: 2, onset: 1)]], duration: 4, freezeAt: 1,
      Fixture.setting(episodes: 3, seed: 1))
    let results = (0..<3).flatMap { policy in
      FastWeightTiming.allCases.map { timing in
        let member = ArmMember(arm: "arm", policy: "p\(policy)", trainingSeed: UInt64(policy))
        return runner.trials(of: member, timing).map { trial in
          var result = TrialResult(trial)
          let value = primary(timing)
          let noise = 0.02 * Double(policy - 1) + 0.01 * Double((policy + trial.episode) % 3)
          result.primary =
            (trial.conditions.isEmpty ? value.0 : value.1)
            + (timing == .rule ? noise : 0)
          result.late = timing == .frozenAfter ? late + noise : 0
          return result
        }
      }
    }
    let grouped = (0..<3).flatMap { policy in
      results.filter { $0[0].trial.member.policy == "p\(policy)" }
    }
    return DividendSummary(runner, grouped).arms[0]
  }

  @Test func intervalsAreOverTrainingSeeds() throws {
    let arm = try Self.summary { $0 == .rule ? (1, 1) : (1, 0.2) }
    #expect(arm.policies == ["p0", "p1", "p2"])
    let learning = try #require(arm.conditions[1][.learning])
    #expect(learning.differenceMps.covers == .trainingSeeds)
    #expect(abs(learning.differenceMps.estimate - 0.81) < 1e-9)
    // Three policies 0.02 apart: an error of 0.02/√3.
    #expect(abs((learning.differenceMps.standardError ?? 0) / (0.02 / 3.0.squareRoot()) - 1) < 0.1)
    #expect(learning.gains == 1 && learning.losses == 0)
    #expect(arm.conditions[1].verdicts == [.adaptation])
    #expect(arm.changing.map(\.contrast) == DividendContrast.allCases)
  }

  @Test func aCostIsSaid() throws {
    let arm = try Self.summary { $0 == .rule ? (1, 0.3) : (1, 1) }
    #expect(arm.conditions[1].verdicts == [.harm])
    #expect(arm.conditions[1][.learning]?.sign == -1)
    let nominal = try Self.summary { $0 == .rule ? (0.5, 1) : (1, 1) }
    #expect(nominal.conditions[0].verdicts == [.harm])
  }

  @Test func whatDoesNotWalkHasNoVerdict() throws {
    let arm = try Self.summary { _ in (-0.02, 1) }
    #expect(arm.conditions.allSatisfy { $0.verdicts == [.standing] })
  }

  @Test func memoryIsWhatLastsWithoutLearning() throws {
    let arm = try Self.summary({ $0 == .rule ? (1, 1) : (1, 0.2) }, late: 0.7)
    #expect(arm.conditions[1].verdicts == [.adaptation, .memory])
  }
}

@Suite struct LifeStretchTests {
  /// Lives of 4 s at 0.5 s a step, as distances a step in eight steps.
  static func life(_ steps: [Double]) throws -> LifeRecord {
    var way = [0.0]
    for step in steps { way.append(way[way.count - 1] + step) }
    let result = try Fixture.lived(distance: way[way.count - 1])
    return LifeRecord(
      result: result, duration: 4, controlPeriod: 0.5, way: way, drift: way.map { 0 * $0 },
      samples: [])
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
