/// Where the spikes of one source reach the conductances of a population.
final class ConductancePort {
  private let membrane: ConductanceMembrane
  /// u and r of the source's terminals; nil where every spike releases 1.
  private let terminals: DynamicTerminals?

  /// - Parameter size: presynaptic neurons.
  init(_ spec: ConductanceSpec, onto membrane: ConductanceMembrane, size: Int) {
    self.membrane = membrane
    terminals = spec.synapses.map { DynamicTerminals($0, size: size, tick: spec.tick) }
  }

  func clear() { terminals?.clear() }

  /// One tick: what each of the source's neurons releases, through `weights` into the conductances.
  func receive(_ events: SpikeEvents, through weights: WeightMatrix) {
    terminals?.step(events.spikes)
    weights.addRows(
      events.active, count: events.count, scaledBy: release(events),
      excitation: membrane.excitation.lanes, inhibition: membrane.inhibition.lanes)
  }

  /// y ← exp(−Δt/τ_s) y + release of the last tick received: what a weight of 1 has as conductance.
  func follow(_ trace: LaneBuffer, _ events: SpikeEvents) {
    let release = UnsafeRawPointer(release(events)).assumingMemoryBound(to: Lanes.self)
    for block in 0..<trace.blocks {
      trace.lanes[block] =
        (membrane.synapticDecay * trace.lanes[block]).withoutSubnormals(scale: 1e-10)
        + release[block]
    }
  }

  /// u r s of the last tick received, one per presynaptic neuron.
  private func release(_ events: SpikeEvents) -> UnsafePointer<Float> {
    terminals.map { UnsafePointer($0.release.scalars) }
      ?? scalars(events.spikes)
  }
}
