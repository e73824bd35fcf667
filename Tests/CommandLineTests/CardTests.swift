import Foundation
import Policies
import Testing

/// The commands by which shipped policies say that they were trained.
@Suite struct CardTests {
  static let shipped: [String] = {
    let folder = FileManager.default.enumerator(atPath: Workplace.package + "/policies")
    let names = folder?.allObjects.compactMap { $0 as? String } ?? []
    return names.filter { $0.hasSuffix(".safetensors") }.sorted()
  }()

  /// The command in a policy's file leads to the policy's experiment …
  @Test(arguments: shipped) func theRecordedCommandTrainsTheSame(name: String) throws {
    let policy = try Policy(path: "\(Workplace.package)/policies/\(name)")
    try expect(policy.provenance.command, trains: policy.experiment)
  }

  /// … and so does that of its card, where it has one.
  @Test(arguments: shipped.filter { !$0.hasPrefix("tasks/") })
  func theCardsCommandTrainsTheSame(name: String) throws {
    let path = "\(Workplace.package)/policies/\(name)"
    let card = try String(
      contentsOfFile: path.replacing(".safetensors", with: ".md"), encoding: .utf8)
    let trained = #/Trained by `tools/(ganglion train [^`]*)`/#
    let command = try #require(card.firstMatch(of: trained)?.1)
    try expect(String(command), trains: Policy(path: path).experiment)
  }

  /// Runs a command for one generation.
  private func expect(_ command: String, trains experiment: Experiment) throws {
    let workplace = try Workplace()
    let shortened = [
      "--generations", "1", "--set", "evaluation.episodes=1", "--output", "run", "--quiet",
    ]
    let finished = try workplace.start(words(command).dropFirst() + shortened).finished()
    try #require(finished.status == 0, "\(command): \(finished.errors)")
    let text = String(decoding: try workplace.read("run/experiment.yaml"), as: UTF8.self)
    var trained = try ExperimentFile.read(text, path: command)
    (trained.budget, trained.evaluation.episodes) = (
      experiment.budget, experiment.evaluation.episodes
    )
    #expect(trained == experiment, "\(command)")
  }

  /// As a shell splits it: single quotes hold a word together.
  private func words(_ command: String) -> [String] {
    command.split(separator: "'", omittingEmptySubsequences: false).enumerated().flatMap {
      index, part in
      index.isMultiple(of: 2) ? part.split(separator: " ").map(String.init) : [String(part)]
    }
  }
}
