import Foundation
import Policies
import SpikingNetworks
import TestSupport
import Testing
@testable import PolicyTraining

@Suite struct PerturbationTrainerTests {
  private static func experiment(
    _ change: (inout PerturbationOptions) -> Void = { _ in }
  ) -> Experiment {
    var experiment = Fixture.taskExperiment(trainer: .perturbation)
    experiment.network.neuron = .conductance
    experiment.perturbation.trials = 3
    experiment.perturbation.schedule = .constant
    change(&experiment.perturbation)
    return experiment
  }

  /// Episodes of the first generation, one after the other in one network: losses tick by tick,
  /// with and without noise, and e/σ² after every tick with it.
  private struct Life {
    var losses: [Double] = []
    var eligibilities: [[Float]] = []
    var total: Double { losses.reduce(0, +) }
  }

  private func live(
    _ set: EpisodeSet, _ index: Int, _ network: Network, isPerturbed: Bool
  ) throws -> Life {
    let perturbation = try #require(network.perturbation)
    perturbation.isActive = isPerturbed
    perturbation.seed = EpisodeSeeds.empiricSynapses(set.seed, episode: index)
    let tried = TaskCase("", set.task)
    var run = set.run(index, network: network)
    var life = Life()
    while !run.isOver {
      run.tick()
      var loss = 0.0
      for query in run.episode.queries where query.ticks.upperBound == run.ticks {
        let gain = Double(network.spec.readout.gain)
        let means = tried.means(query) { t, k in run.logits[t * 2 + k] / gain }
        let shares = means.map { exp(gain * $0) }
        loss -= Double(query.weight) * log(shares[query.target] / shares.reduce(0, +))
      }
      life.losses.append(loss)
      var gradient = [Float](repeating: 0, count: network.layout.count)
      gradient.withUnsafeMutableBufferPointer { perturbation.addGradient(scaledBy: 1, to: $0) }
      life.eligibilities.append(gradient)
    }
    return life
  }

  /// The gradient of the loss that the first generation should find.
  private func expected(_ experiment: Experiment, _ trainer: TrainingLoop) throws -> [Float] {
    guard case .temporal(let task) = experiment.task else { return [] }
    let options = experiment.perturbation
    let seed = EpisodeSeeds.training(experiment.seed, generation: 0, episode: 0)
    let set = EpisodeSet(task.task, seed: seed, noise: task.noise)
    let network = try Network(spec: trainer.network)
    try network.perturb(options.specification)
    network.load(trainer.state.optimiser.parameters.span)
    let twins = try (0..<3).map { try live(set, $0, network, isPerturbed: false) }
    let lives = try (0..<3).map { try live(set, $0, network, isPerturbed: true) }
    #expect(lives.map(\.total) != twins.map(\.total))
    var gradient = [Float](repeating: 0, count: network.layout.count)
    for (n, life) in lives.enumerated() {
      let others = lives.indices.filter { $0 != n }.reduce(0) { $0 + lives[$1].total } / 2
      let due = life.losses.indices.filter { life.losses[$0] != 0 }
      for t in options.form == .episodic ? [life.losses.count - 1] : due {
        let loss = options.form == .episodic ? life.total : life.losses[t]
        let twin = options.form == .episodic ? twins[n].total : twins[n].losses[t]
        let mean = options.form == .episodic ? others : others / Double(due.count)
        let excess = Float(loss - (options.baseline == .twin ? twin : mean)) / 3
        for index in gradient.indices { gradient[index] += excess * life.eligibilities[t][index] }
      }
    }
    return gradient
  }

  @Test(
    arguments: PerturbationOptions.Form.allCases, PerturbationOptions.Baseline.allCases)
  func aGenerationIsTheSequentialLoop(
    form: PerturbationOptions.Form, baseline: PerturbationOptions.Baseline
  ) throws {
    let experiment = Self.experiment { ($0.form, $0.baseline) = (form, baseline) }
    let trainer = try TrainingLoop(experiment: experiment, model: nil, workers: 2)
    let gradient = try expected(experiment, trainer)
    let norm = gradient.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
    let before = trainer.state.optimiser.parameters
    let report = try trainer.step()
    #expect(norm > 0 && abs(report.gradientNorm - norm) < 1e-3 * norm)
    // Adam's first step is against the sign of each component.
    var (against, moved) = (0, 0)
    for (n, after) in trainer.state.optimiser.parameters.enumerated()
    where abs(gradient[n]) > 1e-3 * Float(norm) {
      moved += 1
      against += (after < before[n]) == (gradient[n] > 0) ? 1 : 0
    }
    #expect(moved > 20 && against == moved, "\(against) of \(moved)")
    #expect(report.steps == 3 * (baseline == .twin ? 2 : 1) * 40)
  }

