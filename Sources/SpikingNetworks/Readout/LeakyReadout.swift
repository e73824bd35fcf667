/// State of the non-spiking leaky readout; see ``ReadoutSpec`` for its equation.
final class LeakyReadout {
  let size: Int
  /// From currents to outputs.
  let filter: ExponentialTrace<Float>
  let gain: Float
  /// Leaky outputs o.
  let output: LaneBuffer
  /// tanh(o): the bounded postsynaptic activity that the plasticity rules see.
  let activity: LaneBuffer
  let current, bias: LaneBuffer

  init(size: Int, decay: Float, gain: Float) {
    (self.size, self.gain) = (size, gain)
    filter = ExponentialTrace(decay: decay)
    (output, activity) = (LaneBuffer(scalars: size), LaneBuffer(scalars: size))
    (current, bias) = (LaneBuffer(scalars: size), LaneBuffer(scalars: size))
  }

  /// To the initial state.
  func clear() {
    for buffer in [output, activity, current] { buffer.fill(0) }
  }

  /// Filters `current` into the leaky outputs for one tick.
  func integrate() {
    for block in 0..<output.blocks {
      output.lanes[block] = filter.next(output.lanes[block], current.lanes[block])
        .withoutSubnormals(scale: 1e-10)
    }
  }

  /// Brings ``activity`` up to date with the outputs.
  func updateActivity() {
    for block in 0..<output.blocks {
      activity.lanes[block] = hyperbolicTangent(output.lanes[block])
        .withoutSubnormals(scale: 1e-6)
    }
  }

  /// Writes the actions tanh(gain · o), one per output. `current` is free between ticks and serves
  /// as the place for the padded result.
  func act(_ action: UnsafeMutablePointer<Float>) {
    for block in 0..<output.blocks {
      current.lanes[block] = hyperbolicTangent(gain * output.lanes[block])
    }
    action.update(from: current.scalars, count: size)
  }
}
