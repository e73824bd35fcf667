import Foundation
import Testing

/// From a training that fails to the replay of its failures.
@Suite struct FailureReplayTests {
  let workplace: Workplace

  init() throws { workplace = try Workplace() }

  private func train(_ arguments: String...) throws -> ProgramOutput {
    try workplace.start(Tiny.train + ["--generations", "2", "--output", "run"] + arguments)
      .finished()
  }

  /// The ant with servos stiffer than its physics step bears.
  private func wildRobot() throws -> String {
    func text(_ ending: String) throws -> String {
      try String(contentsOfFile: "\(Workplace.package)/robots/ant/ant.\(ending)", encoding: .utf8)
    }
    _ = try workplace.write(
      text("yaml").replacingOccurrences(of: "kp: 40,", with: "kp: 4000,"), to: "wild.yaml")
    return try workplace.write(
      text("urdf").replacingOccurrences(of: "effort=\"30\"", with: "effort=\"1e7\""),
      to: "wild.urdf")
  }

  @Test func anExplosionIsCountedSavedAndReplayed() throws {
    let run = try train(
      "--robot", wildRobot(), "--set", "randomisation.conditions=[]", "--json")
    #expect(run.status == 0, "\(run.errors)")
    let json = try run.json()
    #expect((json["failures"] as? [String: Int])?["body"] == 8)
    #expect(json["nonfinite_episodes"] as? Int == 8)
    #expect(run.errors.contains("failures: 4 body"), "the progress line: \(run.errors)")
    let file = "run/failures/g1-i2.safetensors"
    let text = try workplace.ganglion("replay", file, "--csv", "f.csv", "--html", "f.html")
    #expect(text.status == 0 && text.errors.isEmpty, "\(text.errors)")
    #expect(text.output.hasPrefix("failure   episode 2 of generation 1, seed 1, nominal\n"))
    #expect(text.output.contains("recorded  body: joint-drift"))
    #expect(text.output.hasSuffix("again     the same failure at the same time\n"))
    let rows = String(decoding: try workplace.read("f.csv"), as: UTF8.self)
    let replayed = try workplace.ganglion("replay", file, "--json").json()
    let steps = try #require(replayed["duration_s"] as? Double) / 0.02
    #expect(rows.components(separatedBy: "\r\n").count == Int(steps.rounded()) + 2)
    #expect(replayed["reproduced"] as? Bool == true && replayed["item"] as? Int == 2)
    #expect(try workplace.read("f.html").count > 100_000)
  }

  @Test func anUpdateIsMadeAgain() throws {
    let run = try train("--set", "evolution.learning_rate=1e300")
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.contains("failures  2 parameters; the first are in run/failures"))
    let file = "run/failures/g1-update.safetensors"
    let text = try workplace.ganglion("replay", file)
    #expect(text.status == 0, "\(text.errors)")
    #expect(text.output.contains("the update of generation 1"))
    #expect(text.output.contains("recorded  parameters: hidden1.input.weight[0] = "))
    let csv = try workplace.ganglion("replay", file, "--csv", "f.csv", "--json")
    #expect(try csv.json()["outcome"] as? String == "completed", "of its first episode")
    #expect(try workplace.read("f.csv").count > 1000)
  }

  @Test func aTasksFailureIsReplayed() throws {
    let yaml = try workplace.write(
      Tiny.task.replacingOccurrences(
        of: "{hidden: [8]}", with: "{hidden: [8], rule: hebbian, initial_share: 1e38, bound: 1e30}"
      ), to: "task.yaml")
    let run = try workplace.ganglion("train", yaml, "--output", "run", "--quiet")
    #expect(run.status == 0, "\(run.errors)")
    let text = try workplace.ganglion(
      "replay", "run/failures/g0-i0.safetensors", "--csv", "f.csv", "--svg", "f.svg")
    #expect(text.status == 0, "\(text.output) \(text.errors)")
    #expect(text.output.contains("recorded  network: ") && text.output.contains(" ticks\n"))
    #expect(try workplace.read("f.csv").count > 1000)
  }

  @Test func wrongUseIsRefused() throws {
    _ = try train("--set", "task.reward.alive=1e308")
    let file = "run/failures/g0-i0.safetensors"
    for option in [
      ["--seed", "2"], ["--condition", "slope:3"], ["--duration", "2"], ["--episode", "1"],
      ["--against", "x.csv"], ["--heading", "0.3"],
    ] {
      let run = try workplace.start(["replay", file] + option).finished()
      #expect(run.status == 64 && run.errors.contains(option[0]), "\(run.errors)")
    }
    // A policy that does not fail in the episode that the file names.
    var data = try workplace.read(file)
    let reward = Data("alive: 1e+308".utf8)
    let place = try #require(data.range(of: reward), "the experiment's reward")
    data.replaceSubrange(place, with: Data("alive: 1.0000".utf8))
    try data.write(to: URL(fileURLWithPath: workplace.file("f.safetensors")))
    let run = try workplace.ganglion("replay", "f.safetensors")
    #expect(run.status == 65 && run.output.contains("again     not the same"), "\(run)")
    #expect(run.output.contains("found     no failure: "), "\(run.output)")
  }
}
