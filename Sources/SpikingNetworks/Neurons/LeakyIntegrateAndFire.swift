/// The discrete leaky integrate-and-fire neuron.
///
///     v(t) = β v(t−1) + I(t) − ϑ s(t−1)        reset by subtraction
///     v(t) = β v(t−1) (1 − s(t−1)) + I(t)      reset to zero
///     s(t) = H(v(t) − ϑ),  H(0) = 1
///
/// Schmidgall et al. 2021, *SpikePropamine*, Front. Neurorobot. 15:629210.
struct LeakyIntegrateAndFire {
  let decay: Float
  let threshold: Float
  let reset: ResetMode

  /// v(t) of eight neurons from v(t−1), s(t−1) and I(t).
  @inline(__always)
  func membrane(_ voltage: Lanes, _ spikes: Lanes, _ current: Lanes) -> Lanes {
    switch reset {
    case .zero: decay * voltage * (1 - spikes) + current
    case .subtract: decay * voltage + current - threshold * spikes
    }
  }

  /// s(t) of eight neurons from v(t) and ϑ(t).
  @inline(__always)
  func fire(_ voltage: Lanes, _ threshold: Lanes) -> Lanes {
    Lanes.zero.replacing(with: 1, where: voltage .>= threshold)
  }

  /// Advances `blocks` lanes of neurons by one tick, in place.
  func step(
    voltage: UnsafeMutablePointer<Lanes>, spikes: UnsafeMutablePointer<Lanes>,
    current: UnsafePointer<Lanes>, blocks: Int
  ) {
    for block in 0..<blocks {
      let next = membrane(voltage[block], spikes[block], current[block])
        .withoutSubnormals(scale: 1e-10)
      voltage[block] = next
      spikes[block] = fire(next, Lanes(repeating: threshold))
    }
  }

  /// The same with spike-frequency adaptation: a(t) = ρ a(t−1) + s(t−1), ϑ(t) = ϑ + β_a a(t).
  func step(
    voltage: UnsafeMutablePointer<Lanes>, spikes: UnsafeMutablePointer<Lanes>,
    current: UnsafePointer<Lanes>, fatigue: UnsafeMutablePointer<Lanes>,
    _ adaptation: AdaptationSpec, blocks: Int
  ) {
    for block in 0..<blocks {
      let tired = adaptation.fatigue(fatigue[block], spikes[block])
      let next = membrane(voltage[block], spikes[block], current[block])
        .withoutSubnormals(scale: 1e-10)
      fatigue[block] = tired
      voltage[block] = next
      spikes[block] = fire(next, threshold + adaptation.strength * tired)
    }
  }
}
