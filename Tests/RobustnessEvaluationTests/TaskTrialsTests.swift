import FileFormats
import Foundation
import Policies
import PolicyTraining
import TemporalTasks
import Testing
@testable import RobustnessEvaluation

@Suite struct TaskTrialsTests {
  /// A network of 8 that was trained for a moment.
  private static func policy(_ task: any TemporalTask = CueAssociation()) throws -> Policy {
    var experiment = Experiment(TemporalOptions(task, noise: 0.3))
    experiment.seed = 5
    experiment.network.hidden = [8]
    experiment.evaluation.episodes = 24
    let trainer = try TrainingLoop(experiment: experiment, model: nil, workers: 2)
    return Policy(
      experiment: experiment, network: trainer.network, parameters: trainer.state.best, robot: nil,
      provenance: try Fixture.policy().provenance, evaluation: try trainer.evaluate())
  }

  private static func small(_ change: (inout CueAssociation) -> Void = { _ in }) -> CueAssociation {
    var task = CueAssociation()
    (task.cues, task.dimension, task.showings) = (3, 4, 2)
    change(&task)
    return task
  }

  private static let noises = [0, 0.3, 5]

  private static func run(
    _ policy: Policy, episodes: Int = 24, seed: UInt64 = 5, workers: Int = 1
  ) throws -> [[EpisodeResponses]] {
    try TaskTrials.run(
      policy, policy.requireTemporal(path: "p"), noises: noises,
      Fixture.setting(episodes: episodes, seed: seed, workers: workers))
  }

  private static func summary(_ policy: Policy, _ responses: [[EpisodeResponses]]) throws
    -> TaskPolicySummary
  {
    TaskPolicySummary(
      name: "p", try policy.requireTemporal(path: "p"),
      Fixture.setting(episodes: 24, seed: 5), noises: noises, responses)
  }

  @Test func workersDoNotChangeResponses() throws {
    for feedback in FeedbackKind.allCases {
      let policy = try Self.policy(Self.small { $0.feedback = feedback })
      let one = try Self.run(policy)
      #expect(one.map(\.count) == [24, 24, 24])
      #expect(try Self.run(policy, workers: 2) == one)
      #expect(try Self.run(policy, workers: 3) == one)
      #expect(one[0] != one[2], "noise tells")
      #expect(try Self.run(policy, seed: 6) != one)
    }
  }

  /// An episode is what its place says, however many come after it.
  @Test func fewerEpisodesAreTheFirstOnes() throws {
    let policy = try Self.policy(Self.small())
    let few = try Self.run(policy, episodes: 5)
    #expect(few == (try Self.run(policy)).map { Array($0.prefix(5)) })
  }

  @Test func episodesShareTheirContentOverNoises() throws {
    let responses = try Self.run(try Self.policy(Self.small()))
    for other in responses.dropFirst() {
      #expect(other.map(\.targets) == responses[0].map(\.targets))
    }
  }

  /// The numbers in the policy file are what `evaluate` finds at the noise of training.
  @Test(arguments: ["association", "accumulation", "recognition"])
  func theEvaluationInThePolicyIsRepeated(name: String) throws {
    var recognition = OneShotRecognition()
    (recognition.side, recognition.ways) = (4, 3)
    let task: any TemporalTask =
      switch name {
      case "association": Self.small()
      case "accumulation": CueAccumulation()
      default: recognition
      }
    let policy = try Self.policy(task)
    let stored = try #require(policy.evaluation?.task)
    let responses = try Self.run(policy, workers: 2)
    #expect(stored == TaskEvaluation(responses[1], noise: 0.3))
    let row = try Self.summary(policy, responses).conditions[1]
    #expect(abs(row.accuracy.estimate - stored.accuracy) < 1e-12)
    #expect(abs(row.lateAccuracy.estimate - stored.lateAccuracy) < 1e-12)
    #expect(row.accuracyByTrial == stored.accuracyByTrial)
  }

  /// Observers are asked in the episodes of the policy, for any number of workers.
  @Test func observersSeeTheSameEpisodes() throws {
    let policy = try Self.policy(Self.small { $0.cueTicks = 2 })
    let options = try policy.requireTemporal(path: "p")
    func observe(workers: Int) throws -> [ObservedTrials] {
      try TaskTrials.observe(
        options, noises: Self.noises, Fixture.setting(episodes: 24, seed: 5, workers: workers))
    }
    let observed = try observe(workers: 1)
    #expect(observed.map(\.name) == ["label count", "cue memory"])
    let responses = try Self.run(policy)
    for trials in observed {
      #expect(trials.responses.map { $0.map(\.targets) } == responses.map { $0.map(\.targets) })
    }
    #expect(try observe(workers: 3).map(\.responses) == observed.map(\.responses))
    let summary = TaskPolicySummary(
      name: "p", options, Fixture.setting(episodes: 24, seed: 5), noises: Self.noises, responses,
      observed: observed)
    let memory = try #require(summary.observers.last)
    #expect(memory.name == "cue memory" && memory.conditions.map(\.noise) == Self.noises)
    #expect(memory.conditions[0].lateAccuracy.estimate == 1)
    #expect(memory.conditions[2].lateAccuracy.estimate < 1, "noise of five deviations")
  }

