/// A batch of samples of one network whose gradient goes forward in time: e-prop with symmetric
/// feedback, in memory that does not depend on the length of a run.
///
///     dL/dW_ji ≈ Σ_t L_j(t) ē_ji(t),    L_j(t) = Σ_k W_kj ∂L/∂o_k(t)
///
/// and the same once more by way of slow traces. The forward pass is that of ``Network``, tick by
/// tick. The gradient of the readout, and of what slow traces it has, is exact.
/// That of everything else leaves out what a spike does to later potentials, by recurrent synapses
/// and by the reset, which backpropagation through time has; what it does to its own neuron's
/// threshold is kept, and so what trained adaptation does to it. A network has one population,
/// since only the last has a readout to teach it, and no plastic synapses.
///
/// Bellec, Scherr, Subramoney, Hajek, Salaj, Legenstein, Maass 2020, *A solution to the learning
/// dilemma for recurrent networks of spiking neurons*, Nat. Commun. 11:3625.
public final class EpropNetwork {
  public let spec: NetworkSpec
  public let layout: ParameterLayout
  /// Samples.
  public let batch: Int
  /// ψ of the traces.
  public let surrogate: Surrogate
  /// The observations of the tick to come, [batch, ``inputStride``], held until written anew.
  public var observation: UnsafeMutablePointer<Float> { observations.scalars }
  /// Scalars from one sample's observations to the next's.
  public let inputStride: Int
  /// Leaky outputs o after the last tick, [batch, ``outputStride``].
  public var outputs: UnsafePointer<Float> { UnsafePointer(outputBuffer.scalars) }
  /// Scalars from one sample's outputs to the next's.
  public let outputStride: Int
  /// Seed of each sample's spikes under a stochastic ``PopulationCode``, from the next reset on; 0
  /// at first.
  public var encodingSeeds: [UInt64] {
    didSet { precondition(encodingSeeds.count == batch, "one seed per sample") }
  }

  private let samples: [EpropSample]
  private let observations, outputBuffer, cotangents: LaneBuffer
  private let gradient: EpropGradient

  /// A batch with all parameters zero, in its initial state.
  /// - Throws: ``NetworkSpecError`` for a specification out of range, with more than one
  ///   population, with conductances, or with plasticity.
  public init(
    spec: NetworkSpec, batch: Int, surrogate: Surrogate = Surrogate()
  ) throws(NetworkSpecError) {
    try spec.validate()
    try spec.validateForAdjoint()
    try spec.validateForEprop()
    precondition(batch > 0, "a batch has samples")
    (self.spec, layout, self.batch, self.surrogate) = (spec, spec.layout, batch, surrogate)
    var samples: [EpropSample] = []
    for _ in 0..<batch { samples.append(try EpropSample(spec: spec, surrogate: surrogate)) }
    self.samples = samples
    (inputStride, outputStride) = (paddedWidth(spec.inputs), paddedWidth(spec.outputs))
    observations = LaneBuffer(scalars: batch * inputStride)
    outputBuffer = LaneBuffer(scalars: batch * outputStride)
    cotangents = LaneBuffer(scalars: batch * outputStride)
    encodingSeeds = Array(repeating: 0, count: batch)
    gradient = EpropGradient(spec, rows: samples[0].rows)
  }

  /// Copies the parameters, sets the gradient to zero, and resets.
  public func load(_ parameters: Span<Float>) {
    for sample in samples { sample.network.load(parameters) }
    gradient.clear()
    reset()
  }

  /// State and traces of all samples to their start; the gradient stays.
  public func reset() {
    for (sample, seed) in zip(samples, encodingSeeds) { sample.reset(seed: seed) }
    outputBuffer.fill(0)
  }

  /// One tick.
  public func step() {
    for (index, sample) in samples.enumerated() {
      sample.step(observations.scalars + index * inputStride)
      (outputBuffer.scalars + index * outputStride).update(
        from: sample.network.readout.output.scalars, count: spec.outputs)
    }
  }

  /// Adds the gradient of the last tick's loss.
  /// - Parameter fill: given a zeroed [batch, ``outputStride``]; fills in the derivative of the
  ///   loss by the outputs of that tick. A sample without any costs nothing.
  public func learn(_ fill: (UnsafeMutablePointer<Float>) -> Void) {
    cotangents.fill(0)
    fill(cotangents.scalars)
    let blocks = outputStride / Lanes.scalarCount
    for (index, sample) in samples.enumerated() {
      let own = cotangents.lanes + index * blocks
      guard (0..<blocks).contains(where: { own[$0] != .zero }) else { continue }
      sample.addGradient(cotangents: own, to: gradient)
    }
  }

  /// Runs `ticks` ticks from the initial state, and adds to the gradient.
  /// - Parameters:
  ///   - before: called before each tick; fills ``observation``.
  ///   - cotangents: called after each tick; as in ``learn(_:)``.
  public func run(
    ticks: Int, before: (Int) -> Void,
    cotangents: (Int, UnsafeMutablePointer<Float>) -> Void
  ) {
    reset()
    for t in 0..<ticks {
      before(t)
      step()
      learn { cotangents(t, $0) }
    }
  }

  /// Adds the gradient of everything since `load`.
  public func addGradient(to gradient: inout MutableSpan<Float>) {
    precondition(gradient.count == layout.count, "a gradient as the layout has it")
    self.gradient.add(to: &gradient, at: samples[0].network)
  }
}

extension NetworkSpec {
  /// What e-prop cannot learn is refused rather than left at a gradient of zero.
  fileprivate func validateForEprop() throws(NetworkSpecError) {
    try SpecFields().require(
      hidden.count == 1, "hidden", "\(hidden.count) populations", "one, for e-prop")
    let rules = [
      ("hidden[0].inputPlasticity", hidden[0].inputPlasticity),
      ("hidden[0].recurrentPlasticity", hidden[0].recurrentPlasticity),
      ("readout.plasticity", readout.plasticity),
    ]
    for (field, rule) in rules {
      try SpecFields().require(rule == nil, field, "a rule", "none, for e-prop")
    }
    try validateWithoutGainField("e-prop")
  }
}
