import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Replay of a policy that answers questions instead of walking.
@Suite struct TaskReplayTests {
  let workplace: Workplace
  private let policy = "run/policy.safetensors"

  init() throws {
    workplace = try Workplace()
    let settings = [
      "network.hidden=[8]", "network.ticks=2", "task.cues=2", "task.dimension=4",
      "task.showings=3", "task.feedback=reward", "task.clears_state=true", "gradient.batch=8",
      "evaluation.episodes=4", "evaluation.selection_episodes=2",
    ]
    let trained = try workplace.start(
      ["train", "cue-association", "--generations", "2", "--workers", "1", "--output", "run"]
        + settings.flatMap { ["--set", $0] } + ["--quiet"]
    ).finished()
    try #require(trained.status == 0, "\(trained.errors)")
  }

  /// Every row of `suite.csv` tells how to replay it, and what comes out.
  @Test func replayRepeatsEvaluation() throws {
    let evaluated = try workplace.ganglion(
      "evaluate", policy, "--episodes", "20", "--noise", "0", "--noise", "0.7", "--seed", "4",
      "--output", "suite", "--quiet")
    try #require(evaluated.status == 0, "\(evaluated.errors)")
    let table = String(decoding: try workplace.read("suite/suite.csv"), as: UTF8.self)
    let rows = table.components(separatedBy: "\r\n").dropFirst().dropLast()
      .map { $0.components(separatedBy: ",") }
    #expect(rows.count == 2 * 20 * 6)
    var answers: Set<String> = []
    for (noise, episode) in [("0.0", "0"), ("0.7", "0"), ("0.7", "18")] {
      let recorded = rows.filter { $0[1] == noise && $0[2] == episode }
      let json = try workplace.ganglion(
        "replay", policy, "--seed", "4", "--noise", noise, "--episode", episode, "--json"
      ).json()
      let (targets, responses) = (json["targets"] as? [Int], json["responses"] as? [Int])
      #expect(targets?.map { "\($0)" } == recorded.map { $0[4] })
      #expect(responses?.map { "\($0)" } == recorded.map { $0[5] })
      let right = Double(recorded.count { $0[6] == "1" }) / 6
      #expect(abs((json["accuracy"] as? Double ?? .nan) - right) < 1e-12)
      #expect(json["outcome"] as? String == "completed")
      #expect(Set(json.keys) == ["accuracy", "digest", "outcome", "responses", "targets"])
      answers.insert(try #require(json["digest"] as? String))
    }
    #expect(answers.count == 3 && answers.allSatisfy { $0.count == 16 })
  }

  /// An episode without questions tells how well its trajectory was followed instead.
  @Test func aTrajectoryIsExplainedNotAnswered() throws {
    let trained = try workplace.ganglion(
      "train", "pattern-spike-train", "--generations", "1", "--workers", "1", "--output", "pattern",
      "--set", "perturbation.trials=2", "--set", "evaluation.episodes=2", "--quiet")
    try #require(trained.status == 0, "\(trained.errors)")
    let replay = ["replay", "pattern/policy.safetensors", "--episode", "1"]
    let json = try workplace.start(replay + ["--json"]).finished().json()
    let loss = try #require(json["loss"] as? Double)
    let explained = try #require(json["explained_variance"] as? Double)
    #expect(loss > 0 && abs(explained - max(1 - loss, 0)) < 1e-12)
    #expect(json["accuracy"] as? Double == explained && json["targets"] as? [Int] == [])
    let output = try workplace.start(replay).finished().output
    let share = String(format: "%.1f", 100 * explained)
    #expect(output.contains("\nexplained \(share) % of the variance, loss "), "\(output)")
    #expect(!output.contains("accuracy") && !output.contains("trials"), "\(output)")
  }

  @Test func replayWritesTableAndPicture() throws {
    let result = try workplace.ganglion(
      "replay", policy, "--csv", "life.csv", "--svg", "life.svg", "--episode", "3")
    #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
    for label in ["outcome   completed after 60 ticks\n", "\naccuracy  ", "\ndigest    "] {
      #expect(result.output.contains(label), "\(result.output)")
    }
    let csv = String(decoding: try workplace.read("life.csv"), as: UTF8.self)
    let lines = csv.components(separatedBy: "\r\n").dropLast()
      .map { $0.components(separatedBy: ",") }
    #expect(lines.count == 1 + 60, "a row a tick, whatever the ticks of a control step")
    for name in ["tick", "phase", "trial", "m", "logit_1", "rate_hidden1", "fast_rms_readout"] {
      #expect(lines[0].contains(name), "\(name)")
    }
    #expect(lines.allSatisfy { $0.count == lines[0].count })
    let again = try workplace.ganglion("replay", policy, "--csv", "again.csv", "--episode", "3")
    #expect(again.output == result.output)
    #expect(try workplace.read("again.csv") == Data(csv.utf8))
    let svg = XMLParser(data: try workplace.read("life.svg"))
    #expect(svg.parse(), "\(String(describing: svg.parserError))")
  }

  @Test func optionsOfTheOtherKindAreRefused() throws {
    func expectRefusal(_ arguments: [String], _ message: String) throws {
      let result = try workplace.start(["replay"] + arguments).finished()
      #expect(result.status == 64 && result.output.isEmpty)
      #expect(result.errors.contains(message), "\(result.errors)")
    }
    try expectRefusal(
      [policy, "--condition", "nominal", "--step-divisor", "1"],
      "--condition, --step-divisor: only for walking policies, unlike \(policy)")
    try expectRefusal([policy, "--duration", "3"], "--duration: only for walking policies")
    try expectRefusal([policy, "--heading", "1"], "--heading: only for walking policies")
    let ant = Workplace.package + "/policies/ant/plastic.safetensors"
    try expectRefusal(
      [ant, "--episode", "0", "--noise", "0"],
      "--episode, --noise: only for temporal tasks, unlike \(ant)")
    try expectRefusal(
      [policy, "--episode", "4294967296"],
      "--episode is 4294967296, expected 0 to 4294967295")
    try expectRefusal([policy, "--noise", "nan"], "--noise is nan")
  }
}
