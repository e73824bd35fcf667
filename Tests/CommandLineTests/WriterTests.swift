import Foundation
import Testing

/// One process writes a run, and it goes on as what it began as.
@Suite struct WriterTests {
  let workplace: Workplace

  init() throws { workplace = try Workplace() }

  private func train(_ output: String, _ options: String...) throws -> Running {
    try workplace.start(
      Tiny.train + ["--output", output, "--quiet", "--generations"] + options)
  }

  private func resume(_ words: [String], _ output: String = "run") throws -> ProgramOutput {
    try workplace.start(
      ["train"] + words + ["--resume", "--output", output, "--quiet", "--workers", "1"]
    ).finished()
  }

  private func rows(_ run: String) -> Int {
    FileManager.default.contents(atPath: workplace.file("\(run)/metrics.csv"))?
      .count(where: { $0 == UInt8(ascii: "\n") }) ?? 0
  }

  /// While a process trains, others neither go on with its run nor start one in its folder, and
  /// say who trains.
  @Test func theSecondProcessIsRefused() throws {
    let running = try train("run", "100000")
    while rows("run") < 4, running.process.isRunning { usleep(2000) }
    for words in [["ant", "--resume", "--generations", "1"], ["ant"]] {
      let second = try workplace.start(["train"] + words + ["--output", "run"]).finished()
      #expect(second.status == 74, "\(second.errors)")
      let holder = "another run writes to it: process \(running.process.processIdentifier) on "
      #expect(second.errors.contains(holder), "\(second.errors)")
      #expect(second.errors.filter { $0 == "\n" }.count == 1)
    }
    running.process.interrupt()
    #expect(try running.finished().status == 130)
    let resumed = try resume(["ant", "--generations", "\(rows("run"))"])
    #expect(resumed.status == 0, "\(resumed.errors)")
    let last = String(decoding: try workplace.read("run/metrics.csv"), as: UTF8.self)
      .split(separator: "\n").map { $0.prefix { $0 != "," } }
    #expect(last.dropFirst() == last.indices.dropLast().map { "\($0)"[...] }[...])
  }

  /// However a process ends, its lock ends with it.
  @Test func aKilledProcessLeavesNoLock() throws {
    let running = try train("run", "100000")
    while rows("run") < 4, running.process.isRunning { usleep(2000) }
    kill(running.process.processIdentifier, SIGKILL)
    _ = try running.finished()
    let resumed = try resume(["ant", "--generations", "\(rows("run") + 10)"])
    #expect(resumed.status == 0, "\(resumed.errors)")
  }

  @Test func twoEvaluationsDoNotShareAFolder() throws {
    let policy = Workplace.package + "/policies/ant/fixed.safetensors"
    func evaluate(_ options: String...) throws -> Running {
      try workplace.start(
        ["evaluate", policy, "--output", "out", "--quiet", "--workers", "1"] + options)
    }
    let first = try evaluate("--suite", "full")
    while !FileManager.default.fileExists(atPath: workplace.file("out/suite.csv")),
      first.process.isRunning
    { usleep(2000) }
    let second = try evaluate("--lifespan", "--episodes", "1").finished()
    #expect(second.status == 74, "\(second.errors)")
    #expect(second.errors.contains("process \(first.process.processIdentifier) on "))
    first.process.interrupt()
    #expect(try first.finished().status == 130)
  }

