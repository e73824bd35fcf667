/// What a spike does to the membrane potential at the next tick.
public enum ResetMode: String, Codable, Sendable, CaseIterable {
  /// v ← β v (1 − s) + I: the potential restarts from zero.
  case zero
  /// v ← β v + I − ϑ s: the excess over the threshold is kept.
  case subtract
}

/// The discrete leaky integrate-and-fire neuron, for the runtime and for the adjoint:
///
///     v(t) = β v(t−1) + I(t) − ϑ s(t−1)        reset by subtraction
///     v(t) = β v(t−1) (1 − s(t−1)) + I(t)      reset to zero
///     s(t) = H(v(t) − ϑ(t)),  H(0) = 1,        ϑ(t) = ϑ + β_a a(t), see ``AdaptationSpec``
///
/// Schmidgall et al. 2021, *SpikePropamine*, Front. Neurorobot. 15:629210.
///
/// The two users add the same terms in different orders, which the bits of every policy and
/// gradient recorded so far depend on; each order is a line of its own here.
struct LeakyIntegrateAndFire<Scalar: NetworkScalar> {
  typealias Lane = SIMD8<Scalar>

  /// The order in which the terms of v(t) are added under reset by subtraction.
  enum TermOrder {
    /// The runtime's.
    case currentFirst
    /// The adjoint's.
    case resetFirst
  }

  /// β.
  let decay: Scalar
  /// ϑ.
  let threshold: Scalar
  let reset: ResetMode

  init(decay: Float, threshold: Float, reset: ResetMode) {
    (self.decay, self.threshold, self.reset) = (Scalar(decay), Scalar(threshold), reset)
  }

  /// v(t) of eight neurons from v(t−1), s(t−1) and I(t).
  @inline(__always)
  func membrane(_ voltage: Lane, _ spikes: Lane, _ current: Lane, _ order: TermOrder) -> Lane {
    switch (reset, order) {
    case (.zero, _): decay * voltage * (1 - spikes) + current
    case (.subtract, .currentFirst): decay * voltage + current - threshold * spikes
    case (.subtract, .resetFirst): decay * voltage - threshold * spikes + current
    }
  }

  /// ∂v(t)/∂v(t−1) from s(t−1).
  @inline(__always)
  func retention(_ spikes: Lane) -> Lane {
    switch reset {
    case .zero: decay * (1 - spikes)
    case .subtract: Lane(repeating: decay)
    }
  }

  /// ∂v(t)/∂s(t−1) from v(t−1).
  @inline(__always)
  func resetSlope(_ voltage: Lane) -> Lane {
    switch reset {
    case .zero: -decay * voltage
    case .subtract: Lane(repeating: -threshold)
    }
  }

  /// ϑ(t) from what adaptation adds to it, 0 without.
  @inline(__always)
  func threshold(_ lift: Lane) -> Lane { threshold + lift }

  /// v(t) − ϑ(t), with the terms of ϑ(t) taken off one after the other as the adjoint does.
  @inline(__always)
  func excess(_ voltage: Lane, _ lift: Lane) -> Lane { voltage - threshold - lift }
}

extension LeakyIntegrateAndFire<Float> {
  /// Advances `blocks` lanes of neurons by one tick, in place.
  /// - Parameter fatigue: a; not touched without adaptation.
  func step(
    voltage: UnsafeMutablePointer<Lanes>, spikes: UnsafeMutablePointer<Lanes>,
    current: UnsafePointer<Lanes>, fatigue: UnsafeMutablePointer<Lanes>,
    _ adaptation: AdaptationLanes<Float>?, blocks: Int
  ) {
    if let adaptation {
      for block in 0..<blocks {
        let tired = adaptation.fatigue(fatigue[block], spikes[block], block)
          .withoutSubnormals(scale: 1e-10)
        fatigue[block] = tired
        let threshold = threshold(adaptation.lift(tired, block))
        step(&voltage[block], &spikes[block], current[block], threshold)
      }
    } else {
      for block in 0..<blocks {
        step(&voltage[block], &spikes[block], current[block], Lanes(repeating: threshold))
      }
    }
  }

  @inline(__always)
  private func step(
    _ voltage: inout Lanes, _ spikes: inout Lanes, _ current: Lanes, _ threshold: Lanes
  ) {
    voltage = membrane(voltage, spikes, current, .currentFirst).withoutSubnormals(scale: 1e-10)
    // v − ϑ is 0 only where v = ϑ: a difference of floating-point numbers never underflows to 0.
    spikes = Float.spikes(voltage - threshold)
  }
}
