/// Eligibility traces of the synapses onto one population of one sample: what each has done,
/// through its own neuron alone, to that neuron's spikes.
///
///     ε_v,ji(t) = d_j(t) ε_v,ji(t−1) + z_i(t),
///     d = β, or β (1 − s_j(t−1)) where v restarts from zero
///     e_ji(t) = ψ_j(t) (ε_v,ji(t) − β_a ε_a,ji(t)),    ψ the surrogate's σ′
///     ε_a,ji(t+1) = ρ ε_a,ji(t) + e_ji(t)
///
/// Bellec et al. 2020, *Nat. Commun.* 11:3625, Methods: eligibility traces for LIF and ALIF
/// neurons.
final class EligibilityTraces {
  /// Presynaptic neurons.
  let rows: Int
  /// Lanes of postsynaptic neurons.
  let blocks: Int
  private let adaptation: AdaptationLanes<Float>?
  /// ε_v and ε_a (where there is adaptation), [rows, blocks].
  private let voltage, fatigue: LaneBuffer
  private let effect: ReadoutEligibility

  init(rows: Int, onto population: Population, of network: Network) {
    self.rows = rows
    adaptation = population.adaptation?.lanes
    blocks = population.spikes.blocks
    let count = rows * population.spikes.blocks
    voltage = LaneBuffer(blocks: count)
    fatigue = LaneBuffer(blocks: population.adaptation == nil ? 0 : count)
    effect = ReadoutEligibility(rows: rows, of: population, network)
  }

  func reset() {
    voltage.fill(0)
    fatigue.fill(0)
    effect.reset()
  }

  /// Advances all traces by one tick.
  /// - Parameters:
  ///   - presynaptic: z, one per row.
  ///   - decay: d, [blocks].
  ///   - slope: ψ, [blocks].
  func step(
    presynaptic: UnsafePointer<Float>, decay: UnsafePointer<Lanes>, slope: UnsafePointer<Lanes>
  ) {
    for row in 0..<rows {
      let z = Lanes(repeating: presynaptic[row])
      for block in 0..<blocks {
        // Unchecked: a place within the traces, which are allocated [rows, blocks].
        let n = row &* blocks &+ block
        let v = (decay[block] * voltage.lanes[n] + z).withoutSubnormals(scale: 1e-10)
        voltage.lanes[n] = v
        var e = slope[block] * v
        if let adaptation {
          let a = fatigue.lanes[n]
          e -= slope[block] * (adaptation.strength[block] * a)
          fatigue.lanes[n] = (adaptation.decay[block] * a + e).withoutSubnormals(scale: 1e-10)
        }
        effect.step(e, row, block)
      }
    }
  }

  /// Adds what the outputs' cotangents make of the traces.
  func addGradient(_ signal: LearningSignal, to gradient: WeightMatrix) {
    effect.addGradient(signal, to: gradient)
  }
}
