import NumericalMethods

/// The readout under noise in its current, with the eligibilities of its synapses and biases.
final class PerturbedReadout {
  private let readout: LeakyReadout
  private let noise: EmpiricNoise
  private let drive: PerturbationDrive
  private let synapses: EligibilityMatrix
  private let bias: LaneBuffer
  private let biasRange: Range<Int>

  init(
    _ readout: LeakyReadout, _ projection: Projection, _ spec: PerturbationSpec,
    layout: ParameterLayout
  ) {
    self.readout = readout
    noise = EmpiricNoise(
      size: readout.size, rate: spec.rate, amplitude: spec.readoutAmplitude)
    drive = PerturbationDrive(
      excitation: noise.values, inhibition: noise.values, current: noise.values)
    synapses = EligibilityMatrix(projection, nil, layout: layout)
    bias = LaneBuffer(scalars: readout.size)
    biasRange = layout[.readout, .bias].range
  }

  func reset() {
    synapses.reset()
    bias.fill(0)
  }

  /// Disturbs the tick under way, when the readout's current is known.
  func step(_ stream: inout RandomStream, from below: SpikeEvents, keep: Float) {
    noise.draw(&stream)
    synapses.step(below, analogue: scalars(below.spikes), drive, keep: keep)
    for block in 0..<bias.blocks {
      let noise = noise.values.lanes[block]
      readout.current.lanes[block] += noise
      bias.lanes[block] = keep * bias.lanes[block] + noise
    }
  }

  /// gradient += scale · e/σ².
  func add(scaledBy scale: Float, to gradient: UnsafeMutablePointer<Float>) {
    let scale = scale / noise.variance
    synapses.add(scaledBy: scale, to: gradient)
    for (index, place) in biasRange.enumerated() {
      gradient[place] += scale * bias.scalars[index]
    }
  }
}
