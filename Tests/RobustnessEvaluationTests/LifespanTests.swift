import Locomotion
import Policies
import SpikingNetworks
import Testing
@testable import RobustnessEvaluation

@Suite struct LifespanTests {
  /// An untrained ant whose training episodes last a second, so that its lifespan is 20 s.
  static func policy() throws -> NamedPolicy {
    var policy = try Fixture.policy()
    var (_, task) = try policy.requireLocomotion(path: "p")
    task.duration = 1
    policy.experiment.task = .locomotion(task)
    return ("p", policy)
  }

  static func study(workers: Int = 1) -> LifespanStudy {
    LifespanStudy(
      conditions: [[], [Condition(.payload, severity: 5)]],
      Fixture.setting(episodes: 2, workers: workers))
  }

  @Test func workersDoNotChangeATable() throws {
    let policy = try Self.policy()
    let (one, two) = (
      try Self.study().run(policy), try Self.study(workers: 2).run(policy)
    )
    #expect(LifespanLives.csv([one]) == LifespanLives.csv([two]))
    #expect(LifespanSummary(Self.study(), [one]) == LifespanSummary(Self.study(), [two]))
  }

  /// Lives of one and of five horizons by themselves are the beginnings of that of twenty.
  @Test func aShorterLifeIsTheBeginningOfALongerOne() throws {
    let policy = try Self.policy()
    let lives = try Self.study().run(policy)
    for multiple in [1, 5] {
      let rig = try policy.policy.makeRig(path: "p", duration: Double(multiple))
      for episode in 0..<2 {
        let seed = EpisodeSeeds.evaluation(9, episode: episode)
        let life = rig.record(EpisodeSpecification(seed: seed))
        let long = lives.lives(0)[episode]
        #expect(life.way[...] == long.way[..<life.way.count])
        #expect(life.samples[...] == long.samples[..<life.samples.count])
        #expect(
          life.speed(in: lives.stretch(multiple)) == long.speed(in: lives.stretch(multiple)))
      }
    }
  }

  @Test func samplesAreWhatTheNetworkSays() throws {
    let policy = try Self.policy()
    let rig = try policy.policy.makeRig(path: "p", duration: 2)
    let life = rig.record(EpisodeSpecification(seed: 4))
    #expect(life.samples.map(\.time) == [1, 2])
    let controller = try policy.policy.makeController()
    let (robot, task) = try policy.policy.requireLocomotion(path: "p")
    _ = Episode(model: robot, task: task).run(
      controller, EpisodeSpecification(seed: 4, duration: 2))
    let last = controller.network.diagnostics
    let neurons = policy.policy.network.hidden.reduce(0) { $0 + $1.size }
    let rate = Double(last.spikes) / Double(100 * policy.policy.network.ticksPerStep * neurons)
    #expect(abs((life.samples[0].firingRate + life.samples[1].firingRate) / 2 - rate) < 1e-12)
    let square = controller.network.plasticProjections
      .compactMap { controller.network.fastWeights(of: $0) }.joined()
      .reduce(0) { $0 + Double($1 * $1) }
    #expect(square > 0)
    #expect(abs(life.samples[1].fastNorm - square.squareRoot()) < 1e-5 * square.squareRoot())
  }

  private static func life(fallsAt time: Double?) throws -> LifeRecord {
    let lived = time ?? 20
    let outcome: Outcome = time == nil ? .completed : .tippedOver
    var result = try Fixture.lived(distance: lived, outcome: outcome)
    result.duration = lived
    return LifeRecord(
      result: result, duration: 20, controlPeriod: 0.5,
      way: (0...Int(lived / 0.5)).map { 0.5 * Double($0) },
      drift: (0...Int(lived / 0.5)).map { 0.375 * Double($0) },
      samples: (1...Int(lived)).map {
        NetworkSample(
          time: Double($0), firingRate: 0.1, fastNorm: Double($0), fastShare: 0.5)
      })
  }

  /// One metre a second; one of four lives ends at 3 s.
  @Test func fallsCountFromTheirMomentOn() throws {
    let study = LifespanStudy(Fixture.setting(episodes: 4, seed: 1))
    let lives = try [nil, nil, nil, 3].map { try Self.life(fallsAt: $0) }
    let summary = LifespanSummary(
      study, [LifespanLives(policy: "p", study: study, horizon: 1, lives: lives)])
    let row = summary.policies[0].conditions[0]
    #expect(row.spans.map(\.multiple) == [1, 2, 5, 20])
    #expect(row.spans.map(\.timeS) == [1, 2, 5, 20])
    #expect(row.spans.map(\.falls) == [0, 0, 1, 1])
    #expect(row.spans.map(\.speedMps.estimate) == [1, 1, 1, 1])
    #expect(row.spans.map(\.speedMps.low) == [1, 1, 0, 0])
    #expect(row.spans.allSatisfy { $0.paceMps.estimate == 1.25 }, "three aside for four ahead")
    #expect(row.spans.map { $0.activity?.fastNorm } == [1, 2, 5, 20])
    #expect(row.curve.map(\.alive) == [4, 4] + Array(repeating: 3, count: 18))
    let json = try #require(try Fixture.json(summary) as? [String: Any])
    let policy = try #require((json["policies"] as? [[String: Any]])?.first)
    #expect(Set(policy.keys) == ["name", "horizon_s", "conditions"])
    let record = try #require((policy["conditions"] as? [[String: Any]])?.first)
    let span = try #require((record["spans"] as? [[String: Any]])?.first)
    let keys: Set = ["multiple", "time_s", "falls", "diverged", "activity"]
    #expect(Set(span.keys) == keys.union(["speed_mps", "pace_mps", "change_mps"]))
    let activity = try #require(span["activity"] as? [String: Any])
    #expect(Set(activity.keys) == ["firing_rate", "fast_norm", "fast_share"])
    let moment = try #require((record["curve"] as? [[String: Any]])?.first)
    #expect(Set(moment.keys) == ["time_s", "speed_mps", "alive", "activity"])
    let rows = Table.rows(
      LifespanLives.csv([LifespanLives(policy: "p", study: study, horizon: 1, lives: lives)]))
    #expect(rows.count == 16)
    #expect(rows[13]["outcome"] == "completed" && rows[14]["outcome"] == "tipped-over")
    #expect(rows[14]["fast_norm"] == "" && rows[13]["fast_norm"] == "2.0")
    #expect(rows[14]["last_speed_mps"] == "0.0")
  }
}
