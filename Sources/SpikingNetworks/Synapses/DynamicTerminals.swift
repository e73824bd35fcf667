import NumericalMethods

/// State of the dynamic synapses that presynaptic neurons make onto one population: one utilisation
/// and one store of resources per presynaptic neuron, since all its synapses have the same history.
final class DynamicTerminals {
  /// u r s of the last tick, one per presynaptic neuron: what a weight of 1 adds to a conductance.
  let release: LaneBuffer
  /// u just after the last tick.
  private let utilisation: LaneBuffer
  /// r just after the last tick.
  private let resources: LaneBuffer
  /// U, and the shares of u and of 1 − r that outlive a tick.
  private let use, facilitation, depression: Float

  /// - Parameter tick: Δt [ms].
  init(_ spec: DynamicSynapseSpec, size: Int, tick: Float) {
    use = spec.utilisation
    depression = Float.exp(-tick / spec.recoveryTimeConstant)
    facilitation =
      spec.facilitationTimeConstant > 0 ? Float.exp(-tick / spec.facilitationTimeConstant) : 0
    release = LaneBuffer(scalars: size)
    (utilisation, resources) = (LaneBuffer(scalars: size), LaneBuffer(scalars: size))
    clear()
  }

  /// At rest: u = 0, r = 1.
  func clear() {
    release.fill(0)
    utilisation.fill(0)
    resources.fill(1)
  }

  /// One tick of decay and recovery, then the spikes at its end.
  func step(_ spikes: UnsafePointer<Lanes>) {
    for block in 0..<release.blocks {
      var u = (facilitation * utilisation.lanes[block]).withoutSubnormals(scale: 1e-10)
      let r = 1 - depression * (1 - resources.lanes[block])
      u += use * (1 - u) * spikes[block]
      let released = u * r * spikes[block]
      utilisation.lanes[block] = u
      resources.lanes[block] = r - released
      release.lanes[block] = released
    }
  }
}