  @Test func noisesSurroundThatOfTraining() {
    #expect(TaskTrials.noises(around: 0.5) == [0, 0.25, 0.5, 0.75, 1, 1.5])
    for training in [0.1, 0.2, 0.3, 1] {
      #expect(TaskTrials.noises(around: training).filter { $0 == training }.count == 1)
    }
    let fixed = TaskTrials.noises(around: 0)
    #expect(fixed.count == 6 && Set(fixed).count == 6 && fixed[0] == 0)
  }

  @Test func summaryAndTableAgree() throws {
    let policy = try Self.policy(Self.small())
    let responses = try Self.run(policy)
    let summary = try Self.summary(policy, responses)
    #expect(summary.name == "p" && summary.task == "cue-association" && summary.episodes == 24)
    #expect(summary.conditions.map(\.noise) == Self.noises)
    #expect(summary.conditions.map(\.seenInTraining) == [false, true, false])
    let text = CSV.text(
      [TaskTable.header] + TaskTable.rows(policy: "p", noises: Self.noises, responses))
    let rows = Table.rows(text)
    #expect(rows.count == 3 * 24 * 6)
    for row in rows { #expect((row["correct"] == "1") == (row["target"] == row["response"])) }
    for condition in summary.conditions {
      let own = rows.filter { $0["noise"] == "\(condition.noise)" }
      func share(_ rows: [[String: String]]) -> Double {
        Double(rows.filter { $0["correct"] == "1" }.count) / Double(rows.count)
      }
      #expect(own.count == 24 * 6)
      #expect(abs(share(own) - condition.accuracy.estimate) < 1e-12)
      let late = own.filter { ["4", "5"].contains($0["trial"]) }
      #expect(abs(share(late) - condition.lateAccuracy.estimate) < 1e-12, "the last third of 6")
      for (trial, accuracy) in condition.accuracyByTrial.enumerated() {
        #expect(share(own.filter { $0["trial"] == "\(trial)" }) == accuracy)
      }
      for share in [condition.accuracy, condition.lateAccuracy] {
        #expect(share.low <= share.estimate && share.estimate <= share.high)
        #expect(share.low >= 0 && share.high <= 1)
      }
    }
  }
}

/// By hand, from made-up answers.
@Suite struct TaskSummaryTests {
  private static let setting = Fixture.setting(episodes: 2, seed: 1)

  /// Two episodes of three trials at one noise.
  private static func summary(
    _ name: String, _ responses: [[Int?]], task: any TemporalTask = CueAssociation(),
    noises: [Double] = [0.2]
  ) -> TaskPolicySummary {
    let records = responses.map { EpisodeResponses(targets: [0, 1, 1], responses: $0) }
    return TaskPolicySummary(
      name: name, TemporalOptions(task, noise: 0.2), setting, noises: noises,
      noises.map { _ in records })
  }

  @Test func sharesAreMeansOverEpisodes() {
    let summary = Self.summary("p", [[0, 1, 0], [1, 1, 1]])
    let row = summary.conditions[0]
    #expect(abs(row.accuracy.estimate - 2.0 / 3) < 1e-15)
    #expect(row.lateAccuracy.estimate == 0.5)
    #expect(row.lateAccuracy.low == 0 && row.lateAccuracy.high == 1)
    #expect(row.accuracyByTrial == [0.5, 1, 0.5])
    #expect(row.seenInTraining)
    let sure = Self.summary("p", [[0, 1, 1], [0, 1, 1]]).conditions[0].accuracy
    #expect([sure.low, sure.estimate, sure.high] == [1, 1, 1])
  }

  @Test func aMissingAnswerIsEmptyAndWrong() {
    let records = [EpisodeResponses(targets: [0, 1], responses: [nil, 1])]
    #expect(
      TaskTable.rows(policy: "a", noises: [0.5], [records]) == [
        ["a", "0.5", "0", "0", "0", "", "0"], ["a", "0.5", "0", "1", "1", "1", "1"],
      ])
    #expect(Self.summary("p", [[nil, 1, 1], [0, 1, 1]]).conditions[0].accuracyByTrial[0] == 0.5)
  }

