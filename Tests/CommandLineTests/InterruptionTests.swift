import Foundation
import Testing

@Suite struct InterruptionTests {
  /// Ctrl-C in mid-training saves; going on gives the policy of a run that was left in peace.
  @Test(arguments: [
    Tiny.train, ["train", "task.yaml"], ["train", "task.yaml", "--trainer", "evolution"],
  ])
  func anInterruptedTrainingGoesOnToTheSamePolicy(train: [String]) throws {
    let workplace = try Workplace()
    _ = try workplace.write(Tiny.task, to: "task.yaml")
    let long = train + ["--generations", "100000"]
    let running = try workplace.start(long + ["--output", "cut", "--json"])
    while !hasRows(workplace.file("cut/metrics.csv")), running.process.isRunning {
      usleep(2000)
    }
    running.process.interrupt()
    let cut = try running.finished()
    #expect(cut.status == 130, "\(cut.errors)")
    #expect(cut.output.isEmpty)
    #expect(cut.errors.contains("train \(train[1]) --resume --output cut"))
    let checkpoint = workplace.file("cut/checkpoints/latest.json")
    #expect(FileManager.default.fileExists(atPath: checkpoint))
    #expect(!FileManager.default.fileExists(atPath: workplace.file("cut/policy.safetensors")))
    let rows = String(decoding: try workplace.read("cut/metrics.csv"), as: UTF8.self)
      .split(separator: "\n").count
    try #require(rows - 1 < 100000, "it was interrupted in mid-training")

    let total = "\(rows + 4)"
    let resumed = try workplace.ganglion(
      "train", train[1], "--resume", "--output", "cut", "--generations", total, "--workers", "2",
      "--json")
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(try resumed.json()["generations"] as? Int == rows + 4)
    let whole = try workplace.start(
      train + ["--generations", total, "--output", "whole", "--quiet"]
    ).finished()
    #expect(whole.status == 0)
    #expect(
      try workplace.read("cut/policy.safetensors") == workplace.read("whole/policy.safetensors"))
  }

  private func hasRows(_ path: String) -> Bool {
    let data = FileManager.default.contents(atPath: path) ?? Data()
    return data.filter { $0 == UInt8(ascii: "\n") }.count >= 4
  }

  /// Without --output, runs are numbered and --resume finds the newest.
  @Test func runsAreNumberedAndTheNewestIsResumed() throws {
    let workplace = try Workplace()
    let train = Tiny.train + ["--generations", "1", "--quiet", "--json"]
    for expected in ["runs/ant-s1", "runs/ant-s1-2", "runs/ant-s1-3"] {
      let json = try workplace.start(train).finished().json()
      #expect(json["run"] as? String == expected)
    }
    let resumed = try workplace.ganglion(
      "train", "ant", "--resume", "--generations", "2", "--json", "--quiet")
    #expect(try resumed.json()["run"] as? String == "runs/ant-s1-3")
    #expect(try resumed.json()["generations"] as? Int == 2)
    let other = try workplace.ganglion("train", "ant", "--seed", "5", "--resume")
    #expect(other.status == 74)
    #expect(other.errors.contains("runs/ant-s5"))
  }
}
