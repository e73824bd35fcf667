/// What a network did since its last reset.
public struct NetworkDiagnostics: Sendable, Equatable {
  /// Activity of one population.
  public struct Population: Sendable, Equatable {
    /// Name, such as `hidden1`.
    public let name: String
    /// Mean spikes per neuron and tick, in [0, 1].
    public let firingRate: Float
  }

  /// Fast weights of one plastic projection, now.
  public struct Projection: Sendable, Equatable {
    /// Name, such as `hidden1.input`.
    public let name: String
    /// Mean |αE| over mean |W|: how much of the synapse is fast; 0 when W is all zero.
    public let effectiveShare: Float
    /// Root of the mean E².
    public let rootMeanSquare: Float
    /// Euclidean norm of E.
    public let norm: Float
    /// Share of fast weights that stand at their bound, |E| = E_max.
    public let boundShare: Float
    /// What rule and gate keep beside E; empty for most.
    public let states: [State]
  }

  /// A variable of a plastic projection besides E, now.
  public struct State: Sendable, Equatable {
    /// What it is.
    public let variable: PlasticityState.Variable
    /// Root of its mean square, over neurons or synapses.
    public let rootMeanSquare: Float
  }

  /// Level of one neuromodulator over its updates.
  public struct Modulator: Sendable, Equatable {
    /// Name, such as `hidden1.modulator`.
    public let name: String
    /// Ticks between two updates.
    public let period: Int
    /// Mean M over neurons at the last update; 0 before the first.
    public let level: Float
    /// Mean M over neurons and updates, in [−1, 1].
    public let mean: Float
    /// Share of values with |M| > 0.95, in [0, 1].
    public let saturation: Float
  }

  /// One entry per population, from the input up.
  public let populations: [Population]
  /// One entry per plastic projection, in the order of the layout.
  public let projections: [Projection]
  /// One entry per neuromodulator and update period.
  public let modulators: [Modulator]
  /// Spikes of all populations.
  public let spikes: Int
  /// Synaptic operations and what is counted apart from them.
  public let operations: NetworkOperations

  /// All synaptic operations; see ``NetworkOperations``.
  public var synapticOperations: Int { operations.synapticOperations }
}

extension Projection {
  /// Share and size of the fast weights; nil when nothing is plastic.
  var diagnostics: NetworkDiagnostics.Projection? {
    guard let fast else { return nil }
    var (slow, change) = (0.0, 0.0)
    for (w, (base, total)) in zip(weights.values, zip(base.values, effective.values)) {
      slow += Double(abs(w))
      change += Double(abs(total - base))
    }
    let values = fast.values.values
    let size = rootMeanSquare(values)
    let bound = values.count { abs($0) >= fast.spec.bound }
    return NetworkDiagnostics.Projection(
      name: name, effectiveShare: slow > 0 ? Float(change / slow) : 0, rootMeanSquare: size,
      norm: size * Float(fast.presynaptic * fast.postsynaptic).squareRoot(),
      boundShare: Float(bound) / Float(values.count),
      states: fast.spec.states.map {
        NetworkDiagnostics.State(
          variable: $0.variable, rootMeanSquare: rootMeanSquare(fast.values(of: $0.variable)))
      })
  }
}

extension Modulator {
  /// The last level, and mean and saturation since the last reset.
  var diagnostics: NetworkDiagnostics.Modulator {
    let (samples, neurons) = (Double(max(tally.samples, 1)), synapses.postsynaptic)
    return NetworkDiagnostics.Modulator(
      name: owner.name + ".modulator", period: period,
      level: level.prefix(neurons).reduce(0, +) / Float(neurons),
      mean: Float(tally.sum / samples), saturation: Float(Double(tally.saturated) / samples))
  }
}

/// Of at least one value.
private func rootMeanSquare(_ values: [Float]) -> Float {
  let square = values.reduce(0) { $0 + Double($1) * Double($1) }
  return Float((square / Double(values.count)).squareRoot())
}
