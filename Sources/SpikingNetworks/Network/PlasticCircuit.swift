/// What plasticity sees of a population, the input or the readout.
struct Activity {
  let trace: LaneBuffer
  /// Spikes, the analogue input, or the readout's activity once more.
  let spikes: LaneBuffer
}

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
      postsynaptic: postsynaptic.trace, spikes: postsynaptic.spikes, weights: projection.base,
      into: projection.effective)
  }
}

/// Everything of a network that is plastic, as lists to walk through at each tick.
struct PlasticCircuit {
  private(set) var sites: [PlasticSite] = []
  /// One modulator per population and update period, shared by the sites that agree on both.
  private(set) var modulators: [Modulator] = []

  /// - Parameter projections: all of the network, in the order of ``NetworkSpec/projections``.
  init(
    _ spec: NetworkSpec, _ projections: [Projection], _ encoder: any InputEncoder,
    _ centred: CentredInput?, _ populations: [Population], _ readout: LeakyReadout
  ) {
    let activities =
      [
        centred.map { Activity(trace: $0.deviation, spikes: $0.deviation) }
          ?? Activity(trace: encoder.trace, spikes: encoder.signal)
      ]
      + populations.map { Activity(trace: $0.trace, spikes: $0.spikes) }
      + [Activity(trace: readout.activity, spikes: readout.activity)]
    for (synapses, projection) in zip(spec.projections, projections) {
      guard let fast = projection.fast else { continue }
      sites.append(
        PlasticSite(
          projection: projection, fast: fast, presynaptic: activities[synapses.source],
          postsynaptic: activities[synapses.target], period: synapses.period))
      guard fast.spec.gate.isModulated else { continue }
      let known = modulators.first { $0.synapses.shareModulator(with: synapses) }
      let modulator =
        known
        ?? Modulator(
          synapses,
          source: synapses.followsError ? nil : populations[synapses.modulatedBy - 1])
      if known == nil { modulators.append(modulator) }
      fast.attach(modulator)
    }
  }
}
