import FileFormats
import Foundation
import Locomotion
import NeuralControl
import Policies
import SpikingNetworks
import TestSupport
import Testing
@testable import PolicyTraining

/// Training that starts from a policy with a smaller network.
@Suite struct GrowthTests {
  let folder: TemporaryFolder
  let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.file("start.safetensors")
  }

  struct Growth: Sendable, CustomTestStringConvertible {
    let name: String
    /// To the bit; up to rounding where sums with shared and with own coefficients differ in it; or
    /// not at all.
    enum Likeness { case same, near, other }
    var likeness = Likeness.same
    let from: @Sendable (inout Experiment) -> Void
    let into: @Sendable (inout Experiment) -> Void
    var testDescription: String { name }
  }

  static let all: [Growth] = [
    Growth(name: "nothing", from: { _ in }, into: { _ in }),
    Growth(
      name: "a rule", from: { $0.network.plastic = [] },
      into: { $0.network.plastic = [.input, .readout] }),
    Growth(
      name: "recurrent synapses", from: { _ in },
      into: { ($0.network.recurrent, $0.network.plastic) = (true, [.input, .recurrent]) }),
    Growth(
      name: "neurons", from: { ($0.network.plastic, $0.network.recurrent) = ([], true) },
      into: { $0.network.hidden = [21] }),
    Growth(
      name: "neurons of two layers",
      from: { ($0.network.hidden, $0.network.plastic) = ([8, 5], [.input]) },
      into: { ($0.network.hidden, $0.network.granularity) = ([11, 9], .synapse) }),
    Growth(
      name: "neurons with an α for each synapse",
      from: {
        ($0.network.granularity, $0.network.recurrent) = (.synapse, true)
        $0.network.plastic = [.input, .recurrent, .readout]
      }, into: { $0.network.hidden = [12] }),
    Growth(
      name: "modulators of each neuron", from: { $0.network.modulation = .neuron },
      into: { $0.network.hidden = [13] }),
    Growth(
      name: "an α for each synapse out of one of a population", likeness: .near,
      from: { ($0.network.granularity, $0.network.plastic) = (.population, [.input, .readout]) },
      into: { $0.network.granularity = .synapse }),
    Growth(
      name: "an α for each synapse out of one of a neuron", from: { _ in },
      into: { $0.network.granularity = .synapse }),
    Growth(
      name: "observations", from: { $0.network.plastic = [] },
      into: { Self.observe(2, &$0) }),
    Growth(
      name: "observations with an α for each synapse", from: { $0.network.granularity = .synapse },
      into: { Self.observe(1, &$0) }),
    Growth(
      name: "neurons that a shared α hears", likeness: .other,
      from: { $0.network.plastic = [.readout] }, into: { $0.network.hidden = [20] }),
  ]

  private static func observe(_ actions: Int, _ experiment: inout Experiment) {
    guard case .locomotion(var task) = experiment.task else { return }
    task.efference = actions
    experiment.task = .locomotion(task)
  }

  private func experiments(_ growth: Growth) -> (from: Experiment, into: Experiment) {
    var from = Fixture.experiment()
    (from.network.initialShare, from.network.initialRate) = (2, 0.3)
    growth.from(&from)
    var into = from
    (into.seed, into.start, into.startAdded) = (2, path, .neutral)
    growth.into(&into)
    return (from, into)
  }

  /// Writes a policy of random parameters, biases and modulators too.
  private func write(_ experiment: Experiment) throws -> Policy {
    var policy = try Fixture.policy(experiment)
    for (index, value) in policy.parameters.enumerated() {
      policy.parameters[index] = value + 0.3 * sin(Float(index))
    }
    try AtomicFile.write(policy.encoded(), to: path)
    return policy
  }

  private func trainer(_ experiment: Experiment) throws -> TrainingLoop {
    try TrainingLoop(experiment: experiment, model: Fixture.robot("ant"), workers: 1)
  }

  /// The grown network leads the policy's life, to the bit.
  @Test(arguments: all) func behaviourIsKept(growth: Growth) throws {
    let (from, into) = experiments(growth)
    let policy = try write(from)
    let loop = try trainer(into)
    guard case .locomotion(let task) = into.task else { return }
    let rig = try NetworkRig(model: Fixture.robot("ant"), task: task, network: loop.network)
    rig.load(loop.state.optimiser.parameters, normaliser: nil)
    let old = try policy.makeRig(path: path)
    for seed in 1...3 as ClosedRange<UInt64> {
      let lives = [0.1, 2].map { EpisodeSpecification(seed: seed, duration: $0) }
      let (a, b) = (lives.map { old.run($0) }, lives.map { rig.run($0) })
      #expect((a[1].digest == b[1].digest) == (growth.likeness == .same), "seed \(seed)")
      let isNear = abs(a[0].reward - b[0].reward) < 1e-4
      #expect(isNear == (growth.likeness != .other), "\(a[0].reward) \(b[0].reward)")
    }
    #expect(loop.startSummary?.hasPrefix("copied hidden1.input.weight") == true)
    #expect(loop.startSummary?.contains("not neutral") == (growth.likeness == .other))
    // What is added takes part in training.
    for _ in 0..<2 { #expect(try loop.step().failures.isEmpty) }
  }

  /// Element by element: corners are the policy's, silent parts 0, all else fresh.
  @Test func cornersAreCopied() throws {
    let (from, into) = experiments(Self.all[3])
    let policy = try write(from)
    var random = into
    random.start = ""
    let fresh = try trainer(random).state.optimiser.parameters
    let loop = try trainer(into)
    let grown = loop.state.optimiser.parameters
    for (name, sources) in [
      ("hidden1.input.weight", 32), ("hidden1.recurrent.weight", 8), ("readout.weight", 8),
    ] {
      let new = try #require(loop.network.layout.slice(named: name))
      let old = try #require(policy.network.layout.slice(named: name))
      let (columns, width) = (new.shape[1], old.shape[1])
      #expect(old.shape[0] == sources || name.hasSuffix("input.weight"))
      for i in 0..<new.shape[0] {
        for j in 0..<columns {
          let place = new.range.lowerBound + i * columns + j
          let isOld = i < old.shape[0] && j < width
          let expected =
            isOld
            ? policy.parameters[old.range.lowerBound + i * width + j]
            : j < width ? 0 : fresh[place]
          #expect(grown[place] == expected, "\(name) \(i) \(j)")
        }
      }
    }
  }

  @Test func whatCannotGrowIsRefused() throws {
    func refusal(
      _ from: (inout Experiment) -> Void, _ into: (inout Experiment) -> Void
    ) throws -> SafeTensorsError? {
      var old = Fixture.experiment()
      from(&old)
      _ = try write(old)
      var new = Fixture.experiment()
      (new.start, new.startAdded) = (path, .neutral)
      into(&new)
      return #expect(throws: SafeTensorsError.self) { try trainer(new) }
    }
    let narrower = try refusal({ _ in }, { $0.network.hidden = [7] })
    #expect(narrower?.place == "tensor hidden1.input.weight")
    let deeper = try refusal({ _ in }, { $0.network.hidden = [8, 8] })
    #expect(deeper?.found == "1 populations")
    let fixed = try refusal({ _ in }, { $0.network.plastic = [] })
    #expect(fixed?.place == "tensors" && fixed?.found.contains("hidden1.input.alpha") == true)
    let rule = try refusal({ _ in }, { $0.network.gate = .eligibility })
    #expect(rule?.expected.contains("eligibility") == true)
    let coarser = try refusal(
      { $0.network.granularity = .synapse }, { $0.network.granularity = .neuron })
    #expect(coarser?.place == "tensor hidden1.input.alpha")
    let code = try refusal({ _ in }, { $0.network.encoding = .population })
    #expect(code?.place == "network populationCode")
    let robot = try refusal({ Self.observe(2, &$0) }, { Self.observe(1, &$0) })
    #expect(robot?.place == "tensor hidden1.input.weight")
  }

  /// A normaliser lets added observations through as they are.
  @Test func normalisersGrow() throws {
    var from = Fixture.experiment()
    from.network.normaliseObservations = true
    var policy = try Fixture.policy(from)
    let inputs = policy.network.inputs
    let (means, deviations) = (0..<inputs).reduce(into: ([Double](), [Double]())) {
      $0.0.append(0.01 * Double($1))
      $0.1.append(1 + 0.1 * Double($1))
    }
    policy.normaliser = ObservationNormaliser(count: 9, means: means, deviations: deviations)
    try AtomicFile.write(policy.encoded(), to: path)
    var into = from
    (into.start, into.startAdded) = (path, .neutral)
    Self.observe(1, &into)
    let state = try trainer(into).state
    #expect(state.normaliser?.means == means + [Double](repeating: 0, count: 8))
    #expect(state.normaliser?.deviations == deviations + [Double](repeating: 1, count: 8))
  }

  @Test func theLogSaysWhatIsNew() throws {
    let (from, into) = experiments(Self.all[1])
    _ = try write(from)
    var short = into
    short.budget.generations = 1
    let run = try TrainingRun(
      experiment: short, model: Fixture.robot("ant"),
      directory: RunDirectory(path: folder.file("run")), workers: 1, version: "0",
      commit: "unknown")
    _ = try run.train(until: .init()) { _, _ in }
    let log = String(decoding: try AtomicFile.read(run.directory.log), as: UTF8.self)
    let line = try #require(log.split(separator: "\n").first { $0.contains("\"start\"") })
    #expect(line.contains("copied hidden1.input.weight, hidden1.bias"))
    #expect(line.contains("new hidden1.input.alpha, hidden1.input.eta"))
  }
}
