import SpikingNetworks

/// What every recorded table says of a network: what its neurons, synapses and modulators do.
///
/// For each population the firing rate; for each plastic projection mean |αE| over mean |W|, the
/// root mean square of E and that of whatever else its rule and gate declare to keep; for each
/// modulator the mean M since the start and M at its last update.
struct NetworkColumns {
  let network: Network

  var names: [String] {
    let diagnostics = network.diagnostics
    return diagnostics.populations.map { "rate_\($0.name)" }
      + diagnostics.projections.flatMap { projection in
        ["fast_share_\(projection.name)", "fast_rms_\(projection.name)"]
          + projection.states.map { "\($0.variable.rawValue)_rms_\(projection.name)" }
      }
      + diagnostics.modulators.flatMap { [$0.name, "level_\($0.name)"] }
  }

  /// The values now, in the order of ``names``.
  /// - Parameter ticks: those since the last observation.
  func values(ticks: Int) -> [Double] {
    let diagnostics = network.diagnostics
    return network.spec.hidden.indices.map { rate(ofPopulation: $0, ticks: ticks) }
      + diagnostics.projections.flatMap { projection in
        [Double(projection.effectiveShare), Double(projection.rootMeanSquare)]
          + projection.states.map { Double($0.rootMeanSquare) }
      }
      + diagnostics.modulators.flatMap { [Double($0.mean), Double($0.level)] }
  }

  /// Mean spikes per neuron and tick.
  private func rate(ofPopulation index: Int, ticks: Int) -> Double {
    let counts = network.spikeCounts(ofPopulation: index)
    return Double(counts.reduce(0, +)) / Double(ticks * counts.count)
  }
}
