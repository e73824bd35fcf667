public import Execution
public import SpikingNetworks

/// What a controller computed over some lives, per control step and per metre of way.
///
/// The way is that along the commanded heading, as in ``TrialResult/speed``; going backwards is no
/// way.
public struct ControllerCost: Sendable, Equatable {
  public private(set) var spikes = 0
  public private(set) var operations = NetworkOperations()
  public private(set) var controlSteps = 0
  /// [m]
  public private(set) var distance = 0.0

  /// Of no life.
  public init() {}

  /// Takes in a life that a network has just led since its reset.
  public mutating func add(_ diagnostics: NetworkDiagnostics, controlSteps: Int, distance: Double) {
    var cost = ControllerCost()
    cost.spikes = diagnostics.spikes
    cost.operations = diagnostics.operations
    cost.controlSteps = controlSteps
    cost.distance = distance.isFinite ? max(distance, 0) : 0
    self += cost
  }

  public static func += (a: inout ControllerCost, b: ControllerCost) {
    a.spikes += b.spikes
    a.controlSteps += b.controlSteps
    a.distance += b.distance
    a.operations += b.operations
  }

  /// Nil before the first control step.
  public func perStep(_ count: Int) -> Double? {
    controlSteps > 0 ? Double(count) / Double(controlSteps) : nil
  }

  /// Nil where the lives made no way.
  public func perMetre(_ count: Int) -> Double? {
    distance > 0 ? Double(count) / distance : nil
  }
}

extension ControllerCost: Portable {
  private static let counts: [WritableKeyPath<NetworkOperations, Int> & Sendable] = [
    \.feedForward, \.recurrent, \.readout, \.modulator, \.multiplyAccumulates, \.plasticUpdates,
  ]

  public func write(to wire: inout WireWriter) {
    wire.write([spikes, controlSteps] + Self.counts.map { operations[keyPath: $0] })
    wire.write(distance)
  }

  public init(from wire: inout WireReader) throws {
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
  public var estimatedEnergy: Double {
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
public struct CostSummary: Sendable, Equatable, Codable {
  public var spikesPerStep: Double?
  public var spikesPerMetre: Double?
  public var synapticOperationsPerStep: Double?
  public var synapticOperationsPerMetre: Double?
  public var multiplyAccumulatesPerStep: Double?
  public var plasticUpdatesPerStep: Double?
  /// See ``ControllerCost/estimatedEnergy``.
  public var estimatedMicrojoulesPerMetre: Double?

  enum CodingKeys: String, CodingKey {
    case spikesPerStep = "spikes_per_step"
    case spikesPerMetre = "spikes_per_m"
    case synapticOperationsPerStep = "synaptic_operations_per_step"
    case synapticOperationsPerMetre = "synaptic_operations_per_m"
    case multiplyAccumulatesPerStep = "multiply_accumulates_per_step"
    case plasticUpdatesPerStep = "plastic_updates_per_step"
    case estimatedMicrojoulesPerMetre = "estimated_uj_per_m"
  }

  public init(_ cost: ControllerCost) {
    let operations = cost.operations
    spikesPerStep = cost.perStep(cost.spikes)
    spikesPerMetre = cost.perMetre(cost.spikes)
    synapticOperationsPerStep = cost.perStep(operations.synapticOperations)
    synapticOperationsPerMetre = cost.perMetre(operations.synapticOperations)
    multiplyAccumulatesPerStep = cost.perStep(operations.multiplyAccumulates)
    plasticUpdatesPerStep = cost.perStep(operations.plasticUpdates)
    estimatedMicrojoulesPerMetre =
      cost.distance > 0 ? 1e6 * cost.estimatedEnergy / cost.distance : nil
  }
}
