import NumericalMethods

/// A population or the readout under noise, with the eligibilities of its synapses and biases.
///
/// Noise ξ_j in a current says of every other current what ξ_j z_i says of W_ji. In the excitatory
/// conductance of a neuron it says so of excitatory synapses alone. But whatever acts on a membrane
/// within a tick does so through the potential at its end, so of the others it says
///
///     ξ_j (∂V_j/∂g^I_j) / (∂V_j/∂g^E_j)   and   ξ_j (∂V_j/∂I_j) / (∂V_j/∂g^E_j),
///
/// which the neuron knows from its own state. One source of noise thus serves all of a neuron's
/// synapses, where Fiete and Seung 2006 have excitatory ones alone. A resting neuron hears nothing.
final class PerturbedNeurons {
  /// Nil for the readout.
  private let population: Population?
  private let current: LaneBuffer
  private let noise: EmpiricNoise
  private let drive: PerturbationDrive
  private let input: EligibilityMatrix
  private let recurrent: EligibilityMatrix?
  /// Synapses from slow traces; nil where there are none.
  private let slow: EligibilityMatrix?
  private let bias: LaneBuffer
  private let biasRange: Range<Int>

  private init(
    _ population: Population?, current: LaneBuffer, _ noise: EmpiricNoise,
    _ input: EligibilityMatrix, _ recurrent: EligibilityMatrix? = nil,
    slow: EligibilityMatrix? = nil, bias: Range<Int>
  ) {
    self.slow = slow
    (self.population, self.current, self.noise) = (population, current, noise)
    (self.input, self.recurrent, biasRange) = (input, recurrent, bias)
    func buffer() -> LaneBuffer {
      population?.membrane == nil ? noise.values : LaneBuffer(scalars: bias.count)
    }
    drive = PerturbationDrive(excitation: buffer(), inhibition: buffer(), current: buffer())
    self.bias = LaneBuffer(scalars: bias.count)
  }

  convenience init(_ layer: HiddenLayer, _ spec: PerturbationSpec, layout: ParameterLayout) {
    let population = layer.population
    self.init(
      population, current: population.current,
      EmpiricNoise(size: population.size, rate: spec.rate, amplitude: spec.amplitude),
      EligibilityMatrix(layer.input, layer.inputPort, layout: layout),
      layer.recurrent.map { EligibilityMatrix($0, layer.recurrentPort, layout: layout) },
      bias: layout[layer.owner, .bias].range)
  }

  convenience init(
    _ readout: LeakyReadout, _ synapses: Projection, slow: SlowTraces?, _ spec: PerturbationSpec,
    layout: ParameterLayout
  ) {
    let slow = slow.map {
      EligibilityMatrix($0.weights, nil, range: layout[.readout, .slowWeight].range)
    }
    self.init(
      nil, current: readout.current,
      EmpiricNoise(size: readout.size, rate: spec.rate, amplitude: spec.readoutAmplitude),
      EligibilityMatrix(synapses, nil, layout: layout), slow: slow,
      bias: layout[.readout, .bias].range)
  }

  func reset() {
    input.reset()
    recurrent?.reset()
    slow?.reset()
    bias.fill(0)
    silence()
  }

  /// No noise from now on.
  func silence() { population?.membrane?.disturbance.fill(0) }

  func clearTraces() {
    input.clearTrace()
    recurrent?.clearTrace()
  }

  /// Disturbs the tick under way, when all that acts on the neurons is known.
  /// - Parameter traces: the slow traces that do.
  func step(
    _ stream: inout RandomStream, from below: SpikeEvents?, analogue: UnsafePointer<Float>,
    slow traces: SlowTraces? = nil, keep: Float
  ) {
    noise.draw(&stream)
    disturb()
    input.step(below, analogue: analogue, drive, keep: keep)
    recurrent?.step(population?.events, analogue: analogue, drive, keep: keep)
    if let traces { slow?.step(nil, analogue: traces.values.scalars, drive, keep: keep) }
    for block in 0..<bias.blocks {
      bias.lanes[block] = keep * bias.lanes[block] + drive.current.lanes[block]
    }
  }

  private func disturb() {
    guard let population, let membrane = population.membrane else {
      for block in 0..<noise.values.blocks { current.lanes[block] += noise.values.lanes[block] }
      return
    }
    for block in 0..<noise.values.blocks {
      let noise = noise.values.lanes[block]
        .replacing(with: 0, where: membrane.refractory.lanes[block] .> 0)
      let effect = membrane.neuron.sensitivity(
        population.voltage.lanes[block], membrane.input(block, current.lanes[block]))
      membrane.disturbance.lanes[block] = noise
      drive.excitation.lanes[block] = noise
      drive.inhibition.lanes[block] = -noise * effect.inhibition / effect.excitation
      drive.current.lanes[block] = noise * effect.current / effect.excitation
    }
  }

  /// gradient += scale · e/σ².
  func add(scaledBy scale: Float, to gradient: UnsafeMutablePointer<Float>) {
    let scale = scale / noise.variance
    input.add(scaledBy: scale, to: gradient)
    recurrent?.add(scaledBy: scale, to: gradient)
    slow?.add(scaledBy: scale, to: gradient)
    for (index, place) in biasRange.enumerated() {
      gradient[place] += scale * bias.scalars[index]
    }
  }
}
