import NumericalMethods

/// State of a population's conductances, and its membranes' tick.
final class ConductanceMembrane {
  let neuron: ConductanceIntegrateAndFire
  /// g^E and g^I of the tick under way, in units of g_L.
  let excitation, inhibition: LaneBuffer
  /// ξ, noise in g^E that lasts the tick under way; zero unless a ``Perturbation`` writes it.
  let disturbance: LaneBuffer
  /// Ticks that each neuron has still to rest.
  let refractory: LaneBuffer
  /// Share of a conductance that outlives a tick.
  let synapticDecay: Float

  init(_ spec: ConductanceSpec, size: Int) {
    neuron = ConductanceIntegrateAndFire(spec)
    synapticDecay = Float.exp(-spec.tick / spec.synapticTimeConstant)
    (excitation, inhibition) = (LaneBuffer(scalars: size), LaneBuffer(scalars: size))
    (disturbance, refractory) = (LaneBuffer(scalars: size), LaneBuffer(scalars: size))
  }

  func clear() {
    for buffer in [excitation, inhibition, disturbance, refractory] { buffer.fill(0) }
  }

  /// One tick's decay of the conductances, before spikes arrive.
  func decay() {
    for block in 0..<excitation.blocks {
      excitation.lanes[block] = (synapticDecay * excitation.lanes[block])
        .withoutSubnormals(scale: 1e-10)
      inhibition.lanes[block] = (synapticDecay * inhibition.lanes[block])
        .withoutSubnormals(scale: 1e-10)
    }
  }

  /// Advances all neurons by one tick, in place.
  /// - Parameters:
  ///   - fatigue: a of spike-frequency adaptation; the threshold is V_ϑ + β_a a (V_ϑ − V_L).
  func step(
    voltage: UnsafeMutablePointer<Lanes>, spikes: UnsafeMutablePointer<Lanes>,
    current: UnsafePointer<Lanes>, fatigue: UnsafeMutablePointer<Lanes>,
    _ adaptation: AdaptationLanes<Float>?
  ) {
    let reset = Lanes(repeating: neuron.reset)
    for block in 0..<excitation.blocks {
      var threshold = Lanes(repeating: neuron.threshold)
      if let adaptation {
        let tired = adaptation.fatigue(fatigue[block], spikes[block], block)
          .withoutSubnormals(scale: 1e-10)
        fatigue[block] = tired
        threshold += neuron.unit * adaptation.strength[block] * tired
      }
      let rest = refractory.lanes[block]
      var acting = input(block, current[block])
      acting.excitation += disturbance.lanes[block]
      let next = neuron.membrane(voltage[block], acting)
        .replacing(with: reset, where: rest .> 0)
      // Trained adaptation may take the threshold below the reset, where a neuron rests all the
      // same.
      let fires = (next .>= threshold) .& (rest .<= 0)
      spikes[block] = Lanes.zero.replacing(with: 1, where: fires)
      voltage[block] = next.replacing(with: reset, where: fires)
      refractory.lanes[block] = (rest - 1).replacing(with: 0, where: rest .<= 0)
        .replacing(with: neuron.refractoryTicks, where: fires)
    }
  }

  /// What acts on a block of neurons, noise apart.
  @inline(__always)
  func input(_ block: Int, _ current: Lanes) -> MembraneInput {
    MembraneInput(
      excitation: excitation.lanes[block], inhibition: inhibition.lanes[block], current: current)
  }
}
