import Foundation
import Testing

/// The whole way to a robot that finds out, in its smallest form, and what is done with the policy.
@Suite struct AdaptiveTests {
  private static let small = [
    "train", "ant-adaptive", "--generations", "2", "--workers", "2",
    "--set", "distillation.lives=4", "--set", "distillation.rounds=2",
    "--set", "distillation.duration=2", "--set", "distillation.window=1",
    "--set", "evaluation.episodes=1", "--set", "evaluation.duration=1",
    "--set", "evaluation.selection_episodes=1", "--set", "evaluation.selection_interval=2",
  ]

  /// Gait, teacher and student in one command; the same command goes on from what is there, to the
  /// same bytes.
  @Test func oneCommandGoesTheWholeWay() throws {
    let workplace = try Workplace()
    let first = try workplace.start(Self.small + ["--output", "way"]).finished()
    #expect(first.status == 0, "\(first.errors)")
    for stage in ["ant-fixed", "ant-teacher"] {
      #expect(first.errors.contains("first \(stage)"), "\(first.errors)")
    }
    let folders = ["way", "way/teacher", "way/teacher/start"]
    for folder in folders {
      #expect(
        FileManager.default.fileExists(atPath: workplace.file("\(folder)/policy.safetensors")))
    }
    let header = String(
      decoding: try workplace.read("way/metrics.csv"), as: UTF8.self
    ).split(separator: "\n")[0]
    #expect(header.hasSuffix("r2_joint_strength,r2_freedom,r2_slope"))

    // The student is lost and its stages are not.
    for name in ["policy.safetensors", "checkpoints", "metrics.csv"] {
      try FileManager.default.removeItem(atPath: workplace.file("way/\(name)"))
    }
    let again = try workplace.start(Self.small + ["--output", "way", "--quiet"]).finished()
    #expect(again.status == 0 && again.errors.isEmpty, "\(again.errors)")
    let fresh = try workplace.start(Self.small + ["--output", "other", "--quiet"]).finished()
    #expect(fresh.status == 0, "\(fresh.errors)")
    for name in ["policy", "teacher/policy", "teacher/start/policy"] {
      #expect(
        try workplace.read("way/\(name).safetensors")
          == workplace.read("other/\(name).safetensors"), "\(name)")
    }

    // A teacher of another seed is not taken for its own.
    try FileManager.default.removeItem(atPath: workplace.file("way/checkpoints"))
    let other = try workplace.start(
      Self.small + ["--seed", "2", "--output", "way", "--quiet"]
    ).finished()
    #expect(other.status == 74 && other.errors.contains("--seed 1"), "\(other.errors)")
    let policy = "way/policy.safetensors"
    let suite = try workplace.ganglion(
      "evaluate", policy, "--suite", "hidden", "--episodes", "1", "--json", "--quiet")
    #expect(suite.status == 0, "\(suite.errors)")
    let dividend = try workplace.ganglion(
      "evaluate", policy, "--dividend", "--condition", "reversed-actuator:5@1s", "--duration", "2",
      "--episodes", "3", "--json", "--quiet")
    #expect(dividend.status == 0, "\(dividend.errors)")
    let replay = try workplace.ganglion(
      "replay", policy, "--condition", "reversed-actuator:5(fl_knee)@0.5s", "--csv", "life.csv",
      "--html", "life.html")
    #expect(replay.status == 0, "\(replay.errors)")
    let table = String(decoding: try workplace.read("life.csv"), as: UTF8.self)
      .split(whereSeparator: \.isNewline)
      .map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    let knee = try #require(table[0].firstIndex(of: "fact_gain_1"))
    let gains = table.dropFirst().map { Double($0[knee]) }
    #expect(gains.first == 1 && gains.last == -1)
    #expect(table[0].contains("estimate_gain_1") && table[0].contains("estimate_strength"))
    let verified = try workplace.ganglion("verify", "other", "--quiet")
    #expect(verified.status == 0, "\(verified.errors)")

    let headroom = try workplace.ganglion(
      "headroom", "way/teacher/policy.safetensors", "--robust",
      "way/teacher/start/policy.safetensors",
      "--episodes", "1", "--quiet")
    #expect(headroom.status == 0, "\(headroom.errors)")
    for word in ["oracle", "z nominal", "robust", "swapped-pair:5@4s", "none shown"] {
      #expect(headroom.output.contains(word), "\(headroom.output)")
    }
  }

  @Test func mistakesAreTold() throws {
    let workplace = try Workplace()
    let fixed = "\(Workplace.package)/policies/ant/fixed.safetensors"
    for (arguments, status, part) in [
      (["train", "ant-adaptive", "--set", "distillation.teacher=\(fixed)"], 65, "told facts"),
      (
        ["train", "ant-adaptive", "--set", "task.privileged=[gain]"], 65,
        "an estimator is told nothing"
      ),
      (["train", "ant-adaptive", "--set", "distillation.teacher=''"], 65, "ant-teacher"),
      (["train", "ant", "--set", "task.privileged=[gian]"], 65, "gain, wiring"),
      (["train", "ant-adaptive", "--set", "distillation.sharing=join"], 65, "none, joint"),
      (
        [
          "train", "ant-adaptive", "--set", "distillation.sharing=joint", "--set",
          "network.synaptic_shares=false",
        ], 65, "network.synaptic_shares"
      ),
      (["train", "ant", "--trainer", "distillation"], 65, "distillation.teacher"),
      (["train", "ant", "--set", "network.centred=[action]"], 65, "centred"),
      (
        ["train", "ant", "--set", "distillation.weights=[gain]"], 65, "fact:weight, such as gain:4"
      ),
      (["evaluate", fixed, "--told", "x=truth"], 64, "no arm 'x'"),
      (["evaluate", "--arm", "x=\(fixed)", "--told", "x=lies"], 64, "truth, nominal, guesses"),
      (["headroom", "nowhere.safetensors"], 74, "nowhere.safetensors"),
    ] as [([String], Int32, String)] {
      let result = try workplace.start(arguments + ["--quiet"]).finished()
      #expect(result.status == status, "\(arguments): \(result.status) \(result.errors)")
      #expect(result.errors.contains(part), "\(arguments): \(result.errors)")
    }
  }
}
