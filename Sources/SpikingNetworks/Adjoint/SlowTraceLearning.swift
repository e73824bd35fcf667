/// The gradient by the slow traces' own parameters under e-prop, which is exact: weights see the
/// traces through the readout's filter, and a decay does nothing but move its own trace,
///
///     ε_λ,j(t) = λ_j ε_λ,j(t−1) + ρ_j(t−1) − s_j(t).
final class SlowTraceLearning {
  private let traces: SlowTraces
  private let filter: ExponentialTrace<Float>
  /// ρ of the tick before.
  private let before: LaneBuffer
  /// ε_λ.
  private let eligibility: LaneBuffer
  /// ρ and ε_λ through the readout's filter.
  private let traceEffect, decayEffect: LaneBuffer

  init(_ traces: SlowTraces, _ readout: LeakyReadout) {
    (self.traces, filter) = (traces, readout.filter)
    func buffer() -> LaneBuffer { LaneBuffer(blocks: traces.values.blocks) }
    (before, eligibility) = (buffer(), buffer())
    (traceEffect, decayEffect) = (buffer(), buffer())
  }

  func reset() { for buffer in [before, eligibility, traceEffect, decayEffect] { buffer.fill(0) } }

  /// After a tick of the network.
  func step(_ spikes: UnsafePointer<Lanes>) {
    for block in 0..<before.blocks {
      let slow = SlowFilter(decay: traces.decay.lanes[block])
      let moved = slow.slope(before.lanes[block], spikes[block])
      eligibility.lanes[block] = (slow.decay * eligibility.lanes[block] + moved)
        .withoutSubnormals(scale: 1e-10)
    }
    before.copy(from: traces.values)
    filter.step(traceEffect.lanes, signal: traces.values.lanes, blocks: before.blocks)
    filter.step(decayEffect.lanes, signal: eligibility.lanes, blocks: before.blocks)
  }

  /// Adds the gradient of a loss whose derivative by this tick's outputs is `cotangents`.
  func addGradient(
    _ signal: LearningSignal, _ cotangents: UnsafePointer<Lanes>, to gradient: EpropGradient
  ) {
    gradient.slowWeights.addOuter(traceEffect.scalars, cotangents)
    for block in 0..<before.blocks {
      gradient.slowDecay.storage.lanes[block] +=
        signal.slow.lanes[block] * decayEffect.lanes[block]
    }
  }
}

extension WeightMatrix {
  /// matrix_ij += x_i y_j.
  func addOuter(_ x: UnsafePointer<Float>, _ y: UnsafePointer<Lanes>) {
    for row in 0..<rows {
      for block in 0..<blocks { storage.lanes[row &* blocks &+ block] += x[row] * y[block] }
    }
  }
}
