import Foundation
import Testing

/// Exit codes, and errors of one line on stderr that name file and place.
@Suite struct ErrorTests {
  let workplace: Workplace

  init() throws { workplace = try Workplace() }

  /// Runs a command that has to fail with `status` and a single line that holds `parts`.
  private func expect(
    _ status: Int32, _ arguments: [String], _ parts: String...,
    location: Testing.SourceLocation = #_sourceLocation
  ) throws {
    let result = try workplace.start(arguments).finished()
    #expect(result.status == status, "\(result.errors)", sourceLocation: location)
    #expect(result.output.isEmpty, "stdout stays empty", sourceLocation: location)
    #expect(result.errors.hasPrefix("error: "), "\(result.errors)", sourceLocation: location)
    #expect(
      result.errors.filter { $0 == "\n" }.count == 1, "\(result.errors)", sourceLocation: location)
    for part in parts {
      #expect(
        result.errors.contains(part), "no \(part) in: \(result.errors)", sourceLocation: location)
    }
  }

  /// Misuse: exit code 64 and the parser's own words.
  private func expectUsage(
    _ arguments: [String], _ part: String, location: Testing.SourceLocation = #_sourceLocation
  ) throws {
    let result = try workplace.start(arguments).finished()
    #expect(result.status == 64, "\(result.errors)", sourceLocation: location)
    #expect(result.output.isEmpty, sourceLocation: location)
    #expect(result.errors.contains(part), "\(result.errors)", sourceLocation: location)
  }

  @Test func misuse() throws {
    try expectUsage(["train", "atn"], "no preset \"atn\"; did you mean ant?")
    try expectUsage(["train", "zzzzzzzz"], "no preset \"zzzzzzzz\"")
    try expectUsage(["presets", "--show", "hexpod"], "did you mean hexapod?")
    try expectUsage(["train", "ant", "--speed", "3"], "--speed")
    try expectUsage(["train"], "experiment")
    try expectUsage(["walk"], "walk")
    try expectUsage(["train", "ant", "--workers", "0"], "--workers is 0")
    try expectUsage(["train", "ant", "--generations", "x"], "x")
    try expectUsage(["evaluate"], "polic")
    try expectUsage(["evaluate", "p", "--episodes", "0"], "--episodes is 0")
    try expectUsage(["evaluate", "p", "--suite", "x"], "--suite is \"x\"")
    try expectUsage(["evaluate", "p", "--suite", "standrd"], "did you mean standard?")
    try expectUsage(["suites", "--show", "x"], "a suite file ends in .yaml")
    try expectUsage(["evaluate", "p", "--step-divisor", "65"], "--step-divisor is 65")
    try expectUsage(["replay", "p", "--duration", "-1"], "duration")
    try expectUsage(["replay", "p", "--duration", "inf"], "--duration is inf")
    try expectUsage(["replay", "p", "--heading", "3.2"], "--heading is 3.2")
    try expectUsage(["replay", "p", "--heading", "nan"], "--heading is nan")
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: workplace.path)
        .allSatisfy { $0.hasPrefix(".") }, "nothing was written")
  }

  @Test func missingFiles() throws {
    try expect(
      74, ["train", "ant", "--start", "none.safetensors"], "none.safetensors: cannot read")
    try expect(74, ["train", "none.yaml"], "none.yaml: cannot read: No such file")
    try expect(74, ["evaluate", "none.safetensors"], "none.safetensors: cannot read")
    try expect(74, ["replay", "none.safetensors", "--json"], "none.safetensors: cannot read")
    try expect(74, ["replay", workplace.path], "/policy.safetensors: cannot read")
    try expect(74, ["replay", "/dev/null"], "not a regular file")
    try expect(65, ["robot", "check", "none.urdf", "--json"], "none.urdf: does not exist")
    try expect(65, ["robot", "show", "atn"], "did you mean 'ant'?")
    try expect(65, ["train", "ant", "--robot", "atn"], "did you mean 'ant'?")
    try expect(74, ["train", "ant", "--resume"], "runs/ant-s1: cannot resume")
    try expect(
      74, ["train", "ant", "--resume", "--output", "none"], "none/checkpoints/latest.json")
  }

  @Test func brokenRobots() throws {
    let malformed = try workplace.write("<robot name=\"r\">\n<link>\n</robot>\n", to: "r.urdf")
    try expect(65, ["robot", "check", malformed], "r.urdf:3:", "malformed XML")
    let other = try workplace.write("<model/>", to: "m.urdf")
    try expect(65, ["robot", "check", other], "m.urdf:1:", "expected <robot>")
    try expect(65, ["train", "ant", "--robot", malformed], "r.urdf:3:")
    let ant = Workplace.package + "/robots/ant/ant.urdf"
    let urdf = try workplace.write(String(contentsOfFile: ant, encoding: .utf8), to: "x.urdf")
    _ = try workplace.write("schema: 1\njonts: 3\n", to: "x.yaml")
    try expect(65, ["robot", "check", urdf], "x.yaml:2:", "joints")
  }

  @Test func brokenExperiments() throws {
    func expectError(_ text: String, _ parts: String...) throws {
      let path = try workplace.write(text, to: "e.yaml")
      let result = try workplace.ganglion("train", path, "--json")
      #expect(result.status == 65, "\(text): \(result.errors)")
      #expect(result.output.isEmpty)
      #expect(result.errors.filter { $0 == "\n" }.count == 1, "\(result.errors)")
      for part in ["e.yaml"] + parts { #expect(result.errors.contains(part), "\(result.errors)") }
    }
    try expectError(
      "schema: 1\nevolution:\n  sgima: 1\n", "e.yaml:3: evolution", "unknown key \"sgima\"",
      "\"sigma\"?")
    try expectError("schema: 1\nseed: x\n", "e.yaml:2: seed", "found \"x\"", "a whole number")
    try expectError("schema: 1\nevolution: {population: 3}\n", "e.yaml:2", "even number")
    try expectError("schema: 1\nevolution: {sigma_decay: 2}\n", "e.yaml:2")
    try expectError("seed: [1\n", "YAML")
    try expectError("", "nothing")
    try expect(65, ["train", "ant", "--set", "seed"], "--set", "key.path=value")
    try expect(65, ["train", "ant", "--set", "evolution.sigm=1"], "\"sigma\"?")
    try expect(65, ["train", "ant", "--rule", "ojja"], "network.rule", "hebbian")
    try expect(65, ["train", "ant", "--generations", "0"], "budget.generations")
    try expect(65, ["train", "ant", "--strategy", "nes"], "evolution.strategy", "sep-cma-es")
    try expect(65, ["train", "ant", "--search", "rule"], "evolution.search", "rules")
    try expect(65, ["train", "ant", "--strategy", "cma-es"], "evolution.strategy", "at most 1000")
    try expect(
      65, ["train", "ant", "--search", "rules", "--set", "network.granularity=neuron"],
      "network.granularity", "population")
    try expect(65, ["train", "ant", "--search", "rules", "--rule", "none"], "a plastic connection")
  }

  @Test func brokenPolicies() throws {
    let run = try Tiny.run()
    let whole = try run.workplace.read("run/policy.safetensors")
    for count in [0, 7, 100, whole.count - 1] {
      try whole.prefix(count).write(to: URL(fileURLWithPath: workplace.file("p.safetensors")))
      try expect(65, ["replay", "p.safetensors"], "p.safetensors: ", "expected")
      try expect(65, ["evaluate", "p.safetensors", "--json"], "p.safetensors: ")
    }
    try expect(
      65, ["evaluate", run.policy, "--robot", "hexapod"], "robot_digest", "for another robot")
    try expect(65, ["train", "hexapod", "--start", run.policy], "for another robot")
    try expect(65, ["train", "reversal", "--start", run.policy], "experiment task.kind")
    try expect(
      65, ["replay", run.policy, "--condition", "slpoe:3"], "condition \"slpoe:3\"", "slope")
    try expect(65, ["replay", run.policy, "--condition", "slope:9"], "slope:9", "1 to 5")
    try unknownPlaces(run.policy)
  }

  private func unknownPlaces(_ policy: String) throws {
    let dead = "dead-joint:5(fl_kne)@1s"
    try expect(
      65, ["replay", policy, "--condition", dead], dead, "no joint \"fl_kne\" of ant",
      "did you mean 'fl_knee'", "rr_knee")
    try expect(
      65, ["evaluate", policy, "--lifespan", "--condition", "lost-leg(f)", "--quiet"],
      "no leg \"f\" of ant", "known are fl, fr, rl, rr")
    let suite = try workplace.write(
      """
      schema: 1
      name: s
      conditions: [slope:1, "reversed-actuator:5(knee)"]
      """, to: "s.yaml")
    try expect(
      65, ["evaluate", policy, "--suite", suite, "--output", "out", "--quiet"],
      "reversed-actuator:5(knee)", "no joint \"knee\" of ant")
    let table = workplace.file("out/suite.csv")
    #expect(!FileManager.default.fileExists(atPath: table), "before anything is run")
  }

  @Test func unwritableOutput() throws {
    let plain = try workplace.write("", to: "plain")
    let run = try Tiny.run()
    try expect(74, Tiny.train + ["--output", "plain/run"], "plain/run")
    try expect(
      74, ["evaluate", run.policy, "--output", plain + "/x", "--quiet", "--episodes", "1"],
      "plain/x")
    for flag in ["--csv", "--svg"] {
      try expect(
        74, ["replay", run.policy, flag, plain + "/x", "--seed", "3"], "plain/x: cannot write")
    }
    try expect(
      74, ["replay", run.policy, "--svg", "g.svg", "--duration", "1"], "g.svg: cannot draw")
  }

  /// A full disk behind stdout is an error like any other.
  @Test func fullStandardOutput() throws {
    let result = try workplace.start(["presets"], output: "/dev/full").finished()
    #expect(result.status == 74)
    #expect(result.errors.filter { $0 == "\n" }.count == 1, "\(result.errors)")
  }

  /// The file that stood there is untouched, and no part of the new one is left behind.
  @Test func fullDisk() throws {
    let run = try Tiny.run()
    _ = try workplace.write("old", to: "gait.csv")
    let replay = ["replay", run.policy, "--csv", "gait.csv"]
    let result = try workplace.start(replay, blocks: 8).finished()
    #expect(result.status == 74, "\(result.errors)")
    #expect(result.errors.hasPrefix("error: gait.csv: cannot write: File too large"))
    #expect(try workplace.read("gait.csv") == Data("old".utf8))
    let names = try FileManager.default.contentsOfDirectory(atPath: workplace.path)
    #expect(names.filter { !$0.hasPrefix(".") } == ["gait.csv"])
  }

  @Test func aRunIsNotOverwritten() throws {
    let run = try Tiny.run()
    try expect(
      74, Tiny.train + ["--output", run.workplace.file("run")], "it holds a run; use --resume")
  }
}
