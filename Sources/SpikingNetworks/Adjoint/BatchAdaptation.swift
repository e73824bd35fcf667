/// Spike-frequency adaptation of a population for a batch: a after every tick and, for the sample
/// at hand, its cotangents and the gradient by β_a and ρ on the way back.
final class BatchAdaptation<Scalar: NetworkScalar> {
  /// a of every sample after every tick.
  let fatigue: Track<Scalar>
  let lanes: AdaptationLanes<Scalar>
  /// Cotangents of a after the tick at hand.
  private let fatigueBar: Buffer<Scalar>
  /// Gradients by β_a and ρ of each neuron; nil where they are not trained.
  private let strengthGradient, decayGradient: UnsafeMutablePointer<SIMD8<Scalar>>?
  /// What `lanes` points to where nothing is trained.
  private let constants: [Buffer<Scalar>]

  init(
    _ spec: AdaptationSpec, size: Int, _ layout: ParameterLayout, _ owner: ParameterLayout.Owner,
    in memory: BatchMemory<Scalar>
  ) {
    (fatigue, fatigueBar) = (memory.track(size), memory.row(size))
    if spec.timeConstants == nil {
      let decay = memory.constant(Scalar(spec.decay), size)
      let strength = memory.constant(Scalar(spec.strength), size)
      lanes = AdaptationLanes(decay: decay.lanes, strength: strength.lanes)
      (strengthGradient, decayGradient, constants) = (nil, nil, [decay, strength])
    } else {
      let strength = memory.table(layout[owner, .adaptationStrength], rows: 1, columns: size)
      let decay = memory.table(layout[owner, .adaptationDecay], rows: 1, columns: size)
      lanes = AdaptationLanes(decay: decay.values.lanes, strength: strength.values.lanes)
      (strengthGradient, decayGradient) = (strength.gradient.lanes, decay.gradient.lanes)
      constants = []
    }
  }

  func clearCotangents() { fatigueBar.fill(0) }

  /// What tick `t` of a sample reads and writes.
  func tick(_ t: Int, before: Int, _ sample: Int) -> AdaptationTick<Scalar> {
    AdaptationTick(
      lanes: lanes, before: fatigue.lanes(before, sample), after: fatigue.lanes(t, sample),
      bar: fatigueBar.lanes, strengthGradient: strengthGradient, decayGradient: decayGradient)
  }
}

/// Adaptation at one tick of one sample, there and back, as raw places.
struct AdaptationTick<Scalar: NetworkScalar> {
  typealias Lane = SIMD8<Scalar>

  let lanes: AdaptationLanes<Scalar>
  /// a before and after the tick.
  let before, after: UnsafeMutablePointer<Lane>
  /// Cotangents of a after the tick, which become those before it.
  let bar: UnsafeMutablePointer<Lane>
  let strengthGradient, decayGradient: UnsafeMutablePointer<Lane>?

  /// a(t) of eight neurons from s(t−1).
  /// - Returns: ϑ(t) − ϑ.
  @inline(__always)
  func lift(_ spikes: Lane, _ block: Int) -> Lane {
    after[block] = lanes.fatigue(before[block], spikes, block)
    return lift(block)
  }

  /// ϑ(t) − ϑ of eight neurons.
  @inline(__always)
  func lift(_ block: Int) -> Lane { lanes.lift(after[block], block) }

  /// From the cotangents of v(t) − ϑ(t) of eight neurons to those of β_a, ρ and a(t−1).
  /// - Returns: what reaches s(t−1) by way of a.
  @inline(__always)
  func adjoint(_ excessBar: Lane, _ block: Int) -> Lane {
    let fatigueBar = bar[block] - lanes.strength[block] * excessBar
    bar[block] = lanes.decay[block] * fatigueBar
    strengthGradient?[block] -= after[block] * excessBar
    decayGradient?[block] += before[block] * fatigueBar
    return fatigueBar
  }
}
