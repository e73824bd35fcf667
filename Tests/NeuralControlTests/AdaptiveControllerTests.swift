import Locomotion
import NeuralControl
import RobotDescription
import SpikingNetworks
import TestSupport
import Testing

@Suite struct AdaptiveControllerTests {
  private static let facts: [HiddenFact] = [.gain, .friction]

  private static func task(_ facts: [HiddenFact], efference: Int) -> LocomotionTask {
    var task = LocomotionTask()
    (task.privileged, task.efference, task.duration) = (facts, efference, 0.6)
    return task
  }

  private static func parameters(_ spec: NetworkSpec) -> [Float] {
    var n: Float = 0
    return spec.initialParameters {
      n += 1
      return 2 * (n * 0.618_034 - (n * 0.618_034).rounded())
    }
  }

  private static func teacher(_ model: RobotModel) -> Teacher {
    let task = task(facts, efference: 1)
    let layout = ObservationLayout(model, of: task)
    let spec = NetworkSpec(
      inputs: layout.count, outputs: model.motors.count, hidden: [PopulationSpec(size: 12)])
    return Teacher(
      network: spec, parameters: parameters(spec), normaliser: nil, task: task)
  }

  /// An estimator whose outputs settle at its biases.
  private static func estimator(_ model: RobotModel, _ biases: [Float]) throws -> Network {
    let spec = NetworkSpec(
      inputs: ObservationLayout(model, of: task([], efference: 2)).count, outputs: biases.count,
      hidden: [PopulationSpec(size: 3)], readout: ReadoutSpec(decay: 0))
    var parameters = [Float](repeating: 0, count: spec.layout.count)
    let slice = try #require(spec.layout.slice(named: "readout.bias"))
    parameters.replaceSubrange(slice.range, with: biases)
    let network = try Network(spec: spec)
    network.load(parameters.span)
    return network
  }

  /// The teacher acts as if it were told the estimates, made definite; it sees of the estimator's
  /// observation what is its own.
  @Test func theTeacherIsToldTheEstimates() throws {
    let model = try Fixture.robot("ant")
    let teacher = Self.teacher(model)
    let biases: [Float] = [1, -0.1, 0.2, 2, -3, 0.31, 0, 0.9, -5]
    let decided: [Float] = [1, -0.3, 0.3, 1.3, -1.3, 0.31, 0.3, 0.9, -0.8]
    let own = Self.task([], efference: 2)
    let adaptive = try AdaptiveController(
      NetworkController(try Self.estimator(model, biases)), of: own, teacher, model)
    let alone = NetworkController(try Network(spec: teacher.network))
    alone.network.load(teacher.parameters.span)
    adaptive.reset(seed: 1)
    alone.reset(seed: 1)
    let (seen, plain) = (
      ObservationLayout(model, of: own).count, ObservationLayout(model).count
    )
    for step in 0..<30 {
      let observation = (0..<seen).map { Float((step * 7 + $0 * 3) % 11) / 3 - 1.5 }
      // The latest actions come first.
      let told = Array(observation[..<plain]) + observation[plain..<plain + 8] + decided
      #expect(act(adaptive, observation) == act(alone, told), "step \(step)")
      for (found, expected) in zip(adaptive.estimates, biases) { #expect(found == expected) }
    }
    // Both networks cost, the estimator first.
    #expect(adaptive.networks.map { $0 === adaptive.network } == [true, false])
    #expect(adaptive.networks[1].diagnostics.operations == alone.network.diagnostics.operations)
    #expect(adaptive.network.diagnostics.operations.multiplyAccumulates > 0)
  }

  /// What an episode shows behind the estimator's observation changes nothing.
  @Test func whatStandsBehindIsNotSeen() throws {
    let model = try Fixture.robot("ant")
    let biases = [Float](repeating: 0.5, count: 9)
    func actions(_ facts: [HiddenFact]) throws -> String {
      let adaptive = try AdaptiveController(
        NetworkController(try Self.estimator(model, biases)), of: Self.task([], efference: 2),
        Self.teacher(model), model)
      return Episode(model: model, task: Self.task(facts, efference: 2))
        .run(adaptive, EpisodeSpecification(seed: 4)).digest
    }
    #expect(try actions([]) == actions(Self.facts))
  }

  private func act(_ controller: some Controller, _ observation: [Float]) -> [Float] {
    var action = [Float](repeating: 0, count: 8)
    observation.withUnsafeBufferPointer { observation in
      action.withUnsafeMutableBufferPointer {
        controller.act(observation: observation, action: $0)
      }
    }
    return action
  }
}
