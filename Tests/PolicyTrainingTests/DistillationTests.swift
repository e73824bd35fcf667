import Execution
import Locomotion
import Policies
import SpikingNetworks
import TestSupport
import Testing

@testable import PolicyTraining

@Suite struct DistillationTests {
  /// The error of outputs is quadratic in biases and weights of the readout, where spikes do not
  /// depend on them: there the gradient of a window is the difference of its losses.
  @Test func aWindowsGradientIsThatOfItsLoss() throws {
    let experiment = Fixture.distillation(seed: 5, generations: 2)
    let world = try #require(
      try experiment.world(
        Fixture.robot("ant"), episodes: DistillationTrainer.episodes(of: experiment),
        isDeployed: false, crew: Crew(workers: 1)) as? GaitWorld)
    let spec = world.network
    let teacher = try #require(world.teacher)
    var parameters = try Fixture.policy(experiment).parameters
    let rig = try LessonRig(world, teacher: teacher)
    let lives = (0..<3).map { item in
      rig.live(
        parameters, world.episodes.specification(generation: 0, item: item), isInLoop: item == 1)
    }
    let layout = ObservationLayout(world.model, of: world.task)
    let batch = try WindowBatch(spec, steps: 10, sensed: layout.sensedChannels, experiment)
    let scales = (0..<spec.outputs).map { Float(0.01 * Double(1 + $0)) }
    func result(_ parameters: [Float]) -> WindowBatch.Result {
      let samples = lives.map {
        WindowBatch.Sample(
          life: $0, steps: 0..<10, state: nil, noise: .init(seed: 1, purpose: .test))
      }
      return batch.result(parameters, samples, scales: scales, share: 1)
    }
    func loss(_ parameters: [Float]) -> Double {
      let result = result(parameters)
      return zip(result.errors, scales).reduce(result.rateLoss) { $0 + $1.0 * Double($1.1) }
    }
    let gradient = result(parameters).gradient
    for name in ["readout.bias", "readout.weight"] {
      let range = try #require(spec.layout.slice(named: name)).range
      let norm = gradient[range].reduce(0) { $0 + $1 * $1 }.squareRoot()
      let direction = gradient[range].map { $0 / norm }
      func along(_ h: Float) -> Double {
        var moved = parameters
        for (n, d) in zip(range, direction) { moved[n] += h * d }
        return loss(moved)
      }
      let numeric = (along(0.05) - along(-0.05)) / 0.1
      #expect(abs(numeric / Double(norm) - 1) < 1e-3, "\(name): \(numeric) and \(norm)")
    }
    // Silent neurons are pulled up by their rates alone.
    parameters = parameters.map { _ in 0 }
    let silent = result(parameters)
    #expect(silent.firingRate == 0 && silent.rateLoss > 0)
  }
}
