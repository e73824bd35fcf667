/// The gain field of a network at work; see ``GainFieldSpec``.
final class GainModulation {
  /// g of each output.
  let scales: LaneBuffer
  private let spec: GainFieldSpec
  /// κ, and w, [factors, outputs].
  private let compensation: LaneBuffer
  private let weights: WeightMatrix?
  private let outputs: Int

  init(_ spec: GainFieldSpec, outputs: Int) {
    (self.spec, self.outputs) = (spec, outputs)
    (scales, compensation) = (LaneBuffer(scalars: outputs), LaneBuffer(scalars: outputs))
    weights = spec.factors.isEmpty ? nil : WeightMatrix(rows: spec.factors.count, columns: outputs)
  }

  func load(_ parameters: ParameterVector) {
    compensation.load(parameters[.readout, .gainCompensation])
    weights?.load(parameters[.readout, .gainWeight])
  }

  /// Takes the observation of the ticks to come.
  func observe(_ observation: UnsafePointer<Float>) {
    for k in 0..<outputs {
      var sum: Float = 0
      if let weights {
        for (s, channel) in spec.factors.enumerated() {
          sum += weights.row(s)[k] * observation[channel]
        }
      }
      scales.scalars[k] = GainField(observation[spec.gains[k]])
        .scale(compensation.scalars[k], sum)
    }
  }

  func apply(to currents: UnsafeMutablePointer<Lanes>) {
    for block in 0..<scales.blocks { currents[block] *= scales.lanes[block] }
  }
}
