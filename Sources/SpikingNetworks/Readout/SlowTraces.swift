/// Slow rate traces of the last population's spikes, and their synapses onto the readout: a memory
/// of what the network has done that nothing but time changes. See ``ReadoutSpec`` for the
/// equations.
final class SlowTraces {
  /// λ of each neuron.
  let decay: LaneBuffer
  /// ρ of each neuron.
  let values: LaneBuffer
  /// W^s, [neurons, outputs].
  let weights: WeightMatrix

  init(neurons: Int, outputs: Int) {
    (decay, values) = (LaneBuffer(scalars: neurons), LaneBuffer(scalars: neurons))
    weights = WeightMatrix(rows: neurons, columns: outputs)
  }

  func load(_ parameters: ParameterVector) {
    decay.load(parameters[.readout, .slowDecay])
    weights.load(parameters[.readout, .slowWeight])
  }

  func clear() { values.fill(0) }

  /// One tick: the traces, then currents += Σ_j W^s_kj ρ_j.
  func step(_ spikes: UnsafePointer<Lanes>, to currents: UnsafeMutablePointer<Lanes>) {
    for block in 0..<values.blocks {
      let filter = SlowFilter(decay: decay.lanes[block])
      values.lanes[block] = filter.next(values.lanes[block], spikes[block])
        .withoutSubnormals(scale: 1e-6)
    }
    weights.addRows(scaledBy: values.scalars, to: currents)
  }

  /// Products that a tick takes.
  var products: Int { weights.rows &* weights.columns }
}

/// The exponential filter ρ(t) = λ ρ(t−1) + (1 − λ) s(t) of eight neurons, each with a λ of its
/// own.
struct SlowFilter<Scalar: NetworkScalar> {
  typealias Lane = SIMD8<Scalar>

  /// λ.
  let decay: Lane

  /// ρ(t) from ρ(t−1) and s(t).
  @inline(__always)
  func next(_ trace: Lane, _ signal: Lane) -> Lane { decay * trace + (1 - decay) * signal }

  /// ∂ρ(t)/∂s(t).
  @inline(__always)
  var gain: Lane { 1 - decay }

  /// ∂ρ(t)/∂λ from ρ(t−1) and s(t).
  @inline(__always)
  func slope(_ trace: Lane, _ signal: Lane) -> Lane { trace - signal }
}
