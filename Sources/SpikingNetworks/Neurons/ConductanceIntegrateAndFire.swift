/// The conductance-based leaky integrate-and-fire neuron of ``ConductanceSpec`` by the exponential
/// Euler method, which is exact while conductances and current are constant within a tick:
///
///     V(t) = V_∞ + (V(t−1) − V_∞) exp(−G Δt/τ_m)
///     G = 1 + g^E + g^I,    V_∞ = (V_L + g^E V_E + g^I V_I + I (V_ϑ − V_L)) / G
///
/// V_∞ is kept within [V_I, V_E], where it lies by itself unless a current drives it out. So V,
/// which moves towards it, never crosses a reversal potential.
struct ConductanceIntegrateAndFire {
  let leak, excitatory, inhibitory, reset, threshold: Float
  /// V_ϑ − V_L, the unit of currents [mV].
  let unit: Float
  /// Δt/τ_m.
  let rate: Float
  let refractoryTicks: Float

  init(_ spec: ConductanceSpec) {
    (leak, excitatory) = (spec.leakPotential, spec.excitatoryPotential)
    (inhibitory, reset) = (spec.inhibitoryPotential, spec.resetPotential)
    (threshold, unit) = (spec.threshold, spec.threshold - spec.leakPotential)
    (rate, refractoryTicks) = (spec.tick / spec.membraneTimeConstant, spec.refractoryTicks)
  }

  /// V(t) of eight neurons from V(t−1).
  @inline(__always)
  func membrane(_ voltage: Lanes, _ input: MembraneInput) -> Lanes {
    let (total, target) = drive(input)
    return target + (voltage - target) * exponential(-rate * total)
  }

  /// ∂V(t)/∂g^E, ∂V(t)/∂g^I and ∂V(t)/∂I of eight neurons. The first is positive, since V and V_∞
  /// lie below V_E.
  @inline(__always)
  func sensitivity(_ voltage: Lanes, _ input: MembraneInput) -> MembraneInput {
    let (total, target) = drive(input)
    let keep = exponential(-rate * total)
    let (reached, approach) = ((1 - keep) / total, rate * keep * (voltage - target))
    return MembraneInput(
      excitation: (excitatory - target) * reached - approach,
      inhibition: (inhibitory - target) * reached - approach, current: unit * reached)
  }

  /// G and V_∞.
  @inline(__always)
  func drive(_ input: MembraneInput) -> (total: Lanes, target: Lanes) {
    let (e, i) = (input.excitation, input.inhibition)
    let total = 1 + e + i
    let target = (leak + e * excitatory + i * inhibitory + unit * input.current) / total
    return (
      total, target.limited(Lanes(repeating: inhibitory), Lanes(repeating: excitatory))
    )
  }
}

/// What acts on the membranes of eight neurons during a tick, or a derivative by each of it.
struct MembraneInput {
  /// g^E and g^I, in units of g_L.
  var excitation, inhibition: Lanes
  /// I, in units of g_L (V_ϑ − V_L).
  var current: Lanes
}
