/// What parameters have done to the outputs by way of the spikes of one population: eligibilities
/// e_j(t), the derivatives of s_j(t) by a row of parameters each, through the readout's filter.
///
///     ē_j(t) = κ ē_j(t−1) + (1 − κ) e_j(t)
final class ReadoutEligibility {
  private let blocks: Int
  private let decay: Float
  /// ē, [rows, blocks].
  private let filtered: LaneBuffer

  init(rows: Int, of population: Population, _ readout: LeakyReadout) {
    blocks = population.spikes.blocks
    decay = readout.filter.decay
    filtered = LaneBuffer(blocks: rows * population.spikes.blocks)
  }

  func reset() { filtered.fill(0) }

  /// Takes in e(t) of a row and eight neurons.
  @inline(__always)
  func step(_ e: Lanes, _ row: Int, _ block: Int) {
    let n = row &* blocks &+ block
    filtered.lanes[n] = (decay * filtered.lanes[n] + (1 - decay) * e)
      .withoutSubnormals(scale: 1e-10)
  }

  /// gradient_j += L_j ē_j for every row.
  func addGradient(_ signal: LearningSignal, to gradient: WeightMatrix) {
    for row in 0..<gradient.rows {
      for block in 0..<blocks {
        let n = row &* blocks &+ block
        gradient.storage.lanes[n] += signal.direct.lanes[block] * filtered.lanes[n]
      }
    }
  }
}

/// What the loss of a tick says to each neuron of the population below the readout.
struct LearningSignal {
  /// L_j = Σ_k W_kj ∂L/∂o_k.
  let direct: LaneBuffer

  init(neurons: Int) { direct = LaneBuffer(scalars: neurons) }

  /// Takes in the derivatives of the loss by the outputs.
  func take(_ cotangents: UnsafePointer<Lanes>, _ network: Network) {
    pull(cotangents, through: network.readoutProjection.weights, to: direct)
  }

  private func pull(
    _ cotangents: UnsafePointer<Lanes>, through weights: WeightMatrix, to signal: LaneBuffer
  ) {
    for neuron in 0..<weights.rows {
      var sum = Lanes.zero
      for block in 0..<weights.blocks {
        sum += weights.storage.lanes[neuron &* weights.blocks &+ block] * cotangents[block]
      }
      signal.scalars[neuron] = sum.sum()
    }
  }
}
