import Execution
import Locomotion
import Policies
import SpikingNetworks
import TestSupport
import Testing

@testable import PolicyTraining

@Suite struct DistillationTests {
  /// A gathered life is made again from its place, whether its teacher was told guesses or what the
  /// estimator believed: what a failure's file is replayed by.
  @Test func gatheredLivesAreReplayed() throws {
    var experiment = Fixture.distillation(seed: 7, generations: 4)
    experiment.distillation.lives = 8
    let world = try Self.world(experiment)
    var policy = try Fixture.policy(experiment)
    policy.teacher = try Policy(path: experiment.distillation.teacher)
    let teacher = try #require(world.teacher)
    let rig = try LessonRig(world, teacher: teacher)
    var digests: Set<String> = []
    for (round, generation) in [0, 2].enumerated() {
      for item in 0..<4 {
        let specification = world.episodes.specification(generation: generation, item: item)
        let life = rig.live(
          policy.parameters, specification,
          isInLoop: DistillationTrainer.isInLoop(item, round: round))
        let replay = try DistillationTrainer.replay(
          policy, EpisodePlace(generation: generation, item: item))
        let episode = Episode(model: world.model, task: teacher.known(in: world.task))
        let again = replay.run(episode, specification, NoObserver())
        #expect(again.digest == life.result.digest, "round \(round), life \(item)")
        digests.insert(again.digest)
      }
    }
    #expect(digests.count == 8)
    // In the loop it is another life than without.
    let place = world.episodes.specification(generation: 2, item: 1)
    let lives = [true, false].map { rig.live(policy.parameters, place, isInLoop: $0) }
    #expect(lives[0].result.digest != lives[1].result.digest)
  }

  private static func world(_ experiment: Experiment) throws -> GaitWorld {
    try #require(
      try experiment.world(
        Fixture.robot("ant"), episodes: DistillationTrainer.episodes(of: experiment),
        isDeployed: false, crew: Crew(workers: 1)) as? GaitWorld)
  }

  /// The error of outputs is quadratic in biases and weights of the readout, where spikes do not
  /// depend on them: there the gradient of a window is the difference of its losses.
  @Test func aWindowsGradientIsThatOfItsLoss() throws {
    let experiment = Fixture.distillation(seed: 5, generations: 2)
    let world = try Self.world(experiment)
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