  /// Whatever the command line names has to be as it is in the run; what it does not name is the
  /// run's.
  @Test func aResumedRunKeepsItsExperiment() throws {
    let begun = try train(
      "run", "2", "--seed", "3", "--rule", "bcm", "--set", "evolution.sigma=0.07",
      "--set", "randomisation.curriculum=0")
    #expect(try begun.finished().status == 0)
    for same in [
      ["ant"], ["ant", "--seed", "3"], ["ant", "--rule", "bcm", "--robot", "ant"],
      ["ant", "--set", "evolution.sigma=0.07", "--trainer", "evolution"],
      ["run/experiment.yaml"],
    ] {
      let resumed = try resume(same)
      #expect(resumed.status == 0, "\(same): \(resumed.errors)")
    }
    let before = try workplace.read("run/checkpoints/latest.json")
    for (other, key, here, there) in [
      (["quadruped"], "name", "quadruped", "ant"),
      (["quadruped", "--seed", "5"], "seed", "5", "3"),
      (["ant", "--seed", "5"], "seed", "5", "3"),
      (["ant", "--rule", "oja"], "network.rule", "oja", "bcm"),
      (["ant", "--rule", "none"], "network.plastic", "[]", "input"),
      (["ant", "--robot", "hexapod"], "robot", "hexapod", "ant"),
      (["ant", "--trainer", "policy-gradient"], "trainer", "policy-gradient", "evolution"),
      (["ant", "--strategy", "ars"], "evolution.strategy", "ars", "openai-es"),
      (["ant", "--gate", "eligibility"], "network.gate", "eligibility", ""),
      (["ant", "--search", "rules"], "evolution.search", "rules", "all"),
      (["ant", "--set", "evolution.sigma=0.08"], "evolution.sigma", "0.08", "0.07"),
      (["ant", "--set", "budget.generations=9"], "budget.generations", "9", "2"),
      (["ant", "--start", "p.safetensors"], "start", "p.safetensors", ""),
      (["xor"], "name", "xor", "ant"),
    ] {
      let refused = try resume(other)
      #expect(refused.status == 64, "\(other): \(refused.status) \(refused.errors)")
      #expect(refused.errors.contains(key + " is "), "\(other): \(refused.errors)")
      for text in [here, there] where !text.isEmpty {
        #expect(refused.errors.contains(text), "\(other): \(refused.errors)")
      }
    }
    #expect(try workplace.read("run/checkpoints/latest.json") == before)
    let forced = try resume(["ant", "--force"])
    #expect(forced.status == 64 && forced.errors.contains("--force is for a new run"))
  }

  /// Of a file, every key that it has counts, but for the budget.
  @Test func aResumedFileIsTheRunsOwn() throws {
    let yaml = try workplace.write(Tiny.task, to: "task.yaml")
    let begun = try workplace.ganglion(
      "train", yaml, "--output", "run", "--set", "gradient.batch=12", "--generations", "2",
      "--quiet")
    #expect(begun.status == 0, "\(begun.errors)")
    let refused = try resume([yaml])
    #expect(refused.status == 64)
    #expect(refused.errors.contains("gradient.batch is 12, not 8"), "\(refused.errors)")
    #expect(try resume([yaml, "--set", "gradient.batch=12", "--generations", "3"]).status == 0)
    #expect(try resume(["run/experiment.yaml", "--generations", "4"]).status == 0)
    _ = try workplace.write(Tiny.task.replacing("cues: 2", with: "cues: 3"), to: "task.yaml")
    let changed = try resume([yaml, "--set", "gradient.batch=12"])
    #expect(changed.status == 64 && changed.errors.contains("task.cues is 2, not 3"))
  }

  /// What an interrupted run tells to go on with does go on with it.
  @Test func theToldCommandGoesOn() throws {
    let yaml = try workplace.write(Tiny.task, to: "my task.yaml")
    let running = try workplace.start([
      "train", yaml, "--output", "the run", "--set", "gradient.batch=12", "--quiet",
      "--generations", "100000",
    ])
    while rows("the run") < 4, running.process.isRunning { usleep(2000) }
    running.process.interrupt()
    let cut = try running.finished()
    #expect(cut.status == 130)
    let told = try #require(cut.errors.split(separator: "tools/ganglion ").last)
    let resumed = try workplace.start(
      [],
      script: "\"$0\" \(told.trimmingCharacters(in: .newlines)) --generations \(rows("the run"))"
    ).finished()
    #expect(resumed.status == 0, "\(told): \(resumed.errors)")
  }

  @Test func aCheckpointOfAnotherExperimentIsRefused() throws {
    for seed in ["1", "2"] {
      #expect(try train("s\(seed)", "1", "--seed", seed).finished().status == 0)
    }
    _ = try workplace.read("s2/checkpoints/latest.json")
      .write(to: URL(fileURLWithPath: workplace.file("s1/checkpoints/latest.json")))
    let refused = try resume(["ant", "--generations", "2"], "s1")
    #expect(refused.status == 65, "\(refused.errors)")
    #expect(
      refused.errors.contains(
        "s1/checkpoints/latest.json: found a state of another experiment, whose seed is 2, "
          + "expected 1, as in s1/experiment.yaml"), "\(refused.errors)")
  }
}
