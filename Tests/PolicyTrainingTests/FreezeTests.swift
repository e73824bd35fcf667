import EvolutionStrategies
import Locomotion
import NeuralControl
import Policies
import SpikingNetworks
import TestSupport
import Testing
@testable import PolicyTraining

/// Parameters that a training leaves as they start, to the bit.
@Suite struct FreezeTests {
  private static let patterns = ["hidden1.input.weight", "*.eta", "readout.bi*s"]

  private func trainer(_ experiment: Experiment) throws -> TrainingLoop {
    try TrainingLoop(
      experiment: experiment, model: experiment.robot.map { try Fixture.robot($0) }, workers: 2)
  }

  private func isFrozen(_ slice: ParameterLayout.Slice) -> Bool {
    slice.name == "hidden1.input.weight" || slice.name.hasSuffix(".eta")
      || slice.name == "readout.bias"
  }

  @Test(arguments: Fixture.trainings) func frozenSlicesStay(of training: Training) throws {
    var experiment = training.experiment(1, 3)
    experiment.freeze = Self.patterns
    (experiment.gradient.clip, experiment.evolution.openaiES.weightDecay) = (0.01, 0.1)
    let trainer = try trainer(experiment)
    let start = trainer.state.optimiser.parameters
    for _ in 0..<3 { _ = try trainer.step() }
    for parameters in [trainer.state.optimiser.parameters, trainer.state.best] {
      for slice in trainer.network.layout.slices {
        let isSame = bits(Array(parameters[slice.range])) == bits(Array(start[slice.range]))
        // Noise in neurons tells of weights and biases alone.
        let moves = experiment.trainer != .perturbation || slice.kind == .weight
        #expect(isFrozen(slice) ? isSame : !isSame || !moves, "\(slice.name)")
      }
    }
    let before = trainer.before.optimiser
    guard let search = before as? SubspaceSearch else { return }
    for index in 0..<search.populationSize {
      let candidate = search.candidate(index)
      for slice in trainer.network.layout.slices where isFrozen(slice) {
        #expect(candidate[slice.range] == start[slice.range], "no noise on \(slice.name)")
      }
    }
  }

  /// What `search` says is what `freeze` says in names.
  @Test(arguments: [
    (EvolutionOptions.Search.weights, ["*.alpha", "*.eta", "*.modulator.*"]),
    (.rules, ["*input.weight", "readout.weight", "hidden1.bias", "readout.bias"]),
  ]) func aSearchIsAFreeze(search: EvolutionOptions.Search, patterns: [String]) throws {
    var searched = Fixture.experiment()
    (searched.network.granularity, searched.evolution.search) = (.population, search)
    var frozen = searched
    (frozen.evolution.search, frozen.freeze) = (.all, patterns)
    let (a, b) = (try trainer(searched), try trainer(frozen))
    for _ in 0..<2 { #expect(try a.step().digest == b.step().digest) }
  }

  /// Gradient and displacement of parameters of scale 0 count for nothing, even in the norm.
  @Test func descentLeavesThemOut() {
    let start: [Float] = [1, -0.0, 3, 4]
    var (descent, alone) = (
      GradientDescent(initial: start, scales: [1, 0, 0, 0.5]),
      GradientDescent(initial: [1, 4], scales: [1, 0.5])
    )
    for step in 0..<5 {
      let gradient: [Float] = [0.3, Float(step) * 100, .infinity, -2]
      let all = descent.step(gradient, learningRate: 0.1, clip: 0.5)
      let few = alone.step([0.3, -2], learningRate: 0.1, clip: 0.5)
      #expect(all.gradient == few.gradient && all.update == few.update && all.failure == nil)
    }
    _ = descent.move(by: [0.5, 7, .nan, 0.25])
    _ = alone.move(by: [0.5, 0.25])
    let (all, few) = (descent.parameters, alone.parameters)
    #expect(bits([all[0], all[3]]) == bits(few))
    #expect(bits([all[1], all[2]]) == bits([-0.0, 3]))
  }

  /// Weights that change while the robot walks.
  @Test func onlineLearningLeavesThemOut() throws {
    let experiment = Fixture.trainings.first { $0.name.hasSuffix("online") }?.experiment(1, 3)
    guard var experiment, case .locomotion(let task) = experiment.task else {
      Issue.record("a training online")
      return
    }
    experiment.freeze = Self.patterns
    let loop = try trainer(experiment)
    let rig = try NetworkRig(model: Fixture.robot("ant"), task: task, network: loop.network)
    try rig.network.perturb(experiment.perturbation.specification).isActive = false
    let layout = loop.network.layout
    let trained = try TrainedParameters(experiment, layout)
    let trial = GaitTrial(rig.network, experiment.perturbation, frozen: trained.frozen)
    let life = trial.live(
      loop.state.optimiser.parameters, rig.episode, rig.controller, EpisodeSpecification(seed: 1),
      learningRate: 0.01)
    for slice in layout.slices where slice.kind == .weight {
      let isStill = life.displacement[slice.range].allSatisfy { $0 == 0 }
      #expect(isStill == isFrozen(slice), "\(slice.name)")
    }
  }

  @Test(arguments: [TrainerKind.evolution, .policyGradient, .perturbation])
  func unknownPatternsAreRefused(kind: TrainerKind) throws {
    func refusal(_ patterns: [String]) throws -> ExperimentError? {
      var experiment = Fixture.experiment()
      (experiment.trainer, experiment.freeze) = (kind, patterns)
      return #expect(throws: ExperimentError.self) { try trainer(experiment) }
    }
    let unknown = try refusal(["*.eta", "hidden1.input.wieght"])
    #expect(unknown?.key == "freeze" && unknown?.found == "\"hidden1.input.wieght\"")
    #expect(unknown?.expected.contains("\"hidden1.input.weight\"?") == true)
    for slice in try trainer(Fixture.experiment()).network.layout.slices {
      #expect(unknown?.expected.contains(slice.name) == true)
    }
    #expect(try refusal(["*"])?.found.contains("which is all") == true)
    #expect(try refusal([""])?.found == "\"\"")
  }

  @Test func theListIsWrittenAndRead() throws {
    let set = try ExperimentFile.set("freeze=[\"*.eta\", hidden1.bias]", on: Experiment())
    #expect(set.freeze == ["*.eta", "hidden1.bias"])
    #expect(try ExperimentFile.read(ExperimentFile.write(set), path: "again") == set)
    #expect(set.command.contains("--set 'freeze=[\"*.eta\",hidden1.bias]'"), "\(set.command)")
  }
}
