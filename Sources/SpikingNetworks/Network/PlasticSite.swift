/// A plastic projection with the traces on both its sides and the times of its updates.
struct PlasticSite {
  let projection: Projection
  /// Presynaptic traces x.
  let presynaptic: LaneBuffer
  /// Postsynaptic traces y.
  let postsynaptic: LaneBuffer
  /// Ticks between two updates.
  let period: Int

  func adapt() {
    projection.adapt(presynaptic: presynaptic.scalars, postsynaptic: postsynaptic)
  }
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
    _ projection: Projection?, from presynaptic: LaneBuffer, to postsynaptic: LaneBuffer,
    name: String, source: Population, network: NetworkSpec
  ) {
    guard let projection, let fast = projection.fast else { return }
    let period = fast.spec.period ?? network.ticksPerStep
    sites.append(
      PlasticSite(
        projection: projection, presynaptic: presynaptic, postsynaptic: postsynaptic,
        period: period))
    guard fast.spec.gate == .modulated else { return }
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
