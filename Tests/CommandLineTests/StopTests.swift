import Foundation
import Testing

/// Signals that end a program.
@Suite struct StopTests {
  let workplace: Workplace

  init() throws { workplace = try Workplace() }

  private func rows() -> Int {
    FileManager.default.contents(atPath: workplace.file("cut/metrics.csv"))?
      .count(where: { $0 == UInt8(ascii: "\n") }) ?? 0
  }

  /// Processor time of a program, in the system's hundredths of a second.
  private func ticks(_ running: Running) -> Int {
    let path = "/proc/\(running.process.processIdentifier)/stat"
    let fields = (FileManager.default.contents(atPath: path) ?? Data()).split(separator: 32)
    return fields.count < 15
      ? 0
      : [13, 14].reduce(0) {
        $0 + (Int(String(decoding: fields[$1], as: UTF8.self)) ?? 0)
      }
  }

  private func start(script: String? = nil) throws -> Running {
    let running = try workplace.start(
      Tiny.train + [
        "--set", "randomisation.curriculum=0", "--generations", "100000", "--output", "cut",
        "--quiet",
      ], script: script)
    while rows() < 4, running.process.isRunning { usleep(2000) }
    return running
  }

  /// Every way of asking a program to end gives it time to save, as Ctrl-C does.
  @Test(arguments: [SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGXCPU])
  func anEndedTrainingSaves(number: Int32) throws {
    let running = try start()
    kill(running.process.processIdentifier, number)
    let cut = try running.finished()
    #expect(cut.status == 130, "\(cut.errors)")
    #expect(cut.errors.contains("train ant --resume --output cut"))
    let resumed = try workplace.ganglion(
      "train", "ant", "--resume", "--output", "cut", "--quiet", "--generations", "\(rows())",
      "--json")
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(try resumed.json()["generations"] as? Int == rows() - 1, "nothing was repeated")
  }

  /// Whom `nohup` starts a closing terminal does not end.
  @Test func nohupIsRespected() throws {
    let running = try start(script: "exec nohup \"$0\" \"$@\"")
    kill(running.process.processIdentifier, SIGHUP)
    let before = rows()
    while rows() < before + 5, running.process.isRunning { usleep(2000) }
    #expect(running.process.isRunning)
    running.process.interrupt()
    #expect(try running.finished().status == 130)
  }

  /// Who asks twice does not wait for a generation to end; what was saved before is kept.
  @Test func theSecondControlCEndsALongGeneration() throws {
    // Half a minute of one generation.
    let running = try workplace.start([
      "train", "ant", "--generations", "2", "--output", "cut", "--quiet", "--workers", "2",
      "--set", "evolution.population=512", "--set", "evolution.initial_duration=60",
      "--set", "task.duration=60",
    ])
    let log = workplace.file("cut/log.jsonl")
    while FileManager.default.contents(atPath: log)?.isEmpty ?? true, running.process.isRunning {
      usleep(2000)
    }
    // The generation is under way when it has taken some time of the processors.
    let begun = ticks(running)
    while ticks(running) < begun + 30, running.process.isRunning { usleep(2000) }
    let saved = try workplace.read("cut/checkpoints/latest.json")
    while running.process.isRunning {
      running.process.interrupt()
      usleep(20_000)
    }
    let cut = try running.finished()
    #expect(cut.status == 130, "\(cut.errors)")
    #expect(rows() == 1, "the generation did not end")
    #expect(try workplace.read("cut/checkpoints/latest.json") == saved)
    #expect(cut.errors.filter { $0 == "\n" }.count == 1, "\(cut.errors)")
    #expect(cut.errors.contains("what was saved before is kept"), "\(cut.errors)")
  }

  /// Also one of many seconds that a suite is in.
  @Test func theSecondControlCEndsALongTrial() throws {
    let suite = try workplace.write(
      "schema: 1\nname: long\nepisodes: 2\nduration: 80000\nconditions: [slope:1]\n",
      to: "long.yaml")
    let policy = Workplace.package + "/policies/ant/fixed.safetensors"
    let running = try workplace.start(
      ["evaluate", policy, "--suite", suite, "--output", "out", "--workers", "2"])
    while !FileManager.default.fileExists(atPath: workplace.file("out/suite.csv")),
      running.process.isRunning
    { usleep(2000) }
    while running.process.isRunning {
      running.process.interrupt()
      usleep(20_000)
    }
    #expect(try running.finished().status == 130)
  }
}
