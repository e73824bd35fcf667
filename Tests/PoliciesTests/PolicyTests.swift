import FileFormats
import Foundation
import Locomotion
import Policies
import TestSupport
import Testing

@Suite struct PolicyTests {
  let folder: TemporaryFolder
  let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.file("p.safetensors")
  }

  private func write(_ file: SafeTensors) throws {
    try AtomicFile.write(file.encoded(), to: path)
  }

  /// A valid policy file, then `change`d and written.
  private func damaged(_ change: (inout SafeTensors) -> Void) throws {
    var file = try SafeTensors(decoding: Fixture.policy().encoded(), path: "")
    change(&file)
    try write(file)
  }

  private func error() -> SafeTensorsError? {
    let error = #expect(throws: SafeTensorsError.self) { try Policy(path: path) }
    #expect(error?.path == path)
    return error
  }

  @Test func roundTripKeepsEverything() throws {
    var policy = try Fixture.policy()
    policy.evaluation = .gait(
      GaitEvaluation(
        [(try Self.episode(of: policy), nil)], duration: policy.experiment.evaluation.duration))
    let data = try policy.encoded()
    try AtomicFile.write(data, to: path)
    let back = try Policy(path: path)
    #expect(back.experiment == policy.experiment)
    #expect(back.network == policy.network)
    #expect(bits(back.parameters) == bits(policy.parameters))
    #expect(back.robot?.digest == policy.robot?.digest)
    #expect(back.robot?.source.urdf == policy.robot?.source.urdf)
    #expect(back.provenance == policy.provenance)
    #expect(back.evaluation == policy.evaluation)
    #expect(try back.encoded() == data)
    #expect(try Self.episode(of: back) == Self.episode(of: policy))
  }

  private static func episode(of policy: Policy) throws -> EpisodeResult {
    let (robot, task) = try policy.requireLocomotion(path: "")
    return Episode(model: robot, task: task)
      .run(try policy.makeController(), EpisodeSpecification(seed: 3))
  }

  @Test func missingTensorIsNamed() throws {
    try damaged { $0.tensors.remove(at: 2) }
    let name = try Fixture.policy().network.layout.slices[2].name
    #expect(error()?.place == "tensor \(name)")
  }

  @Test func otherShapeIsNamed() throws {
    try damaged { $0.tensors[0].shape.reverse() }
    let slice = try Fixture.policy().network.layout.slices[0]
    #expect(error()?.place == "tensor \(slice.name)")
    #expect(error()?.expected == "\(slice.shape)")
  }

  @Test func extraTensorIsNamed() throws {
    try damaged { $0.tensors.append(.init(name: "stray", shape: [1], values: [0])) }
    #expect(error()?.found == "also stray")
  }

  @Test func foreignFormatAndSchemaAreRefused() throws {
    try damaged { $0.metadata["format"] = "pt" }
    #expect(error()?.place == "metadata format")
    try damaged { $0.metadata["schema"] = "2" }
    #expect(error()?.found == "\"2\"")
    try damaged { $0.metadata = [:] }
    #expect(error()?.place == "metadata format")
    #expect(error()?.found == "nothing")
  }

  @Test func everyNeededKeyIsMissed() throws {
    let known = try SafeTensors(decoding: Fixture.policy().encoded(), path: "").metadata.keys
    for key in known where !["robot_name", "control_period_s"].contains(key) {
      try damaged { $0.metadata[key] = nil }
      #expect(error()?.place == "metadata \(key)", "\(key)")
    }
  }

  @Test func policyIsForOneRobot() throws {
    let policy = try Fixture.policy()
    try policy.requireRobot(Fixture.robot("ant"), path: path)
    let hexapod = try Fixture.robot("hexapod")
    let error = #expect(throws: SafeTensorsError.self) {
      try policy.requireRobot(hexapod, path: path)
    }
    #expect(error?.path == path)
    #expect(error?.found.contains("ant") == true)
    #expect(error?.expected.contains("hexapod") == true)
  }

  @Test func otherRobotInsideIsRefused() throws {
    try damaged { $0.metadata["robot_digest"] = "0000000000000000" }
    #expect(error()?.place == "metadata robot_digest")
    try damaged { $0.metadata["robot_profile"]! += "\n" }
    #expect(error()?.place == "metadata robot_digest")
    let hexapod = try Fixture.robot("hexapod")
    try damaged {
      $0.metadata["robot_urdf"] = hexapod.source.urdf
      $0.metadata["robot_profile"] = hexapod.source.profile
      $0.metadata["robot_digest"] = hexapod.digest
    }
    #expect(error()?.place == "metadata network")
  }
}
