/// What a controller computed over some episodes.
struct ControllerCost: Sendable, Equatable {
  var spikes = 0
  var synapticOperations = 0
  var multiplyAccumulates = 0
  var plasticUpdates = 0
  var controlSteps = 0
  /// Way along the commanded heading [m]; going backwards is no way.
  var distance = 0.0

  /// Of these trials together.
  init(_ trials: [TrialResult]) {
    for trial in trials {
      spikes += trial.activity.spikes ?? 0
      synapticOperations += trial.activity.synapticOperations ?? 0
      multiplyAccumulates += trial.activity.multiplyAccumulates ?? 0
      plasticUpdates += trial.activity.plasticUpdates ?? 0
      controlSteps += trial.controlSteps
      distance += trial.distance.isFinite ? max(trial.distance, 0) : 0
    }
  }

  /// Nil before the first control step.
  func perStep(_ count: Int) -> Double? {
    controlSteps > 0 ? Double(count) / Double(controlSteps) : nil
  }

  /// Nil where no way was made.
  func perMetre(_ count: Int) -> Double? {
    distance > 0 ? Double(count) / distance : nil
  }

  /// Energy that the operations would take on neuromorphic hardware of 2018 [J]: an estimate, not a
  /// measurement. 23.6 pJ a synaptic operation and 120 pJ an update of a plastic synapse (Davies et
  /// al. 2018, *Loihi*, IEEE Micro 38(1):82, table 2), 4.6 pJ a 32-bit multiply–accumulate
  /// (Horowitz 2014, *Computing's energy problem*, ISSCC, at 45 nm). Updates of neurons, memory and
  /// routing are left out, so a chip needs more.
  var estimatedEnergy: Double {
    23.6e-12 * Double(synapticOperations) + 120e-12 * Double(plasticUpdates)
      + 4.6e-12 * Double(multiplyAccumulates)
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

  init(_ trials: [TrialResult]) {
    let cost = ControllerCost(trials)
    spikesPerStep = cost.perStep(cost.spikes)
    spikesPerM = cost.perMetre(cost.spikes)
    synapticOperationsPerStep = cost.perStep(cost.synapticOperations)
    synapticOperationsPerM = cost.perMetre(cost.synapticOperations)
    multiplyAccumulatesPerStep = cost.perStep(cost.multiplyAccumulates)
    plasticUpdatesPerStep = cost.perStep(cost.plasticUpdates)
    estimatedUjPerM = cost.distance > 0 ? 1e6 * cost.estimatedEnergy / cost.distance : nil
  }
}
