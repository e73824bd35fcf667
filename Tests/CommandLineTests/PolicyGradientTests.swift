import Foundation
import Testing

/// Training by policy gradient and the comparison of gradients, as commands.
@Suite struct PolicyGradientTests {
  let workplace: Workplace

  init() throws { workplace = try Workplace() }

  private let tiny =
    Tiny.train + [
      "--trainer", "policy-gradient", "--generations", "2", "--set", "policy_gradient.episodes=2",
      "--set", "policy_gradient.duration=0.4", "--set", "policy_gradient.epochs=1", "--quiet",
    ]

  @Test func aRunTellsWhatItsUpdatesDid() throws {
    let run = try workplace.start(tiny + ["--output", "run", "--json"]).finished()
    #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
    #expect(try run.json()["environment_steps"] as? Int == 2 * 2 * 20)
    let metrics = String(decoding: try workplace.read("run/metrics.csv"), as: UTF8.self)
    let rows = metrics.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    #expect(
      rows[0].suffix(9) == [
        "policy_loss", "value_loss", "explained_variance", "kl_divergence", "clip_share",
        "entropy", "deviation", "learning_rate", "epochs",
      ])
    #expect(rows.count == 3 && rows.allSatisfy { $0.count == rows[0].count })
    for row in rows.dropFirst() {
      #expect(row.suffix(9).allSatisfy { Double($0)?.isFinite == true }, "\(row)")
      #expect(row.last == "1.0", "one pass")
    }
    let replay = try workplace.ganglion("replay", "run/policy.safetensors", "--duration", "0.4")
    #expect(replay.status == 0, "\(replay.errors)")
  }

  @Test(arguments: [
    ("policy_gradient.segment=0", "policy_gradient.segment", "1 to 1000"),
    ("policy_gradient.clip=1", "policy_gradient.clip", "between 0 and 1"),
    ("policy_gradient.schedule=cosine", "policy_gradient.schedule", "constant, linear, adaptive"),
    ("policy_gradient.discount=1.1", "policy_gradient.discount", "0 to 1"),
    ("policy_gradient.critic_hidden=[0]", "policy_gradient.critic_hidden", "sizes from 1"),
    ("policy_gradient.gamma=0.9", "policy_gradient", "unknown key \"gamma\""),
  ])
  func settingsOutOfRange(_ assignment: String, _ place: String, _ expected: String) throws {
    let run = try workplace.start(tiny + ["--set", assignment]).finished()
    #expect(run.status == 65 && run.output.isEmpty)
    #expect(run.errors.contains(place) && run.errors.contains(expected), "\(run.errors)")
    #expect(!FileManager.default.fileExists(atPath: workplace.file("runs")))
  }

  @Test func segmentsThatDoNotFitIntoMemoryAreRefused() throws {
    let run = try workplace.start(
      tiny + [
        "--set", "network.hidden=[4096,4096,4096,4096]", "--set", "network.recurrent=true", "--set",
        "network.plastic=[input,recurrent]", "--set", "policy_gradient.segment=1000",
      ]
    ).finished()
    #expect(run.status == 65 && run.output.isEmpty)
    #expect(
      run.errors.contains("network.hidden: found [4096, 4096, 4096, 4096], which takes"),
      "\(run.errors)")
  }

  @Test func aTaskIsRefused() throws {
    let run = try workplace.ganglion("train", "cue-association", "--trainer", "policy-gradient")
    #expect(run.status == 65)
    #expect(run.errors.contains("trainer") && run.errors.contains("expected gradient, evolution"))
  }

  @Test func gradientsAreCompared() throws {
    let task = try workplace.write(Tiny.task, to: "task.yaml")
    let arguments = [
      "gradients", task, "--rule", "none", "--coordinates", "4", "--truth-episodes", "8",
      "--replicates", "2", "--batch", "4", "--pairs", "2", "4",
    ]
    let table = try workplace.start(arguments + ["--svg", "a.svg", "--quiet"]).finished()
    #expect(table.status == 0 && table.errors.isEmpty, "\(table.errors)")
    #expect(table.output.contains("e-prop superspike") && table.output.contains("evolution"))
    #expect(String(decoding: try workplace.read("a.svg"), as: UTF8.self).hasPrefix("<svg"))
    let json = try workplace.start(arguments + ["--json", "--quiet"]).finished().json()
    let rows = try #require(json["estimators"] as? [[String: Any]])
    let keys = ["name", "trials", "cosine", "relative_bias", "variance", "cpu_s", "peak_bytes"]
    for row in rows { for key in keys { #expect(row[key] != nil, "\(key)") } }
    #expect(rows.compactMap { $0["trials"] as? Int }.contains(4))
  }

  @Test func gradientsOfAGaitAreRefused() throws {
    let run = try workplace.ganglion("gradients", "ant")
    #expect(run.status == 65 && run.output.isEmpty)
    #expect(run.errors.contains("task.kind: found locomotion, expected a temporal task"))
    let other = try workplace.ganglion("gradients", "reversal", "--step", "0")
    #expect(other.status == 65 && other.errors.contains("--step"))
  }
}
