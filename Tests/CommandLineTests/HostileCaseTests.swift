import FileFormats
import Foundation
import Policies
import TemporalTasks
import Testing

/// Files and options that once ended the program by a signal, made it wait, or let it open what it
/// should not: one clear error and a documented code.
@Suite struct HostileCaseTests {
  let workplace: Workplace

  init() throws { workplace = try Workplace() }

  private func expect(
    _ status: Int32, _ arguments: [String], _ parts: String...,
    location: Testing.SourceLocation = #_sourceLocation
  ) throws {
    let result = try workplace.start(arguments).finished()
    #expect(result.status == status, "\(result.errors)", sourceLocation: location)
    for part in parts {
      #expect(
        (result.errors + result.output).contains(part), "no \(part) in: \(result.errors)",
        sourceLocation: location)
    }
  }

  private static let ant = "\(Workplace.package)/robots/ant/ant"
  private static let policy = "\(Workplace.package)/policies/ant/fixed.safetensors"

  @Test func ratiosAndArmatures() throws {
    let profile = try String(contentsOfFile: Self.ant + ".yaml", encoding: .utf8)
    _ = try workplace.copy(Self.ant + ".urdf", to: "r.urdf")
    for (key, wild) in [("period", "1e300"), ("step", "1e-9"), ("armature", "1e300")] {
      let changed = profile.replacing(
        try Regex("\(key): [0-9.]+"), with: "\(key): \(wild)", maxReplacements: 1)
      #expect(changed != profile)
      _ = try workplace.write(changed, to: "r.yaml")
      try expect(
        65, ["robot", "check", "r.urdf"], "\(key): found '\(wild)', expected a number from")
    }
  }

  /// The bytes of a shipped policy with other metadata, sealed.
  private func forged(_ change: (inout [String: String]) -> Void) throws -> String {
    var file = try SafeTensors(
      decoding: Data(contentsOf: URL(fileURLWithPath: Self.policy)), path: "p")
    change(&file.metadata)
    try file.encoded().write(to: URL(fileURLWithPath: workplace.file("p.safetensors")))
    return workplace.file("p.safetensors")
  }

  @Test func aPolicysRobotIsBounded() throws {
    let path = try forged { metadata in
      metadata["robot_profile"]?.replace("armature: 0.004", with: "armature: 1e150")
    }
    for command in [["replay", path], ["evaluate", path]] {
      try expect(65, command, "physics.armature: found '1e150'")
    }
    let long = try forged { metadata in
      metadata["robot_urdf"]?.replace("fl_foot", with: String(repeating: "f", count: 100_000))
    }
    try expect(65, ["replay", long], "100000 bytes, expected at most 256")
  }

  @Test func pipesAndFoldersOfOthers() throws {
    let images = workplace.file("om/a/b")
    try FileManager.default.createDirectory(atPath: images, withIntermediateDirectories: true)
    #expect(mkfifo(images + "/x.pgm", 0o600) == 0)
    let folder = workplace.file("om")
    try expect(
      65, ["train", "one-shot-recognition", "--set", "task.folder=\(folder)"], "x.pgm",
      "not a regular file")

    let shipped = "\(Workplace.package)/policies/tasks/one-shot-recognition/fixed.safetensors"
    var policy = try Policy(path: shipped)
    policy.experiment = try ExperimentFile.set("task.folder=\(folder)", on: policy.experiment)
    try policy.encoded().write(to: URL(fileURLWithPath: workplace.file("q.safetensors")))
    for command in ["replay", "evaluate"] {
      try expect(65, [command, "q.safetensors"], "--set task.folder=FOLDER allows one")
      try expect(
        65, [command, "q.safetensors", "--set", "task.folder=\(folder)"], "not a regular file")
      try expect(65, [command, "q.safetensors", "--set", "seed=3"], "expected task.folder")
    }
  }

  @Test func workIsToldBeforeItBegins() throws {
    try expect(
      65, ["evaluate", Self.policy, "--suite", "standard", "--episodes", "1000000"],
      "1000000 episodes of 10.0 s under each of", "control steps")
    try expect(
      65, ["train", "ant", "--set", "evolution.episodes=1000000"], "candidates in 1000000 episodes")
    try expect(64, ["replay", Self.policy, "--duration", "0.001"], "--duration is 0.001")
    try expect(
      65, ["replay", Self.policy, "--condition", "slope:3@1e300s"], "at most a day")
  }

  /// The header tells that rows need not be read.
  @Test func aTableOfOtherColumns() throws {
    _ = try workplace.write("time_s\n1\nnot a number\n", to: "t.csv")
    try expect(
      65, ["replay", Self.policy, "--duration", "0.1", "--against", "t.csv"],
      "differs at line 1, base_x_m")
  }
}
