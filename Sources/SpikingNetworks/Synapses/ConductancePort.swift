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

  /// u r s of the last tick received, one per presynaptic neuron.
  func release(_ events: SpikeEvents) -> UnsafePointer<Float> {
    terminals.map { UnsafePointer($0.release.scalars) }
      ?? UnsafeRawPointer(events.spikes).assumingMemoryBound(to: Float.self)
  }
}
