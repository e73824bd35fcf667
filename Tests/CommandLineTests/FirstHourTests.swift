import Foundation
import Testing

/// What a newcomer meets.
@Suite struct FirstHourTests {
  private let workplace: Workplace

  init() throws { workplace = try Workplace() }

  @Test func aRunIsNamedByItsFolder() throws {
    let run = try Tiny.run()
    let folder = run.workplace.file("run")
    for command in [["replay", folder, "--duration", "1"], ["replay", folder + "/"]] {
      let byFolder = try workplace.start(command).finished()
      #expect(byFolder.status == 0, "\(byFolder.errors)")
    }
    let byFile = try workplace.start(["replay", run.policy, "--duration", "1"]).finished()
    let byFolder = try workplace.start(["replay", folder, "--duration", "1"]).finished()
    #expect(byFolder.output == byFile.output)
    let empty = try workplace.start(["replay", workplace.path]).finished()
    #expect(empty.status == 74 && empty.errors.contains("policy.safetensors"), "\(empty.errors)")
  }

  @Test func trainingSaysWhatItDoesAndWhatComesNext() throws {
    let run = try workplace.start(Tiny.train + ["--generations", "2", "--output", "run"]).finished()
    #expect(run.status == 0, "\(run.errors)")
    let first = run.errors.split(separator: "\n").first ?? ""
    for part in ["ant, 8 neurons, oja, modulated", "parameters", "seed 1", "1 worker", "run"] {
      #expect(first.contains(part), "\(first)")
    }
    #expect(run.errors.contains("generation 1/2") && run.errors.contains("generation 2/2"))
    let next = run.output.split(separator: "\n").map(String.init)
    let look = try #require(next.firstIndex { $0.hasPrefix("look ") })
    #expect(next[look].hasSuffix("open run/gait.html"))
    let page = String(decoding: try workplace.read("run/gait.html"), as: UTF8.self)
    #expect(page.contains("<html") && page.count > 500_000)
    // Every command that it proposes runs.
    for line in next[look...].dropFirst() {
      let words = line.split(separator: " ").map(String.init)
      #expect(words[1] == "tools/ganglion", "\(line)")
      let quick = words[2] == "evaluate" ? ["--episodes", "1", "--quiet"] : []
      let result = try workplace.start(Array(words.dropFirst(2)) + quick).finished()
      #expect(result.status == 0, "\(line): \(result.errors)")
    }
  }

  /// One bit of a weight, far from where anything is written down in words.
  @Test func aFlippedBitIsTold() throws {
    let run = try Tiny.run()
    var policy = try Data(contentsOf: URL(fileURLWithPath: run.policy))
    let whole = try workplace.start(["replay", run.policy, "--duration", "1"]).finished()
    #expect(!whole.errors.contains("damaged"), "\(whole.errors)")
    policy[policy.count - 3] ^= 1
    try policy.write(to: URL(fileURLWithPath: workplace.file("flipped.safetensors")))
    for command in [["replay", "--duration", "1"], ["evaluate", "--episodes", "1"]] {
      let flipped = try workplace.start(command + ["flipped.safetensors", "--json"]).finished()
      #expect(flipped.status == 0, "\(flipped.errors)")
      #expect(
        flipped.errors.contains("warning: flipped.safetensors: its parameters are not those"),
        "\(flipped.errors)")
    }
  }

  @Test func locomotionAsksForARobot() throws {
    let asked = try workplace.start(["train", "locomotion"]).finished()
    #expect(asked.status == 64)
    #expect(asked.errors.hasPrefix("error: locomotion is for any robot: give --robot"))
    #expect(asked.errors.contains("ant, hexapod, quadruped"), "\(asked.errors)")
  }

  @Test func aMovedProgramNamesItsHome() throws {
    let lost = try workplace.start(
      ["robot", "show", "ant"], variables: ["GANGLION_HOME": workplace.path]
    ).finished()
    #expect(lost.status == 74 && lost.errors.contains("GANGLION_HOME"), "\(lost.errors)")
  }

  @Test func keysAreExplained() throws {
    let one = try workplace.start(["explain", "evolution.sigma"]).finished()
    #expect(one.status == 0)
    #expect(one.output.contains("Standard deviation σ of the perturbations"))
    #expect(one.output.contains("default   0.1\n  range     a positive number\n"), "\(one.output)")
    #expect(one.output.contains("trainer: evolution"))
    let some = try workplace.start(["explain", "severities"]).finished()
    #expect(some.output.hasPrefix("conditions.severities\n"), "\(some.output)")
    let two = try workplace.start(["explain", "kp", "--json"]).finished().json()
    #expect((two["keys"] as? [[String: Any]])?.count == 2)
    let all = try workplace.start(["explain"]).finished().output
    #expect(all.split(separator: "\n").count > 200)
    let wrong = try workplace.start(["explain", "evolution.sigmma"]).finished()
    #expect(wrong.status == 64 && wrong.errors.contains("did you mean evolution.sigma?"))
    let unknown = try workplace.start(["train", "ant", "--set", "evolution.sigmma=1"]).finished()
    #expect(unknown.errors.contains("\"sigma\"? Standard deviation σ"), "\(unknown.errors)")
  }

  @Test func errorsHaveOneSpelling() throws {
    for arguments in [
      ["train", "ant", "--seed", "-1"], ["tran", "ant"], ["train"], ["replay", "nowhere"],
      ["train", "ant", "--rule", "ojja"], ["evaluate", "--episodes", "x"],
    ] {
      let result = try workplace.start(arguments).finished()
      #expect([64, 65, 74].contains(result.status), "\(arguments)")
      #expect(result.errors.hasPrefix("error: "), "\(arguments): \(result.errors)")
    }
    let command = try workplace.start(["tran", "ant"]).finished()
    #expect(command.errors.contains("did you mean train?"), "\(command.errors)")
    // Help is help, whatever stands before it.
    let help = try workplace.start(["tran", "--help"]).finished()
    #expect(help.status == 0 && help.output.hasPrefix("OVERVIEW"), "\(help.output)")
    let seed = try workplace.start(["train", "ant", "--seed", "-1"]).finished()
    #expect(seed.errors.contains("--seed is -1, expected a whole number from 0 on"))
  }

  /// On a terminal of any width the live line stays within it.
  @Test(arguments: [40, 60, 80, 200]) func progressFitsTheTerminal(_ columns: Int) throws {
    let shown = try workplace.start(
      Tiny.train + ["--generations", "4", "--output", "run"],
      script: "exec script -qec \"stty cols \(columns); exec $0 $*\" /dev/null"
    ).finished().output
    let live = shown.split(separator: "\u{1B}[2K").dropFirst().map {
      $0.prefix { $0 != "\r" && $0 != "\r\n" && $0 != "\n" }
    }
    #expect(!live.isEmpty, "\(shown)")
    for line in live {
      #expect(line.count < columns && line.hasPrefix("generation "), "\(line)")
      #expect(line.contains(" left"), "\(line)")
    }
  }
}
