import NumericalMethods

/// Noise in a network and what its synapses remember of it: the gradient of an expected reward from
/// the reward alone, without a derivative of anything but a neuron's own membrane.
///
///     e_ji = Σ_t ξ_j(t) y_i(t),    ⟨(R − R̄) e_ji⟩ = σ² ∂⟨R⟩/∂W_ji
///
/// to first order in σ², for any R̄ that does not depend on ξ: a running mean or, better, the
/// reward of the twin, the same network at ``isActive`` = false on the same input. ξ is drawn anew
/// for every tick; y_i is what synapse i contributes per unit of weight (for currents z_i, for
/// conductances the sum of its releases, each fading with τ_s). The readout has noise of its own in
/// its current.
///
/// Weights and biases of populations and readout have eligibilities, those of slow traces included.
/// The parameters of plasticity rules and neuromodulators, of adaptation and the decays of slow
/// traces have none: their share of a gradient is 0, and they stay as they start. What plasticity
/// makes of a disturbance within an episode does count for the weights.
///
/// Fiete, Seung 2006, *Gradient learning in spiking neural networks by dynamic perturbation of
/// conductances*, PRL 97:048104, eqs. 3 to 5.
public final class Perturbation: NetworkNoise {
  public let spec: PerturbationSpec
  /// Names the stream of noise, from the network's next reset on.
  public var seed: UInt64 = 0
  // Unchecked here and below: one thread at a time uses a network, hence its noise.
  /// False takes the noise away and leaves the eligibilities as they are.
  @exclusivity(unchecked) public var isActive = true {
    didSet { if !isActive { for layer in layers { layer.silence() } } }
  }
  private let layers: [PerturbedNeurons]
  private let readout: PerturbedNeurons?
  @exclusivity(unchecked) private var stream = RandomStream(seed: 0, purpose: .empiricSynapses)

  init(_ spec: PerturbationSpec, of network: Network) {
    self.spec = spec
    layers =
      spec.site == .all
      ? network.layers.map { PerturbedNeurons($0, spec, layout: network.layout) } : []
    readout =
      spec.readoutAmplitude > 0
      ? PerturbedNeurons(
        network.readout, network.readoutProjection, slow: network.slowTraces, spec,
        layout: network.layout) : nil
    reset()
  }

  /// gradient += scale · e/σ², in the order of the network's layout: with R − R̄ for the scale one
  /// episode's estimate of the gradient of the expected reward.
  /// - Precondition: `gradient` has the length of the layout.
  public func addGradient(
    scaledBy scale: Float, to gradient: UnsafeMutableBufferPointer<Float>
  ) {
    guard let base = gradient.baseAddress else { return }
    for layer in layers { layer.add(scaledBy: scale, to: base) }
    readout?.add(scaledBy: scale, to: base)
  }

  /// Eligibilities to zero, noise to the start of its stream.
  func reset() {
    stream = RandomStream(seed: seed, purpose: .empiricSynapses)
    for layer in layers { layer.reset() }
    readout?.reset()
  }

  /// y to zero; eligibilities and noise go on.
  func clearTraces() { for layer in layers { layer.clearTraces() } }

  func disturb(
    population index: Int, from below: SpikeEvents?, analogue: UnsafePointer<Float>
  ) {
    guard isActive, !layers.isEmpty else { return }
    layers[index].step(
      &stream, from: below, analogue: analogue, keep: spec.eligibilityDecay)
  }

  func disturbReadout(from below: SpikeEvents, slow: SlowTraces?) {
    guard isActive else { return }
    readout?.step(
      &stream, from: below, analogue: scalars(below.spikes), slow: slow,
      keep: spec.eligibilityDecay)
  }
}

extension Network {
  /// Noise that the network learns from; nil without.
  public var perturbation: Perturbation? { noise as? Perturbation }

  /// Attaches noise, in place of any other, and resets.
  /// - Returns: the noise, for ``Perturbation/seed``, ``Perturbation/isActive`` and the gradient.
  /// - Throws: ``NetworkSpecError`` for a specification out of range.
  @discardableResult
  public func perturb(_ spec: PerturbationSpec) throws(NetworkSpecError) -> Perturbation {
    try spec.validate()
    try self.spec.validateWithoutGainField("learning by perturbation")
    let perturbation = Perturbation(spec, of: self)
    noise = perturbation
    reset()
    return perturbation
  }
}
