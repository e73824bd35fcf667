import EvolutionStrategies
import Execution
import FileFormats
import Foundation
import Policies
import PolicyTraining
import TestSupport
import Testing

/// Every strategy and every search at work.
@Suite struct StrategyTrainingTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A training that each strategy can do: by `cma-es` of rules alone, since weights are too many.
  private func experiment(_ kind: Strategy.Kind) throws -> Experiment {
    var experiment = Fixture.taskExperiment(generations: 4, trainer: .evolution)
    if kind == .cmaES {
      experiment = try ExperimentFile.set("network.granularity=population", on: experiment)
      experiment = try ExperimentFile.set("evolution.search=rules", on: experiment)
    }
    return try ExperimentFile.set("evolution.strategy=\(kind.rawValue)", on: experiment)
  }

  private func run(
    _ experiment: Experiment, in name: String, workers: Int = 1, resuming: Checkpoint? = nil
  ) throws -> TrainingRun {
    try TrainingRun(
      experiment: experiment, model: nil, directory: RunDirectory(path: folder.file(name)),
      workers: workers, resuming: resuming, version: "0", commit: "unknown")
  }

  @Test(arguments: Strategy.Kind.allCases)
  func aRunIsTheSameForAnyWorkersAndInterruptions(kind: Strategy.Kind) throws {
    let experiment = try experiment(kind)
    let whole = try run(experiment, in: "whole")
    #expect(try whole.train(until: Interruption()) { _, _ in } == .finished)
    _ = try whole.finish()
    let interruption = Interruption()
    let first = try run(experiment, in: "parts", workers: 3)
    #expect(
      try first.train(until: interruption) { _, _ in interruption.request() } == .interrupted)
    let checkpoint = try Checkpoint(path: first.directory.checkpoint)
    guard let search = checkpoint.state.optimiser as? SubspaceSearch else {
      Issue.record("no evolution")
      return
    }
    #expect(search.strategy.kind == kind && search.generation == 1)
    let second = try run(checkpoint.experiment, in: "parts", workers: 2, resuming: checkpoint)
    #expect(try second.train(until: Interruption()) { _, _ in } == .finished)
    _ = try second.finish()
    let files = [whole, second].map(\.directory.policy)
    #expect(try AtomicFile.read(files[0]) == AtomicFile.read(files[1]))
    #expect(bits(whole.loop.state.optimiser.parameters) != bits(search.mean))
  }

  /// What a search leaves out stays, to the bit; all else moves.
  @Test(arguments: EvolutionOptions.Search.allCases)
  func aSearchMovesItsParametersAlone(search: EvolutionOptions.Search) throws {
    var experiment = Fixture.experiment()
    experiment.network.granularity = .population
    experiment.evolution.search = search
    let trainer = try TrainingLoop(
      experiment: experiment, model: Fixture.robot("ant"), workers: 1)
    let before = trainer.state.optimiser.parameters
    for _ in 0..<2 { _ = try trainer.step() }
    let after = trainer.state.optimiser.parameters
    for slice in trainer.network.layout.slices {
      let isRule = slice.kind == .plasticity || slice.kind == .modulator
      let isSearched = search == .all || isRule == (search == .rules)
      let moved = slice.range.filter { before[$0] != after[$0] }.count
      #expect(moved == (isSearched ? slice.range.count : 0), "\(slice.name)")
    }
  }

  @Test func aStrategyBringsItsSettings() throws {
    let base = Experiment()
    let chosen = try ExperimentFile.set("evolution.strategy=cma-es", on: base)
    #expect(chosen.evolution.sigma != base.evolution.sigma)
    let text = "schema: 1\nevolution: {strategy: cma-es, sigma: 0.7}\n"
    let read = try ExperimentFile.read(text, path: "e")
    #expect(read.evolution.sigma == 0.7 && read.evolution.population == chosen.evolution.population)
    #expect(
      try ExperimentFile.read(ExperimentFile.write(chosen), path: "e") == chosen)
    let odd = "schema: 1\nevolution: {strategy: sep-cma-es, population: 7}\n"
    #expect(try ExperimentFile.read(odd, path: "e").evolution.population == 7)
  }

  @Test func contradictionsAreErrors() throws {
    func expectError(_ text: String, _ key: String, _ expected: String) {
      let error = #expect(throws: ExperimentError.self, "\(text)") {
        try ExperimentFile.read("schema: 1\n" + text, path: "e.yaml")
      }
      #expect(error?.key == key && error?.expected.contains(expected) == true, "\(text)")
    }
    let rules = "evolution: {search: rules}\n"
    expectError(rules, "network.granularity", "population")
    expectError(
      rules + "network: {granularity: neuron}\n", "network.granularity", "evolution.search")
    expectError(
      rules + "network: {granularity: population, plastic: []}\n", "network.plastic", "plastic")
    expectError(
      "trainer: policy-gradient\nevolution: {search: weights}\n", "trainer", "evolution")
    expectError("evolution: {strategy: pgpe, population: 7}\n", "evolution.population", "even")
    expectError("evolution: {strategy: cma-es, population: 3}\n", "evolution.population", "4")
  }

  @Test func tooManyParametersForTheFullMatrix() throws {
    let experiment = try ExperimentFile.set("evolution.strategy=cma-es", on: Experiment())
    let error = #expect(throws: ExperimentError.self) {
      try TrainingLoop(experiment: experiment, model: Fixture.robot("ant"), workers: 1)
    }
    #expect(error?.key == "evolution.strategy")
    #expect(error?.expected.contains("sep-cma-es") == true)
  }
}
