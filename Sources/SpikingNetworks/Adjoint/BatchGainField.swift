/// The gain field of a batch's readout; see ``GainFieldSpec``. No gradient reaches the observation.
final class BatchGainField<Scalar: NetworkScalar> {
  private let spec: GainFieldSpec
  private let outputs: Int
  private let blocks: Int
  /// g, tanh(3 G), 1 − |G| and the currents before they were scaled, after every tick.
  private let scales, directions, lacks, currents: Track<Scalar>
  /// f of every tick, [factors].
  private let factors: Track<Scalar>
  private let compensation: BatchTable<Scalar>
  private let weights: BatchTable<Scalar>?

  init(
    _ spec: GainFieldSpec, outputs: Int, _ layout: ParameterLayout, in memory: BatchMemory<Scalar>
  ) {
    (self.spec, self.outputs, blocks) = (spec, outputs, laneCount(outputs))
    func track() -> Track<Scalar> { memory.track(outputs) }
    (scales, directions, lacks, currents) = (track(), track(), track(), track())
    factors = memory.track(spec.factors.count)
    compensation = memory.table(layout[.readout, .gainCompensation], rows: 1, columns: outputs)
    weights = layout.slice(.readout, .gainWeight).map {
      memory.table($0, rows: spec.factors.count, columns: outputs)
    }
  }

  /// Takes the observation of a sample at tick `t`.
  func observe(_ t: Int, _ sample: Int, _ observation: UnsafeMutablePointer<Scalar>) {
    let (scale, f) = (scales.scalars(t, sample), factors.scalars(t, sample))
    for (s, channel) in spec.factors.enumerated() { f[s] = observation[channel] }
    for k in 0..<outputs {
      let field = GainField(observation[spec.gains[k]])
      var sum: Scalar = 0
      if let weights {
        for s in spec.factors.indices {
          sum += weights.values.scalars[s * weights.width + k] * f[s]
        }
      }
      directions.scalars(t, sample)[k] = field.direction
      lacks.scalars(t, sample)[k] = field.lack
      scale[k] = field.scale(compensation.values.scalars[k], sum)
    }
  }

  func apply(_ t: Int, _ sample: Int, to current: UnsafeMutablePointer<SIMD8<Scalar>>) {
    currents.lanes(t, sample).update(from: current, count: blocks)
    for block in 0..<blocks { current[block] *= scales.lanes(t, sample)[block] }
  }

  /// From the cotangents of the scaled currents to those of κ, w and the currents themselves.
  func adjoint(_ t: Int, _ sample: Int, _ bar: UnsafeMutablePointer<SIMD8<Scalar>>) {
    let (direction, lack) = (directions.lanes(t, sample), lacks.lanes(t, sample))
    let (current, scale) = (currents.lanes(t, sample), scales.lanes(t, sample))
    let f = factors.scalars(t, sample)
    for block in 0..<blocks {
      let drive = bar[block] * current[block] * direction[block]
      compensation.gradient.lanes[block] += drive * lack[block]
      if let weights {
        for s in spec.factors.indices {
          weights.gradient.lanes[s * weights.blocks + block] += drive * f[s]
        }
      }
      bar[block] *= scale[block]
    }
  }
}