  @Test func severalPoliciesOfOneTaskAreTakenTogether() throws {
    let rows = [[[0, 1, 1], [0, 1, 1]], [[1, 1, 1], [1, 1, 1]]] as [[[Int?]]]
    let policies = rows.enumerated().map { Self.summary("\($0)", $1) }
    let across = try #require(TaskSummary(seed: 1, policies: policies).across.first)
    #expect(across.noise == 0.2)
    #expect(abs(across.accuracy.mean - 5.0 / 6) < 1e-15)
    #expect(abs(across.accuracy.iqm - 5.0 / 6) < 1e-15)
    #expect(across.lateAccuracy.mean == 1 && across.lateAccuracy.policies == 2)
    #expect(TaskSummary(seed: 1, policies: [policies[0]]).across.isEmpty)
    for other in [
      Self.summary("q", rows[0], task: CueAccumulation()),
      Self.summary("q", rows[0], noises: [0.2, 0.4]),
    ] {
      #expect(TaskSummary(seed: 1, policies: [policies[0], other]).across.isEmpty)
    }
  }

  /// However many episodes each has, two policies say nothing about a third.
  @Test func intervalsAreOverPoliciesAndFewHaveNone() throws {
    func shares(_ right: [Int], episodes: Int = 2) throws -> PolicyShares {
      let policies = right.map { right in
        Self.summary("p", (0..<episodes).map { _ in [0, 1, 1].map { right > $0 ? 1 : 5 } })
      }
      return try #require(TaskSummary(seed: 1, policies: policies).across.first).accuracy
    }
    for episodes in [2, 200] {
      let two = try shares([0, 2], episodes: episodes)
      #expect([two.tLow, two.tHigh, two.low, two.high].allSatisfy { $0 == nil })
    }
    // Right answers of three: none, two, two. Mean 4/9, s = 2/3 · √(1/3), s/√3 = 2/9.
    let three = try shares([0, 2, 2])
    #expect(abs(three.mean - 4.0 / 9) < 1e-12 && three.policies == 3)
    let half = 4.302652729749458 * 2.0 / 9
    let (tLow, tHigh) = (try #require(three.tLow), try #require(three.tHigh))
    #expect(abs(tHigh - (three.mean + half)) < 1e-9)
    #expect(abs(tLow - (three.mean - half)) < 1e-9)
    let (low, high) = (try #require(three.low), try #require(three.high))
    #expect(low == 0 && abs(high - 2.0 / 3) < 1e-12)
    // More episodes of the same are no more policies.
    let many = try shares([0, 2, 2], episodes: 200)
    #expect(abs(try #require(many.tHigh) - tHigh) < 1e-9)
    let manyHigh = try #require(many.high)
    #expect(many.low == low && abs(manyHigh - high) < 1e-12)
    // The middle half of four.
    let four = try shares([0, 2, 2, 2])
    #expect(abs(four.iqm - 2.0 / 3) < 1e-12)
  }

  @Test func keysThatScriptsRelyOn() throws {
    let policy = Self.summary("p", [[0, 1, 0], [1, 1, 1]])
    let summary = TaskSummary(seed: 9, policies: [policy, policy])
    let json = try #require(try Fixture.json(summary) as? [String: Any])
    #expect(Set(json.keys) == ["suite", "suite_version", "seed", "policies", "across"])
    #expect(json["suite"] as? String == "noise" && json["seed"] as? Int == 9)
    let first = try #require((json["policies"] as? [[String: Any]])?.first)
    #expect(Set(first.keys) == ["name", "task", "episodes", "conditions", "observers"])
    let row = try #require((first["conditions"] as? [[String: Any]])?.first)
    let keys: Set = ["noise", "accuracy", "late_accuracy", "accuracy_by_trial", "seen_in_training"]
    #expect(Set(row.keys) == keys)
    #expect(Set((row["accuracy"] as? [String: Double] ?? [:]).keys) == ["mean", "low", "high"])
    let across = try #require((json["across"] as? [[String: Any]])?.first)
    #expect(Set(across.keys) == ["noise", "accuracy", "late_accuracy"])
    let two = try #require(across["accuracy"] as? [String: Any])
    #expect(Set(two.keys) == ["policies", "mean", "iqm"])
    let several = try Fixture.json(TaskSummary(seed: 9, policies: [policy, policy, policy]))
    let rows = (several as? [String: Any])?["across"] as? [[String: Any]]
    let three = try #require(rows?.first?["accuracy"] as? [String: Any])
    #expect(
      Set(three.keys) == ["policies", "mean", "t_low", "t_high", "iqm", "low", "high"])
  }
}
