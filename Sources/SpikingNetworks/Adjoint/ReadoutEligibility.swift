/// What parameters have done to the outputs by way of the spikes of one population: eligibilities
/// e_j(t), the derivatives of s_j(t) by a row of parameters each, through the filters of the
/// readout and, where there are slow traces, of these before it.
///
///     ē_j(t) = κ ē_j(t−1) + (1 − κ) e_j(t)
///     ε_ρ,j(t) = λ_j ε_ρ,j(t−1) + (1 − λ_j) e_j(t),    ē_ρ,j(t) = κ ē_ρ,j(t−1) + (1 − κ) ε_ρ,j(t)
final class ReadoutEligibility {
  private let blocks: Int
  private let filter: ExponentialTrace<Float>
  /// λ; nil without slow traces.
  private let slowDecay: UnsafeMutablePointer<Lanes>?
  /// ē, ε_ρ and ē_ρ, [rows, blocks].
  private let direct, slowTrace, slow: LaneBuffer

  /// - Parameter rows: of parameters, one for each neuron in a row.
  init(rows: Int, of population: Population, _ network: Network) {
    blocks = population.spikes.blocks
    filter = network.readout.filter
    slowDecay = network.slowTraces?.decay.lanes
    let (count, slowCount) = (rows * blocks, network.slowTraces == nil ? 0 : rows * blocks)
    direct = LaneBuffer(blocks: count)
    (slowTrace, slow) = (LaneBuffer(blocks: slowCount), LaneBuffer(blocks: slowCount))
  }

  func reset() { for trace in [direct, slowTrace, slow] { trace.fill(0) } }

  /// Takes in e(t) of a row and eight neurons.
  @inline(__always)
  func step(_ e: Lanes, _ row: Int, _ block: Int) {
    let n = row &* blocks &+ block
    direct.lanes[n] = filter.next(direct.lanes[n], e).withoutSubnormals(scale: 1e-10)
    guard let slowDecay else { return }
    let trace = SlowFilter(decay: slowDecay[block]).next(slowTrace.lanes[n], e)
      .withoutSubnormals(scale: 1e-10)
    slowTrace.lanes[n] = trace
    slow.lanes[n] = filter.next(slow.lanes[n], trace).withoutSubnormals(scale: 1e-10)
  }

  /// gradient_j += L_j ē_j + L_ρ,j ē_ρ,j for every row.
  func addGradient(_ signal: LearningSignal, to gradient: WeightMatrix) {
    for row in 0..<gradient.rows {
      for block in 0..<blocks {
        let n = row &* blocks &+ block
        gradient.storage.lanes[n] += signal.direct.lanes[block] * direct.lanes[n]
        guard slowDecay != nil else { continue }
        gradient.storage.lanes[n] += signal.slow.lanes[block] * slow.lanes[n]
      }
    }
  }
}

/// What the loss of a tick says to each neuron of the population below the readout.
struct LearningSignal {
  /// L_j = Σ_k W_kj ∂L/∂o_k, to its spikes.
  let direct: LaneBuffer
  /// L_ρ,j = Σ_k W^s_kj ∂L/∂o_k, to its slow trace.
  let slow: LaneBuffer

  init(neurons: Int) {
    (direct, slow) = (LaneBuffer(scalars: neurons), LaneBuffer(scalars: neurons))
  }

  /// Takes in the derivatives of the loss by the outputs.
  func take(_ cotangents: UnsafePointer<Lanes>, _ network: Network) {
    pull(cotangents, through: network.readoutProjection.weights, to: direct)
    guard let slowTraces = network.slowTraces else { return }
    pull(cotangents, through: slowTraces.weights, to: slow)
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
