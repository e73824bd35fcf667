import FileFormats
import Foundation
import Locomotion
import Policies
import TestSupport
import Testing

/// An estimator and its teacher in one file.
@Suite struct AdaptivePolicyTests {
  private static func policy() throws -> Policy {
    let experiment = Fixture.distillation(seed: 3, generations: 2)
    var policy = try Fixture.policy(experiment)
    policy.teacher = try Policy(path: experiment.distillation.teacher)
    return policy
  }

  @Test func bothAreReadBack() throws {
    let policy = try Self.policy()
    let read = try Policy(decoding: policy.encoded(), path: "p")
    let teacher = try #require(read.teacher)
    #expect(bits(read.parameters) == bits(policy.parameters))
    #expect(bits(teacher.parameters) == bits(try #require(policy.teacher).parameters))
    #expect(
      teacher.experiment == policy.teacher?.experiment && teacher.network.readout.gainField != nil)
    #expect(try read.encoded() == policy.encoded())
    let specification = EpisodeSpecification(
      seed: 4, conditions: [Condition(.reversedActuator, severity: 5, onset: 0.2)])
    let digests = try [policy, read].map {
      try $0.makeRig(path: "p", duration: 0.6).run(specification).digest
    }
    #expect(digests[0] == digests[1])
  }

  /// Each is refused by its place: no teacher, a teacher that is told nothing, another shape.
  @Test func whatIsMissingIsTold() throws {
    let whole = try SafeTensors(decoding: Self.policy().encoded(), path: "p")
    func refusal(_ change: (inout SafeTensors) -> Void) throws -> String {
      var file = whole
      change(&file)
      let data = try file.encoded()
      do {
        _ = try Policy(decoding: data, path: "p")
        return "no error"
      } catch { return "\(error)" }
    }
    #expect(
      try refusal { $0.metadata["teacher.network"] = nil }.hasPrefix(
        "p (teacher): metadata network"))
    #expect(
      try refusal { file in
        file.tensors.removeAll { $0.name == "teacher.readout.gain.compensation" }
      }
      .contains("(teacher): tensor readout.gain.compensation"))
    #expect(
      try refusal { file in file.tensors.removeAll { $0.name == "hidden1.input.tonic" } }
        .contains("p: tensor hidden1.input.tonic"))
    #expect(
      try refusal {
        $0.metadata["teacher.experiment"] = $0.metadata["teacher.experiment"]?
          .replacing("- friction\n", with: "")
      }.contains("(teacher)"))
    // A teacher that sees more of the last actions than its estimator.
    var blind = try Self.policy()
    var teacher = try #require(blind.teacher)
    if case .locomotion(var task) = teacher.experiment.task {
      task.efference = 2
      teacher.experiment.task = .locomotion(task)
    }
    teacher.network = teacher.experiment.network.specification(
      for: try #require(blind.robot), of: try teacher.requireLocomotion(path: "t").task)
    teacher.parameters = [Float](repeating: 0, count: teacher.network.layout.count)
    blind.teacher = teacher
    let error = #expect(throws: SafeTensorsError.self) {
      try Policy(decoding: blind.encoded(), path: "p")
    }
    #expect(error?.place == "experiment task.efference")
    let plain = try Fixture.policy()
    var other = try Self.policy()
    other.teacher = plain
    #expect(throws: (any Error).self) { try Policy(decoding: other.encoded(), path: "p") }
  }
}
