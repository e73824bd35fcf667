import Execution
import FileFormats
import Foundation
import Policies
import TemporalTasks
import TestSupport
import Testing

/// Policy files of temporal tasks.
@Suite struct TaskPolicyTests {
  let folder: TemporaryFolder
  let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.file("p.safetensors")
  }

  private func responses(_ policy: Policy) throws -> [EpisodeResponses] {
    let task = try policy.requireTemporal(path: path).task
    return try EpisodeSet.heldOut(task, seed: 3, noise: 0.1)
      .responses(policy.network, policy.parameters, episodes: 10, crew: Crew(workers: 1))
  }

  /// A valid policy file, then `change`d and written.
  private func damaged(_ change: (inout SafeTensors) -> Void) throws {
    let policy = try Fixture.policy(Fixture.taskExperiment())
    var file = try SafeTensors(decoding: policy.encoded(), path: "")
    change(&file)
    try AtomicFile.write(file.encoded(), to: path)
  }

  private func error() -> SafeTensorsError? {
    let error = #expect(throws: SafeTensorsError.self) { try Policy(path: path) }
    #expect(error?.path == path)
    #expect(error?.description.contains("\n") == false)
    return error
  }

  @Test(arguments: [
    "cue-accumulation", "cue-association", "reversal", "one-shot-recognition",
    "pattern-spike-train", "xor",
  ])
  func roundTripKeepsEverything(preset: String) throws {
    var experiment = try #require(Presets.experiment(named: preset))
    experiment.network.hidden = [4]
    var policy = try Fixture.policy(experiment)
    policy.evaluation = .task(TaskEvaluation(try responses(policy), noise: 0.1))
    let data = try policy.encoded()
    try AtomicFile.write(data, to: path)
    let back = try Policy(path: path)
    #expect(back.experiment == policy.experiment)
    #expect(back.network == policy.network)
    #expect(bits(back.parameters) == bits(policy.parameters))
    #expect(back.robot == nil)
    #expect(back.provenance == policy.provenance)
    #expect(back.evaluation == policy.evaluation && back.evaluation?.task?.episodes == 10)
    #expect(try back.encoded() == data)
    #expect(try responses(back) == responses(policy))
  }

  @Test func nothingOfARobotIsInIt() throws {
    let policy = try Fixture.policy(Fixture.taskExperiment())
    let metadata = try SafeTensors(decoding: policy.encoded(), path: "").metadata
    #expect(
      Set(metadata.keys)
        == ["format", "schema", "network", "experiment", "provenance", "task_version"])
  }

  @Test func everyNeededKeyIsMissed() throws {
    for key in ["format", "schema", "network", "experiment", "provenance"] {
      try damaged { $0.metadata[key] = nil }
      #expect(error()?.place == "metadata \(key)")
    }
  }

  @Test(arguments: ["network", "provenance", "evaluation"])
  func metadataThatIsNotItsJSONIsNamed(key: String) throws {
    for text in ["", "{", "[]", "{}", "3", "{\"episodes\":3,\"accuracy\":\"x\"}"] {
      try damaged { $0.metadata[key] = text }
      #expect(error()?.place == "metadata \(key)", "\(text)")
    }
  }

  @Test func otherTensorsAreNamed() throws {
    let layout = try Fixture.policy(Fixture.taskExperiment()).network.layout
    for (n, slice) in layout.slices.enumerated() {
      try damaged { $0.tensors.remove(at: n) }
      #expect(error()?.place == "tensor \(slice.name)")
    }
    try damaged { $0.tensors[0].shape.reverse() }
    #expect(error()?.place == "tensor \(layout.slices[0].name)")
    try damaged { $0.tensors.append(.init(name: "stray", shape: [1], values: [0])) }
    #expect(error()?.found == "also stray")
  }

  /// What the file claims of network and task is bounded, and each fits the other.
  @Test(arguments: [
    ("\"inputs\":7", "\"inputs\":8"), ("\"outputs\":2", "\"outputs\":3"),
    ("\"inputs\":7", "\"inputs\":9223372036854775807"), ("\"size\":8", "\"size\":4097"),
    ("\"size\":8", "\"size\":0"), ("\"ticksPerStep\":1", "\"ticksPerStep\":101"),
  ])
  func claimedSizesAreNotTrusted(found: String, replacement: String) throws {
    var isThere = false
    try damaged {
      let network = $0.metadata["network"] ?? ""
      isThere = network.contains(found)
      $0.metadata["network"] = network.replacingOccurrences(of: found, with: replacement)
    }
    #expect(isThere)
    #expect(error()?.place.hasPrefix("metadata network") == true)
  }

  @Test(arguments: [
    ("dimension: 4", "dimension: 5"), ("kind: cue-association", "kind: one-shot-recognition"),
    ("kind: cue-association", "kind: walk"), ("cues: 2", "cues: 100000"), ("noise: ", "nioze: "),
  ])
  func anotherTaskIsRefused(found: String, replacement: String) throws {
    var isThere = false
    try damaged {
      let text = $0.metadata["experiment"] ?? ""
      isThere = text.contains(found)
      $0.metadata["experiment"] = text.replacingOccurrences(of: found, with: replacement)
    }
    #expect(isThere)
    do {
      _ = try Policy(path: path)
      Issue.record("a damaged policy was read")
    } catch {
      #expect(error is SafeTensorsError || error is ExperimentError)
      #expect("\(error)".hasPrefix(path) && !"\(error)".contains("\n"), "\(error)")
    }
  }

  @Test func eachIsForItsOwnUse() throws {
    let (task, gait) = (try Fixture.policy(Fixture.taskExperiment()), try Fixture.policy())
    let other = #expect(throws: SafeTensorsError.self) { try task.requireLocomotion(path: path) }
    #expect(other?.place == "experiment task.kind" && other?.path == path)
    #expect(other?.found == "cue-association" && other?.expected == "locomotion")
    let robot = try Fixture.robot("ant")
    #expect(throws: SafeTensorsError.self) { try task.requireRobot(robot, path: path) }
    let back = #expect(throws: SafeTensorsError.self) { try gait.requireTemporal(path: path) }
    #expect(back?.found == "locomotion" && back?.expected == "a temporal task")
    #expect(try task.requireTemporal(path: path).task is CueAssociation)
    #expect(try gait.requireLocomotion(path: path).robot.digest == robot.digest)
  }
}
