/// A plastic projection with the traces on both its sides and the times of its updates.
struct PlasticSite {
  let projection: Projection
  /// Those of the projection.
  let fast: FastWeights
  let presynaptic: Activity
  let postsynaptic: Activity
  /// Ticks between two updates.
  let period: Int
  /// Synapses of the projection, all of which an update changes.
  var synapses: Int { projection.weights.rows &* projection.weights.columns }

  /// One plasticity update from the traces and spikes of both sides.
  func adapt() {
    fast.update(
      PresynapticSide(trace: presynaptic.trace.scalars, spikes: presynaptic.spikes.scalars),
      postsynaptic: postsynaptic.trace, spikes: postsynaptic.spikes, weights: projection.weights,
      into: projection.effective)
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
  mutating func add(
    _ projection: Projection?, from presynaptic: Activity, to postsynaptic: Activity,
    modulatedBy source: Population, in network: NetworkSpec
  ) {
    guard let projection, let fast = projection.fast else { return }
    let period = fast.spec.period ?? network.ticksPerStep
    sites.append(
      PlasticSite(
        projection: projection, fast: fast, presynaptic: presynaptic,
        postsynaptic: postsynaptic, period: period))
    guard fast.spec.gate.isModulated else { return }
    let owner = projection.owner.target
    if let shared = modulators.first(where: { $0.owner == owner && $0.period == period }) {
      return fast.attach(shared)
    }
    let modulator = Modulator(
      owner: owner, source: source, postsynaptic: fast.postsynaptic,
      scope: network.modulation, period: period)
    fast.attach(modulator)
    modulators.append(modulator)
  }
}
