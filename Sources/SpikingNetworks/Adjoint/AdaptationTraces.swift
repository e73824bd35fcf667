/// Eligibility traces of β_a and ρ of the neurons of one population of one sample, where they are
/// trained: what each has done, through its own neuron's threshold, to that neuron's spikes.
///
///     e_β,j(t) = −ψ_j(t) (a_j(t) + β_a ε_β,j(t)),    ε_β,j(t+1) = ρ ε_β,j(t) + e_β,j(t)
///     e_ρ,j(t) = −ψ_j(t) β_a ε_ρ,j(t),               ε_ρ,j(t+1) = ρ ε_ρ,j(t) + a_j(t) + e_ρ,j(t)
///
/// The derivation is that of ``EligibilityTraces`` for another parameter of a(t) and ϑ(t).
final class AdaptationTraces {
  private let lanes: AdaptationLanes<Float>
  /// ε_β and ε_ρ, [blocks].
  private let strength, decay: LaneBuffer
  private let strengthEffect, decayEffect: ReadoutEligibility

  init(_ adaptation: Adaptation, of population: Population, _ network: Network) {
    lanes = adaptation.lanes
    strength = LaneBuffer(scalars: population.size)
    decay = LaneBuffer(scalars: population.size)
    strengthEffect = ReadoutEligibility(rows: 1, of: population, network)
    decayEffect = ReadoutEligibility(rows: 1, of: population, network)
  }

  func reset() {
    for trace in [strength, decay] { trace.fill(0) }
    for effect in [strengthEffect, decayEffect] { effect.reset() }
  }

  /// Advances both traces by one tick.
  /// - Parameters:
  ///   - fatigue: a(t), [blocks].
  ///   - slope: ψ, [blocks].
  func step(fatigue: UnsafePointer<Lanes>, slope: UnsafePointer<Lanes>) {
    for block in 0..<strength.blocks {
      let (a, loss) = (fatigue[block], slope[block] * lanes.strength[block])
      let byStrength = -(slope[block] * a) - loss * strength.lanes[block]
      let byDecay = -(loss * decay.lanes[block])
      let rho = lanes.decay[block]
      strength.lanes[block] = (rho * strength.lanes[block] + byStrength)
        .withoutSubnormals(scale: 1e-10)
      decay.lanes[block] = (rho * decay.lanes[block] + a + byDecay)
        .withoutSubnormals(scale: 1e-10)
      strengthEffect.step(byStrength, 0, block)
      decayEffect.step(byDecay, 0, block)
    }
  }

  /// Adds what the outputs' cotangents make of the traces, by the values β_a and ρ.
  func addGradient(_ signal: LearningSignal, to gradient: EpropGradient) {
    strengthEffect.addGradient(signal, to: gradient.adaptationStrength)
    decayEffect.addGradient(signal, to: gradient.adaptationDecay)
  }
}
