import Execution
import SpikingNetworks

/// What a controller computed over some episodes.
struct ControllerCost: Sendable, Equatable {
  private(set) var spikes = 0
  private(set) var operations = NetworkOperations()
  private(set) var controlSteps = 0
  /// Way along the commanded heading [m]; going backwards is no way.
  private(set) var distance = 0.0

  /// Of no episode.
  init() {}

  /// Of an episode that a network has just been through since its reset.
  init(_ diagnostics: NetworkDiagnostics, controlSteps: Int, distance: Double) {
    (spikes, operations) = (diagnostics.spikes, diagnostics.operations)
    self.controlSteps = controlSteps
    self.distance = distance.isFinite ? max(distance, 0) : 0
  }

  static func += (a: inout ControllerCost, b: ControllerCost) {
    a.spikes += b.spikes
    a.controlSteps += b.controlSteps
    a.distance += b.distance
    a.operations += b.operations
  }

  /// Nil before the first control step.
  func perStep(_ count: Int) -> Double? {
    controlSteps > 0 ? Double(count) / Double(controlSteps) : nil
  }

  /// Nil where no way was made.
  func perMetre(_ count: Int) -> Double? {
    distance > 0 ? Double(count) / distance : nil
  }
}

extension ControllerCost: Portable {
  private static let counts: [WritableKeyPath<NetworkOperations, Int> & Sendable] = [
    \.feedForward, \.recurrent, \.readout, \.modulator, \.multiplyAccumulates, \.plasticUpdates,
  ]

  func write(to wire: inout WireWriter) {
    wire.write([spikes, controlSteps] + Self.counts.map { operations[keyPath: $0] })
    wire.write(distance)
  }

  init(from wire: inout WireReader) throws {
    let values: [Int] = try wire.read()
    guard values.count == 2 + Self.counts.count else { throw WireError(expected: "a cost") }
    (spikes, controlSteps) = (values[0], values[1])
    for (path, value) in zip(Self.counts, values.dropFirst(2)) { operations[keyPath: path] = value }
    distance = try wire.read()
  }
}

extension ControllerCost {
  /// Energy that the operations would take on neuromorphic hardware of 2018 [J]: an estimate, not a
  /// measurement. 23.6 pJ a synaptic operation and 120 pJ an update of a plastic synapse (Davies et
  /// al. 2018, *Loihi*, IEEE Micro 38(1):82, table 2), 4.6 pJ a 32-bit multiply–accumulate
  /// (Horowitz 2014, *Computing's energy problem*, ISSCC, at 45 nm). Updates of neurons, memory and
  /// routing are left out, so a chip needs more.
  var estimatedEnergy: Double {
    23.6e-12 * Double(operations.synapticOperations)
      + 120e-12 * Double(operations.plasticUpdates)
      + 4.6e-12 * Double(operations.multiplyAccumulates)
  }

  static let columns = [
    "control_steps", "spikes", "synaptic_operations", "multiply_accumulates", "plastic_updates",
  ]

  /// Counts in the order of `columns`.
  var row: [String] {
    [
      controlSteps, spikes, operations.synapticOperations, operations.multiplyAccumulates,
      operations.plasticUpdates,
    ].map { "\($0)" }
  }
}

/// A ``ControllerCost`` as `summary.json` holds it.
public struct CostSummary: Sendable, Equatable, Encodable {
  public var spikesPerStep: Double?
  var spikesPerM: Double?
  public var synapticOperationsPerStep: Double?
  public var synapticOperationsPerM: Double?
  var multiplyAccumulatesPerStep: Double?
  var plasticUpdatesPerStep: Double?
  /// [µJ/m], see ``ControllerCost/estimatedEnergy``.
  var estimatedUjPerM: Double?

  init(_ cost: ControllerCost) {
    let operations = cost.operations
    spikesPerStep = cost.perStep(cost.spikes)
    spikesPerM = cost.perMetre(cost.spikes)
    synapticOperationsPerStep = cost.perStep(operations.synapticOperations)
    synapticOperationsPerM = cost.perMetre(operations.synapticOperations)
    multiplyAccumulatesPerStep = cost.perStep(operations.multiplyAccumulates)
    plasticUpdatesPerStep = cost.perStep(operations.plasticUpdates)
    estimatedUjPerM = cost.distance > 0 ? 1e6 * cost.estimatedEnergy / cost.distance : nil
  }
}
