import Foundation
import Policies
import TestSupport
import Testing

/// The command that an experiment says trains it.
@Suite struct CommandTests {
  /// Every shipped policy, by its path in the repository.
  static let shipped: [String] = {
    let folder = FileManager.default.enumerator(atPath: Fixture.package + "/policies")
    let names = folder?.allObjects.compactMap { $0 as? String } ?? []
    return names.filter { $0.hasSuffix(".safetensors") }.sorted().map { "policies/" + $0 }
  }()

  @Test func policiesAreShipped() { #expect(Self.shipped.count >= 30) }

  @Test(arguments: shipped) func aPolicyRecordsTheWholeCommand(path: String) throws {
    let policy = try Policy(path: "\(Fixture.package)/\(path)")
    #expect(policy.provenance.command == policy.experiment.command)
  }

  @Test(arguments: Presets.all.map(\.name)) func aPresetIsItsName(name: String) throws {
    let experiment = try #require(Presets.experiment(named: name))
    #expect(experiment.command == "ganglion train \(name) --seed 1")
  }

  @Test func whatDepartsIsNamed() throws {
    var experiment = try #require(Presets.experiment(named: "ant"))
    (experiment.seed, experiment.network.hidden) = (7, [16, 8])
    experiment.network.plastic = []
    experiment.evolution.choose(.ars)
    experiment.evolution.ars.topShare = 0.25
    experiment.budget.generations = 12
    #expect(
      experiment.command
        == "ganglion train ant --seed 7 --set evolution.strategy=ars --rule none --generations 12 "
        + "--set 'network.hidden=[16,8]' --set evolution.ars.top_share=0.25")
  }

  /// A shell that reads the command, and `--set` that reads its words, give the same experiment.
  @Test(arguments: [
    "a: b", "a, b", "x #y", "[1", "*z", "'q'", "it's", "\"", "a=b", "true", "~", " x ", "é",
  ])
  func namesOfAnyTextComeBack(name: String) throws {
    var experiment = try #require(Presets.experiment(named: "ant"))
    experiment.name = name
    let (shell, output) = (Process(), Pipe())
    shell.executableURL = URL(filePath: "/bin/sh")
    shell.arguments = ["-c", "printf '%s\\n' " + experiment.command]
    shell.standardOutput = output
    try shell.run()
    let text = String(
      decoding: try #require(try output.fileHandleForReading.readToEnd()), as: UTF8.self)
    let words = text.split(separator: "\n").map(String.init)
    let assignments = zip(words, words.dropFirst()).filter { $0.0 == "--set" }.map(\.1)
    let base = try #require(Presets.experiment(named: words[2]))
    #expect(try ExperimentFile.set(assignments, on: base) == experiment, "\(experiment.command)")
  }
}
