import NumericalMethods

/// A population under noise, with the eligibilities of its synapses and biases.
///
/// Noise ξ_j in a current says of every other current what ξ_j z_i says of W_ji. In the excitatory
/// conductance of a neuron it says so of excitatory synapses alone. But whatever acts on a membrane
/// within a tick does so through the potential at its end, so of the others it says
///
///     ξ_j (∂V_j/∂g^I_j) / (∂V_j/∂g^E_j)   and   ξ_j (∂V_j/∂I_j) / (∂V_j/∂g^E_j),
///
/// which the neuron knows from its own state. One source of noise thus serves all of a neuron's
/// synapses, where Fiete and Seung 2006 have excitatory ones alone. A resting neuron hears nothing.
final class PerturbedLayer {
  private let layer: HiddenLayer
  private let noise: EmpiricNoise
  private let drive: PerturbationDrive
  private let input: EligibilityMatrix
  private let recurrent: EligibilityMatrix?
  private let bias: LaneBuffer
  private let biasRange: Range<Int>

  init(_ layer: HiddenLayer, _ spec: PerturbationSpec, layout: ParameterLayout) {
    let size = layer.population.size
    self.layer = layer
    let noise = EmpiricNoise(size: size, rate: spec.rate, amplitude: spec.amplitude)
    self.noise = noise
    func buffer() -> LaneBuffer {
      layer.population.membrane == nil ? noise.values : LaneBuffer(scalars: size)
    }
    drive = PerturbationDrive(excitation: buffer(), inhibition: buffer(), current: buffer())
    input = EligibilityMatrix(layer.input, layer.inputPort, layout: layout)
    recurrent = layer.recurrent.map {
      EligibilityMatrix($0, layer.recurrentPort, layout: layout)
    }
    bias = LaneBuffer(scalars: size)
    biasRange = layout[layer.owner, .bias].range
  }

  func reset() {
    input.reset()
    recurrent?.reset()
    bias.fill(0)
    silence()
  }

  /// No noise from now on.
  func silence() { layer.population.membrane?.disturbance.fill(0) }

  func clearTraces() {
    input.clearTrace()
    recurrent?.clearTrace()
  }

  /// Disturbs the tick under way, when all that acts on the population is known.
  func step(
    _ stream: inout RandomStream, from below: SpikeEvents?, analogue: UnsafePointer<Float>,
    keep: Float
  ) {
    noise.draw(&stream)
    disturb()
    input.step(below, analogue: analogue, drive, keep: keep)
    recurrent?.step(layer.population.events, analogue: analogue, drive, keep: keep)
    for block in 0..<bias.blocks {
      bias.lanes[block] = keep * bias.lanes[block] + drive.current.lanes[block]
    }
  }

  private func disturb() {
    let population = layer.population
    guard let membrane = population.membrane else {
      for block in 0..<noise.values.blocks {
        population.current.lanes[block] += noise.values.lanes[block]
      }
      return
    }
    for block in 0..<noise.values.blocks {
      let noise = noise.values.lanes[block]
        .replacing(with: 0, where: membrane.refractory.lanes[block] .> 0)
      let effect = membrane.neuron.sensitivity(
        population.voltage.lanes[block],
        membrane.input(block, population.current.lanes[block]))
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
    for (index, place) in biasRange.enumerated() {
      gradient[place] += scale * bias.scalars[index]
    }
  }
}
