/// Eligibility traces of the synapses onto one population of one sample: what each has done,
/// through its own neuron alone, to the readout's low-pass filter of that neuron's spikes.
///
///     ε_v,ji(t) = d_j(t) ε_v,ji(t−1) + z_i(t),
///     d = β, or β (1 − s_j(t−1)) where v restarts from zero
///     e_ji(t) = ψ_j(t) (ε_v,ji(t) − β_a ε_a,ji(t)),    ψ the surrogate's σ′
///     ε_a,ji(t+1) = ρ ε_a,ji(t) + e_ji(t)
///     ē_ji(t) = κ ē_ji(t−1) + (1 − κ) e_ji(t)
///
/// Bellec et al. 2020, *Nat. Commun.* 11:3625, Methods: eligibility traces for LIF and ALIF
/// neurons.
final class EligibilityTraces {
  /// Presynaptic neurons.
  let rows: Int
  /// Lanes of postsynaptic neurons.
  let blocks: Int
  private let adaptation: AdaptationSpec?
  private let readoutDecay: Float
  /// ε_v, ε_a (where there is adaptation) and ē, [rows, blocks].
  private let voltage, fatigue, filtered: LaneBuffer

  init(rows: Int, population: PopulationSpec, readoutDecay: Float) {
    self.rows = rows
    self.readoutDecay = readoutDecay
    blocks = laneCount(population.size)
    adaptation = population.adaptation
    let count = rows * laneCount(population.size)
    voltage = LaneBuffer(blocks: count)
    fatigue = LaneBuffer(blocks: population.adaptation == nil ? 0 : count)
    filtered = LaneBuffer(blocks: count)
  }

  func reset() { for buffer in [voltage, fatigue, filtered] { buffer.fill(0) } }

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
        filter(slope[block] * v, slope[block], at: n)
      }
    }
  }

  /// From ψ ε_v to ε_a and ē.
  @inline(__always)
  private func filter(_ drive: Lanes, _ slope: Lanes, at n: Int) {
    var e = drive
    if let adaptation {
      let a = fatigue.lanes[n]
      e -= slope * (adaptation.strength * a)
      fatigue.lanes[n] = (adaptation.decay * a + e).withoutSubnormals(scale: 1e-10)
    }
    filtered.lanes[n] = (readoutDecay * filtered.lanes[n] + (1 - readoutDecay) * e)
      .withoutSubnormals(scale: 1e-10)
  }

  /// gradient_ij += L_j ē_ji.
  func addGradient(signal: UnsafePointer<Lanes>, to gradient: WeightMatrix) {
    for row in 0..<rows {
      for block in 0..<blocks {
        let n = row &* blocks &+ block
        gradient.storage.lanes[n] += signal[block] * filtered.lanes[n]
      }
    }
  }
}
