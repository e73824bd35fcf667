/// ρ and β_a of every neuron of a population, as lanes; see ``AdaptationSpec``.
struct AdaptationLanes<Scalar: NetworkScalar> {
  typealias Lane = SIMD8<Scalar>

  let decay, strength: UnsafeMutablePointer<Lane>

  /// a(t) of eight neurons from a(t−1) and s(t−1).
  @inline(__always)
  func fatigue(_ fatigue: Lane, _ spikes: Lane, _ block: Int) -> Lane {
    decay[block] * fatigue + spikes
  }

  /// ϑ(t) − ϑ of eight neurons from a(t).
  @inline(__always)
  func lift(_ fatigue: Lane, _ block: Int) -> Lane { strength[block] * fatigue }
}

/// The adaptation of a population at work: the same ρ and β_a for all its neurons, or those that
/// the parameters have for each.
final class Adaptation {
  private let decay, strength: LaneBuffer
  private let isTrained: Bool

  init(_ spec: AdaptationSpec, size: Int) {
    (decay, strength) = (LaneBuffer(scalars: size), LaneBuffer(scalars: size))
    isTrained = spec.timeConstants != nil
    guard !isTrained else { return }
    decay.fill(spec.decay)
    strength.fill(spec.strength)
  }

  var lanes: AdaptationLanes<Float> {
    AdaptationLanes(decay: decay.lanes, strength: strength.lanes)
  }

  /// Takes up what is trained of the population `owner`.
  func load(_ parameters: ParameterVector, of owner: ParameterLayout.Owner) {
    guard isTrained else { return }
    decay.load(parameters[owner, .adaptationDecay])
    strength.load(parameters[owner, .adaptationStrength])
  }
}
