/// A plastic projection with the traces on both its sides and the times of its updates.
struct PlasticSite {
  let projection: Projection
  let presynaptic: Activity
  let postsynaptic: Activity
  /// Ticks between two updates.
  let period: Int
  /// Synapses of the projection, all of which an update changes.
  var synapses: Int { projection.weights.rows &* projection.weights.columns }

  func adapt() {
    projection.adapt(
      PresynapticSide(trace: presynaptic.trace.scalars, spikes: presynaptic.spikes.scalars),
      postsynaptic: postsynaptic.trace, spikes: postsynaptic.spikes)
  }
}

/// What plasticity sees of a population, the input or the readout.
struct Activity {
  let trace: LaneBuffer
  /// Spikes, the analogue input, or the readout's activity once more.
  let spikes: LaneBuffer
}

/// Everything of a network that is plastic, as lists to walk through at each tick.
struct PlasticCircuit {
  private(set) var sites: [PlasticSite] = []
  /// One modulator per population and update period, shared by the sites that agree on both.
  private(set) var modulators: [Modulator] = []

  /// Adds a projection if it is plastic.
  /// - Parameters:
  ///   - name: name of the postsynaptic population.
  ///   - source: the modulating population.
  mutating func add(
    _ projection: Projection?, from presynaptic: Activity, to postsynaptic: Activity,
    name: String, source: Population, network: NetworkSpec
  ) {
    guard let projection, let fast = projection.fast else { return }
    let period = fast.spec.period ?? network.ticksPerStep
    sites.append(
      PlasticSite(
        projection: projection, presynaptic: presynaptic, postsynaptic: postsynaptic,
        period: period))
    guard fast.spec.gate.isModulated else { return }
    let modulatorName = name + ".modulator"
    if let shared = modulators.first(where: { $0.name == modulatorName && $0.period == period }) {
      return fast.attach(shared)
    }
    let modulator = Modulator(
      name: modulatorName, source: source, postsynaptic: fast.postsynaptic,
      scope: network.modulation, period: period)
    fast.attach(modulator)
    modulators.append(modulator)
  }
}
