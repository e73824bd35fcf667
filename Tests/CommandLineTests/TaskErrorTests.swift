import Foundation
import Testing

/// Robots and temporal tasks taken for each other, and tasks that cannot be run.
@Suite struct TaskErrorTests {
  let workplace: Workplace

  init() throws { workplace = try Workplace() }

  /// Runs a command that has to fail with `status` and leaves no run behind; a status other than 64
  /// comes with a single line.
  private func expect(
    _ status: Int32, _ arguments: [String], _ parts: String...,
    location: Testing.SourceLocation = #_sourceLocation
  ) throws {
    let result = try workplace.start(arguments).finished()
    #expect(result.status == status, "\(result.errors)", sourceLocation: location)
    #expect(result.output.isEmpty, "stdout stays empty", sourceLocation: location)
    for part in parts {
      #expect(
        result.errors.contains(part), "no \(part) in: \(result.errors)", sourceLocation: location)
    }
    if status != 64 {
      #expect(result.errors.filter { $0 == "\n" }.count == 1, sourceLocation: location)
    }
    let runs = FileManager.default.fileExists(atPath: workplace.file("runs"))
    #expect(!runs, "nothing was started", sourceLocation: location)
  }

  @Test func trainersThatDoNotFit() throws {
    try expect(65, ["train", "ant", "--trainer", "gradient"], "trainer", "expected evolution")
    for preset in ["ant", "cue-association"] {
      try expect(65, ["train", preset, "--trainer", "nonsense"], "trainer", "evolution, gradient")
    }
  }

  @Test func aTaskHasNoRobotAndAGaitHasOne() throws {
    try expect(
      64, ["train", "cue-association", "--robot", "ant"], "--robot is \"ant\"", "has no robot")
    try expect(65, ["train", "reversal", "--set", "robot=ant"], "unknown key \"robot\"")
    try expect(65, ["train", "ant", "--set", "robot=null"], "--set: robot")
    try expect(65, ["train", "ant", "--set", "task.kind=cue-association"], "--set: task.kind")
    let path = try workplace.write("schema: 1\ntask:\n  cues: 3\n  kind: walk\n", to: "e.yaml")
    try expect(65, ["train", path], "e.yaml:4: task.kind", "one-shot-recognition")
  }

  @Test func policiesOfTheOtherKind() throws {
    let (gait, task) = (try Tiny.run().policy, try Tiny.taskRun().policy)
    let kind = "experiment task.kind"
    for policies in [[gait, task], [task, gait]] {
      try expect(
        65, ["evaluate", "--quiet", "--episodes", "1"] + policies, gait, kind, "a temporal task")
    }
    try expect(65, ["evaluate", task, "--robot", "ant"], task, kind, "expected locomotion")
    try expect(64, ["evaluate", gait, "--noise", "0.1"], "--noise is for temporal tasks")
    try expect(64, ["evaluate", task, "--step-divisor", "2"], "--step-divisor is for walking")
  }

  @Test func noisesOutOfRange() throws {
    for noise in ["-1", "nan", "inf"] {
      try expect(64, ["evaluate", "p", "--noise=\(noise)"], "--noise is \(noise)")
    }
  }

  /// Refused before anything is allocated.
  @Test func aTaskThatCannotFitIsRefused() throws {
    let text = """
      schema: 1
      task: {kind: cue-accumulation, delay_ticks: 100000}
      network: {hidden: [4096, 4096, 4096, 4096]}
      """
    let path = try workplace.write(text, to: "large.yaml")
    try expect(65, ["train", path, "--workers", "64"], "network.hidden", "GiB")
  }
}
