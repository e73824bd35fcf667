import Execution
import FileFormats
import Foundation
import NumericalMethods
import Policies
import PolicyTraining
import TestSupport
import Testing

/// Checkpoints whose digest is right and whose parts do not belong together: an error of their
/// file, before anything runs, and never a crash.
@Suite struct ForgedCheckpointTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private var directory: RunDirectory { RunDirectory(path: folder.file("r")) }

  func train(_ experiment: Experiment) throws {
    let run = try TrainingRun(
      experiment: experiment, model: experiment.robot.map { try Fixture.robot($0) },
      directory: directory, workers: 1, version: "0", commit: "unknown")
    _ = try run.train(until: Interruption()) { _, _ in }
  }

  /// Changes the JSON of the latest checkpoint and seals it again.
  func forge(_ change: (inout [String: Any]) throws -> Void) throws {
    let bytes = try AtomicFile.read(directory.checkpoint)
    let newline = try #require(bytes.firstIndex(of: UInt8(ascii: "\n")))
    let object = try JSONSerialization.jsonObject(with: bytes[(newline + 1)...])
    var checkpoint = try #require(object as? [String: Any])
    try change(&checkpoint)
    let body = try JSONSerialization.data(withJSONObject: checkpoint, options: [.sortedKeys])
    var digest = Digest64()
    digest.update(bytes: body)
    try AtomicFile.write(Data("\(digest.hex)\n".utf8) + body, to: directory.checkpoint)
  }

  func resume() throws {
    let checkpoint = try Checkpoint(path: directory.checkpoint)
    let run = try TrainingRun(
      experiment: checkpoint.experiment,
      model: checkpoint.experiment.robot.map { try Fixture.robot($0) }, directory: directory,
      workers: 1, resuming: checkpoint, version: "0", commit: "unknown")
    _ = try run.train(until: Interruption()) { _, _ in }
  }

  /// Every object of the JSON, with a way to change each.
  func edit(
    _ value: Any, _ path: [String], _ change: (Any) -> Any?
  ) -> Any {
    guard let key = path.first, var object = value as? [String: Any], let inner = object[key]
    else { return value }
    object[key] = path.count == 1 ? change(inner) : edit(inner, Array(path.dropFirst()), change)
    return object
  }

  /// Paths to all packed numbers of the optimiser.
  private func packed(_ value: Any, _ path: [String] = []) -> [[String]] {
    if let text = value as? String, text.count >= 16, Data(base64Encoded: text) != nil {
      return [path]
    }
    guard let object = value as? [String: Any] else { return [] }
    return object.keys.sorted().flatMap { packed(object[$0]!, path + [$0]) }
  }

  /// Takes one number off each packed array of the optimiser in turn; only a whole optimiser goes
  /// on.
  @Test(arguments: Fixture.trainings) func aShortenedArrayIsRefused(of training: Training) throws {
    var experiment = training.experiment(1, 1)
    experiment.budget.generations = 1
    try train(experiment)
    let whole = try AtomicFile.read(directory.checkpoint)
    let newline = try #require(whole.firstIndex(of: UInt8(ascii: "\n")))
    let json = try #require(
      JSONSerialization.jsonObject(with: whole[(newline + 1)...]) as? [String: Any])
    let paths = packed(json).filter { $0.first == "state" }
    #expect(paths.count >= 2, "\(paths)")
    for path in paths {
      try AtomicFile.write(whole, to: directory.checkpoint)
      try forge { checkpoint in
        let edited = edit(checkpoint, path) { value in
          Data(base64Encoded: value as? String ?? "").map {
            $0.dropLast(4).base64EncodedString()
          }
        }
        checkpoint = edited as? [String: Any] ?? [:]
      }
      let error = #expect(throws: CheckpointError.self, "\(path)") { try resume() }
      #expect(error?.path == directory.checkpoint, "\(path)")
    }
  }

  /// The state of another kind of training under the same experiment.
  @Test func anotherTrainersStateIsRefused() throws {
    let names = [
      "gait", "gait by policy gradient", "gait by perturbation", "ars-v2, normalised",
      "policy gradient, normalised",
    ]
    var states: [Any] = []
    let trainings = Fixture.trainings.filter { names.contains($0.name) }
    #expect(trainings.count == names.count)
    for training in trainings {
      try train(training.experiment(1, 1))
      try forge { states.append(try #require($0["state"])) }
    }
    for (index, training) in trainings.enumerated() {
      for (other, state) in states.enumerated() where other != index {
        try FileManager.default.removeItem(atPath: directory.path)
        try train(training.experiment(1, 1))
        try forge { $0["state"] = state }
        #expect(throws: CheckpointError.self, "\(training.name) with \(names[other])") {
          try resume()
        }
      }
    }
  }

  /// The checkpoint before, which is whole, stands in for one whose layout is damaged.
  @Test func theOneBeforeStandsIn() throws {
    try train(Fixture.experiment(generations: 6))
    try forge { $0["state"] = ["optimiser": [:] as [String: Any]] }
    let (checkpoint, damage) = try directory.loadCheckpoint()
    #expect(damage?.contains("JSON of another layout") == true)
    #expect(checkpoint.state.optimiser.generation == 5)
  }
}

extension ForgedCheckpointTests {
  /// Values of the experiment inside a checkpoint are bounded as in a file, and its counters too.
  @Test(arguments: [
    (["experiment", "evolution", "sigma"], -0.2, "evolution.sigma"),
    (["experiment", "evolution", "episodes"], 9_007_199_254_740_992, "evolution.episodes"),
    (["experiment", "evolution", "population"], 3, "evolution.population"),
    (["experiment", "policyGradient", "segment"], -16, "policy_gradient.segment"),
    (["experiment", "task", "settle"], -1, "task.settle"),
    (["experiment", "budget", "generations"], 0, "budget.generations"),
    (["state", "environmentSteps"], -1, "a count of steps of -1"),
    (["state", "environmentSteps"], 9e18, "a count of steps of 9000000000000000000"),
    (["state", "divergedEpisodes"], -1, "a count of diverged episodes of -1"),
    (["state", "bestGeneration"], 1000, "a best generation of 1000"),
    (["wall"], -1, "a wall time of -1"),
  ])
  func valuesOutOfBoundsAreRefused(path: [String], value: Double, says: String) throws {
    try train(Fixture.experiment(generations: 1))
    try forge { checkpoint in
      var isThere = false
      let changed = edit(checkpoint, path) { _ in
        isThere = true
        return value == value.rounded() ? Int(value) : value
      }
      checkpoint = try #require(changed as? [String: Any])
      #expect(isThere, "\(path)")
    }
    do {
      try resume()
      Issue.record("\(path) of \(value) was gone on with")
    } catch let error as any GanglionError { #expect("\(error)".contains(says), "\(error)") }
  }
}
