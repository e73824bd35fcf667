import Foundation
import Testing

/// Solver and physics step of walking policies.
@Suite struct PhysicsTests {
  let run: Tiny.Run
  let workplace: Workplace

  init() throws {
    run = try Tiny.run()
    workplace = try Workplace()
  }

  private func digest(_ options: String...) throws -> String {
    let result = try workplace.start(
      ["replay", run.policy, "--json", "--quiet", "--duration", "1"] + options
    ).finished()
    #expect(result.status == 0, "\(result.errors)")
    return try #require(try result.json()["digest"] as? String)
  }

  @Test func everySolverReplaysToItsOwnBits() throws {
    let direct = try digest("--solver", "direct")
    let fifty = try digest("--solver", "iterative")
    #expect(try digest("--solver", "iterative", "--iterations", "50") == fifty)
    #expect(try digest("--solver", "iterative", "--iterations", "51") != fifty)
    #expect(direct != fifty)
    _ = try digest("--solver", "tree")
    // The ant's step is 0.01 s, its control period 0.02 s.
    #expect(try digest("--step", "0.01") == digest())
    #expect(try digest("--step", "0.005") == digest("--step-divisor", "2"))
    #expect(try digest("--step", "0.005") != digest())
  }

  private func expectMisuse(
    _ part: String, _ arguments: String..., location: Testing.SourceLocation = #_sourceLocation
  ) throws {
    for command in ["replay", "evaluate"] {
      let result = try workplace.start([command] + arguments).finished()
      #expect(result.status == 64, "\(result.errors)", sourceLocation: location)
      #expect(result.output.isEmpty, sourceLocation: location)
      #expect(result.errors.contains(part), "\(result.errors)", sourceLocation: location)
    }
  }

  @Test func misuse() throws {
    try expectMisuse("--iterations is for --solver iterative", "p", "--iterations", "9")
    try expectMisuse(
      "--iterations is for --solver iterative", "p", "--solver", "tree", "--iterations", "9")
    for count in ["0", "10001"] {
      try expectMisuse(
        "--iterations is \(count), expected 1 to 10000", "p", "--solver", "iterative",
        "--iterations", count)
    }
    try expectMisuse("--solver", "p", "--solver", "newton")
    try expectMisuse("exclude each other", "p", "--step", "0.01", "--step-divisor", "2")
    for step in ["0", "nan", "inf"] {
      try expectMisuse("--step is", "p", "--step", step)
    }
    try expectMisuse(
      "--step is 0.003, expected a whole fraction of the control period of ant, 0.02 s",
      run.policy, "--step", "0.003")
    try expectMisuse("--step is 0.04, expected", run.policy, "--step", "0.04")
    let task = try Tiny.taskRun().policy
    let options = [
      ["--solver", "direct"], ["--solver", "iterative", "--iterations", "9"], ["--step", "0.01"],
      ["--step-divisor", "1"],
    ]
    for given in options {
      let replay = try workplace.start(["replay", task] + given).finished()
      #expect(replay.status == 64 && replay.errors.contains("only for walking policies"))
      #expect(replay.errors.contains(given[0]), "\(replay.errors)")
      let evaluate = try workplace.start(["evaluate", task] + given).finished()
      #expect(evaluate.status == 64, "\(evaluate.errors)")
      #expect(evaluate.errors.contains("\(given[0]) is for walking policies"))
    }
  }

  /// The film's command and the report's make the same episode again.
  @Test func printedCommandsHoldThePhysics() throws {
    let options = ["--solver", "iterative", "--iterations", "20", "--step", "0.005"]
    let filmed = try workplace.start(
      ["replay", run.policy, "--html", "film.html", "--quiet", "--duration", "1"] + options
    ).finished()
    #expect(filmed.status == 0, "\(filmed.errors)")
    let page = String(decoding: try workplace.read("film.html"), as: UTF8.self)
    let said = options.joined(separator: " ")
    #expect(page.contains("ganglion replay \(run.policy) --seed 1 --duration 1.0 \(said)\""))
    let suite = try workplace.write(
      "schema: 1\nname: tiny\nepisodes: 1\nconditions: [slope:1]\n", to: "tiny.yaml")
    let evaluate = ["evaluate", run.policy, "--suite", suite, "--output", "suite", "--quiet"]
    let evaluated = try workplace.start(evaluate + options).finished()
    #expect(evaluated.status == 0, "\(evaluated.errors)")
    let report = String(decoding: try workplace.read("suite/report.html"), as: UTF8.self)
    #expect(report.contains("\(said) --html worst.html"))
    let other = try workplace.start(evaluate).finished()
    #expect(other.status == 65, "\(other.errors)")
    #expect(other.errors.contains("suite/suite.json: step_s: found 0.005"), "\(other.errors)")
    let table = String(decoding: try workplace.read("suite/suite.csv"), as: UTF8.self)
    let rows = table.components(separatedBy: "\r\n").map { $0.components(separatedBy: ",") }
    #expect(rows[0].last == "cone_violation" && Double(rows[1].last ?? "") != nil)
    let (seed, digest) = (rows[0].firstIndex(of: "seed")!, rows[0].firstIndex(of: "digest")!)
    let again = try workplace.start(
      ["replay", run.policy, "--json", "--quiet", "--seed", rows[1][seed]] + options
    ).finished().json()
    #expect(again["digest"] as? String == rows[1][digest])
    let gait = try #require(again["gait"] as? [String: Any])
    let violation = try #require(gait["cone_violation"] as? Double)
    #expect(abs(violation - (Double(rows[1].last ?? "") ?? -1)) < 1e-12)
  }

  /// Told in words where more than 5 % of the push lies beyond the cone, and not where it does not;
  /// --quiet says nothing.
  @Test func aConeViolationIsTold() throws {
    for solver in ["direct", "iterative"] {
      let replay = ["replay", run.policy, "--solver", solver]
      let result = try workplace.start(replay + ["--json"]).finished()
      let gait = try #require(try result.json()["gait"] as? [String: Any])
      let violation = try #require(gait["cone_violation"] as? Double)
      #expect(
        result.errors.contains("of the feet's tangential push, more than 5 %, is beyond")
          == (violation > 0.05), "\(violation): \(result.errors)")
      for key in [
        "non_foot_contact", "saturated_actions", "drift_m_per_m", "peak_joint_rate",
        "heading_change_rad",
      ] {
        #expect(gait[key] is Double, "\(key)")
      }
      #expect(try workplace.start(replay + ["--quiet"]).finished().errors.isEmpty)
    }
  }
}
