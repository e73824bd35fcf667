import Execution
import FileFormats
import Foundation
import Policies
import PolicyTraining
import SpikingNetworks
import TestSupport
import Testing

/// Training that goes on from a policy's parameters.
@Suite struct StartingPointTests {
  let folder: TemporaryFolder
  let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.file("start.safetensors")
  }

  private func trainer(_ experiment: Experiment) throws -> TrainingLoop {
    try TrainingLoop(
      experiment: experiment, model: experiment.robot.map { try Fixture.robot($0) }, workers: 1)
  }

  /// Writes a policy with parameters unlike those of any fresh network, and returns it.
  private func write(_ experiment: Experiment) throws -> Policy {
    var policy = try Fixture.policy(experiment)
    policy.parameters = policy.parameters.indices.map { Float($0) / 1000 + 5 }
    try AtomicFile.write(policy.encoded(), to: path)
    return policy
  }

  private func slice(_ name: String, of network: NetworkSpec, _ values: [Float]) -> [Float]? {
    network.layout.slice(named: name).map { Array(values[$0.range]) }
  }

  @Test(arguments: [TrainerKind.gradient, .evolution])
  func allParametersAreTaken(kind: TrainerKind) throws {
    let policy = try write(Fixture.taskExperiment())
    var experiment = Fixture.taskExperiment(seed: 2, trainer: kind)
    experiment.start = path
    let state = try trainer(experiment).state
    #expect(bits(state.optimiser.parameters) == bits(policy.parameters))
    #expect(bits(state.best) == bits(policy.parameters))
    #expect(state.startedFrom?.isEmpty == false)
  }

  /// A rule shared by a population has other shapes than one of each neuron: weights are taken, the
  /// rule starts afresh.
  @Test func whatDoesNotFitStartsAfresh() throws {
    let policy = try write(Fixture.experiment())
    var experiment = Fixture.experiment(seed: 2)
    experiment.network.granularity = .population
    let fresh = try trainer(experiment).state.optimiser.parameters
    experiment.start = path
    let started = try trainer(experiment)
    let parameters = started.state.optimiser.parameters
    for own in started.network.layout.slices {
      let theirs = policy.network.layout.slice(named: own.name)
      let fits = theirs?.shape == own.shape
      let expected = fits ? policy.parameters[theirs?.range ?? 0..<0] : fresh[own.range]
      #expect(Array(parameters[own.range]) == Array(expected), "\(own.name)")
      #expect(fits || own.kind == .plasticity || own.kind == .modulator, "\(own.name)")
    }
    #expect(bits(parameters) != bits(fresh))
    #expect(started.network.layout.slices.contains { parameters[$0.range] == fresh[$0.range] })
  }

  @Test func whatDoesNotBelongIsRefused() throws {
    func expectRefusal(_ experiment: Experiment, _ place: String) throws {
      var experiment = experiment
      experiment.start = path
      let error = #expect(throws: SafeTensorsError.self) { try trainer(experiment) }
      #expect(error?.path == path && error?.place == place, "\(error?.description ?? "")")
    }
    _ = try write(Fixture.experiment())
    var hexapod = Fixture.experiment()
    hexapod.robot = "hexapod"
    try expectRefusal(hexapod, "robot_digest")
    try expectRefusal(Fixture.taskExperiment(), "experiment task.kind")
    _ = try write(Fixture.taskExperiment())
    try expectRefusal(Fixture.experiment(), "experiment task.kind")
    try expectRefusal(
      Presets.experiment(named: "cue-accumulation") ?? .init(), "experiment task.kind")
    var missing = Fixture.experiment()
    missing.start = folder.file("none.safetensors")
    #expect(throws: FileError.self) { try trainer(missing) }
  }

  @Test func aNetworkWithNothingInCommonIsRefused() throws {
    var small = Fixture.taskExperiment()
    (small.network.hidden, small.network.plastic) = ([5], [])
    let policy = try write(small)
    var large = Fixture.taskExperiment()
    (large.network.hidden, large.network.plastic) = ([6], [])
    large.start = path
    let shared = try trainer(Fixture.taskExperiment()).network.layout.slices.filter {
      policy.network.layout.slice(named: $0.name)?.shape == $0.shape
    }
    // The biases of the readout alone do not depend on the hidden population.
    #expect(shared.count == 1, "\(shared.map(\.name))")
    let taken = try trainer(large)
    let bias = try #require(shared.first)
    #expect(
      slice(bias.name, of: taken.network, taken.state.optimiser.parameters)
        == slice(bias.name, of: policy.network, policy.parameters))
  }

  /// Where training came from stands in the policy, and a resumed run needs the file no more.
  @Test func provenanceNamesTheStart() throws {
    _ = try write(Fixture.taskExperiment())
    var experiment = Fixture.taskExperiment(generations: 2)
    experiment.start = path
    func run(_ checkpoint: Checkpoint?) throws -> TrainingRun {
      try TrainingRun(
        experiment: experiment, model: nil, directory: RunDirectory(path: folder.file("run")),
        workers: 1, resuming: checkpoint, version: "0", commit: "unknown")
    }
    let interruption = Interruption()
    let first = try run(nil)
    _ = try first.train(until: interruption) { _, _ in interruption.request() }
    try FileManager.default.removeItem(atPath: path)
    let second = try run(Checkpoint(path: first.directory.checkpoint))
    #expect(try second.train(until: Interruption()) { _, _ in } == .finished)
    let policy = try second.finish()
    let digest = try #require(policy.provenance.startedFrom)
    #expect(digest == first.loop.state.startedFrom)
    #expect(policy.experiment.start == path)
    #expect(try Policy(path: second.directory.policy).provenance == policy.provenance)
  }
}