  @Test func parametersWithoutEligibilityStay() throws {
    let trainer = try TrainingLoop(experiment: Self.experiment(), model: nil, workers: 1)
    let before = trainer.state.optimiser.parameters
    _ = try trainer.step()
    let after = trainer.state.optimiser.parameters
    for slice in trainer.network.layout.slices {
      let changed = slice.range.contains { before[$0] != after[$0] }
      #expect(changed == (slice.kind == .weight || slice.kind == .bias), "\(slice.name)")
    }
  }

  @Test func aReadoutThatIsDisturbedAloneLearnsAlone() throws {
    for experiment in [Self.experiment { $0.site = .readout }, Self.online { $0.site = .readout }] {
      let model = try experiment.robot.map { try Fixture.robot($0) }
      let trainer = try TrainingLoop(experiment: experiment, model: model, workers: 1)
      let before = trainer.state.optimiser.parameters
      _ = try trainer.step()
      let after = trainer.state.optimiser.parameters
      for slice in trainer.network.layout.slices {
        let changed = slice.range.contains { before[$0] != after[$0] }
        #expect(
          changed == ["readout.weight", "readout.bias"].contains(slice.name), "\(slice.name)")
      }
    }
  }

  /// The rate of online changes follows the schedule: half of it half-way down a cosine.
  @Test func onlineChangesFollowTheSchedule() throws {
    let norms = try [GradientOptions.Schedule.constant, .cosine].map { schedule in
      var experiment = Self.online { ($0.schedule, $0.learningRate) = (schedule, 1e-5) }
      experiment.budget.generations = 2
      let trainer = try TrainingLoop(
        experiment: experiment, model: Fixture.robot("ant"), workers: 1)
      return try (0..<2).map { _ in try trainer.step() }
    }
    #expect(norms[0][0].updateNorm == norms[1][0].updateNorm && norms[0][0].updateNorm > 0)
    #expect(abs(norms[1][1].updateNorm / norms[0][1].updateNorm - 0.5) < 0.05)
    #expect(abs(norms[1][1].gradientNorm / norms[0][1].gradientNorm - 1) < 0.1)
  }

  private static func online(_ change: (inout PerturbationOptions) -> Void) -> Experiment {
    var experiment = Fixture.experiment()
    experiment.trainer = .perturbation
    (experiment.perturbation.trials, experiment.perturbation.duration) = (2, 0.4)
    (experiment.perturbation.form, experiment.perturbation.online) = (.continuing, true)
    experiment.perturbation.learningRate = 1e-4
    change(&experiment.perturbation)
    return experiment
  }

  @Test func onlineChangesAreTheMeanOfTheLives() throws {
    for (rate, isMoved) in [(1e-4, true), (1e-20, false)] {
      var experiment = Fixture.experiment()
      experiment.trainer = .perturbation
      experiment.perturbation.trials = 2
      experiment.perturbation.duration = 0.4
      (experiment.perturbation.form, experiment.perturbation.online) = (.continuing, true)
      experiment.perturbation.learningRate = rate
      let trainer = try TrainingLoop(
        experiment: experiment, model: Fixture.robot("ant"), workers: 2)
      let before = trainer.state.optimiser.parameters
      let report = try trainer.step()
      let after = trainer.state.optimiser.parameters
      let square = zip(after, before).reduce(0) { $0 + Double(($1.0 - $1.1) * ($1.0 - $1.1)) }
      #expect((square.squareRoot() > 1e-6) == isMoved)
      #expect(abs(square.squareRoot() - report.updateNorm) < 1e-3 * report.updateNorm + 1e-6)
    }
  }
}
