import SpikingNetworks

/// A small random network of one population with a loss linear in its outputs, whose gradient by
/// e-prop is wanted in several ways.
struct EpropCase {
  let spec: NetworkSpec
  let surrogate: Surrogate
  let batch: Int
  let ticks: Int
  let parameters: [Float]
  /// [ticks][batch][inputs].
  let observations: [[[Float]]]
  /// ∂L/∂o, [ticks][batch][outputs]; zero at about half of the ticks.
  let lossWeights: [[[Float]]]

  init(
    spec: NetworkSpec, surrogate: Surrogate, batch: Int = 2, ticks: Int = 30, seed: Int
  ) {
    var random = SplitMix(seed)
    (self.spec, self.surrogate, self.batch, self.ticks) = (spec, surrogate, batch, ticks)
    parameters = spec.noisyParameters(&random)
    observations = (0..<ticks).map { _ in (0..<batch).map { _ in random.vector(spec.inputs) } }
    lossWeights = (0..<ticks).map { _ in
      (0..<batch).map { _ in
        let share: Float = random.uniform() < 0.5 ? 0 : 1
        return random.vector(spec.outputs).map { share * $0 }
      }
    }
  }

  /// A random population of a random case.
  /// - Parameter trained: whether what adaptation and slow traces there are is trained.
  static func random(_ seed: Int, ticks: Int = 30, trained: Bool = false) -> EpropCase {
    var random = SplitMix(500 + seed)
    let recurrent = Bool.random(using: &random)
    let adapts = Bool.random(using: &random)
    let population = PopulationSpec(
      size: Int.random(in: 1...19, using: &random), recurrent: recurrent,
      decay: random.uniform(0, 0.95), threshold: random.uniform(0.3, 1.2),
      reset: ResetMode.allCases.randomElement(using: &random)!,
      adaptation: adapts
        ? AdaptationSpec(strength: random.uniform(0, 0.5), decay: random.uniform(0.5, 0.99)) : nil)
    var spec = NetworkSpec(
      inputs: Int.random(in: 1...11, using: &random),
      outputs: Int.random(in: 1...10, using: &random), ticksPerStep: 1, hidden: [population],
      readout: ReadoutSpec(decay: random.uniform(0, 0.95)), inputGain: random.uniform(0.2, 1))
    if trained { spec = spec.withTrainedDynamics(&random) }
    let kind = Surrogate.Kind.allCases.randomElement(using: &random)!
    return EpropCase(
      spec: spec, surrogate: Surrogate(kind, slope: random.uniform(0.5, 4)), ticks: ticks,
      seed: seed)
  }

  func eprop() throws -> [Float] {
    let network = try EpropNetwork(spec: spec, batch: batch, surrogate: surrogate)
    network.load(parameters.span)
    run(network)
    var gradient = [Float](repeating: 0, count: parameters.count)
    var span = gradient.mutableSpan
    network.addGradient(to: &span)
    return gradient
  }

  /// Runs the network, over and over the same observations if for longer, and calls `atTheEnd`
  /// before the run returns.
  func run(_ network: EpropNetwork, ticks: Int? = nil, atTheEnd: () -> Void = {}) {
    let ticks = ticks ?? self.ticks
    network.run(ticks: ticks) { t in
      for sample in 0..<batch {
        for (i, s) in observations[t % self.ticks][sample].enumerated() {
          network.observation[sample * network.inputStride + i] = s
        }
      }
    } cotangents: { t, cotangents in
      for sample in 0..<batch {
        for (k, w) in lossWeights[t % self.ticks][sample].enumerated() where w != 0 {
          cotangents[sample * network.outputStride + k] = w
        }
      }
      if t == ticks - 1 { atTheEnd() }
    }
  }

  func backpropagation() throws -> [Float] {
    let network = try BatchNetwork<Float>(
      spec: spec, batch: batch, ticks: ticks, surrogate: surrogate)
    network.load(parameters.span)
    network.forward(ticks: ticks) { t in
      for sample in 0..<batch {
        for (i, s) in observations[t][sample].enumerated() {
          network.observation(t)[sample * network.inputStride + i] = s
        }
      }
    }
    network.backward { t, cotangents in
      for sample in 0..<batch {
        for (k, w) in lossWeights[t][sample].enumerated() where w != 0 {
          cotangents[sample * network.outputStride + k] = w
        }
      }
    }
    var gradient = [Float](repeating: 0, count: parameters.count)
    var span = gradient.mutableSpan
    network.addGradient(to: &span)
    return gradient
  }

  /// What the plain references need of a sample's forward pass, in Double.
  struct Pass {
    /// Presynaptic z, s(t−1) where there is recurrence, and 1; [ticks][rows].
    var presynaptic: [[Double]] = []
    /// Spikes, ψ, and ∂v(t)/∂v(t−1) at fixed spikes; [ticks][neurons].
    var spikes: [[Double]] = []
    var slope: [[Double]] = []
    var decay: [[Double]] = []
    /// ∂L/∂o of the tick, and of that and all later ones; [ticks][outputs].
    var outputBar: [[Double]] = []
    /// Adaptation, its ρ and its β_a; [ticks][neurons] and [neurons].
    var fatigue: [[Double]] = []
    var rho: [Double] = []
    var strength: [Double] = []
    /// The derivative of the loss by ρ_j(t), through the readout and all later ρ_j, with λ; zero
    /// without slow traces. [ticks][neurons] and [neurons].
    var slowBar: [[Double]] = []
    var slowDecay: [Double] = []
    /// The least |v − ϑ|.
    var margin = Double.infinity
  }

  func pass(_ sample: Int) -> Pass {
    var network = ReferenceNetwork(spec, parameters)
    var pass = Pass()
    let population = spec.hidden[0]
    for t in 0..<ticks {
      let before = network.s[0]
      _ = network.step(observations[t][sample])
      pass.presynaptic.append(network.z + (population.recurrent ? before : []) + [1])
      pass.spikes.append(network.s[0])
      pass.fatigue.append(network.a[0])
      pass.decay.append(
        before.map { Double(population.decay) * (population.reset == .zero ? 1 - $0 : 1) })
      pass.slope.append(
        network.v[0].indices.map { j in
          let threshold =
            Double(population.threshold) + network.strength[0][j] * network.a[0][j]
          return surrogate.derivative(network.v[0][j] - threshold)
        })
    }
    pass.margin = network.margin
    var bar = [Double](repeating: 0, count: spec.outputs)
    for t in (0..<ticks).reversed() {
      bar = zip(bar, lossWeights[t][sample]).map { Double(spec.readout.decay) * $0 + Double($1) }
      pass.outputBar.insert(bar, at: 0)
    }
    (pass.rho, pass.strength) = (network.rho[0], network.strength[0])
    let none = [Double](repeating: 0, count: population.size)
    pass.slowDecay = network.slow.isEmpty ? none : network.slowDecay
    pass.slowBar = Array(repeating: none, count: ticks)
    for t in (0..<ticks).reversed() where !network.slow.isEmpty {
      for j in none.indices {
        let later = t + 1 < ticks ? pass.slowDecay[j] * pass.slowBar[t + 1][j] : 0
        pass.slowBar[t][j] = zip(network.slowWeights[j], pass.outputBar[t]).reduce(later) {
          $0 + (1 - Double(spec.readout.decay)) * $1.0 * $1.1
        }
      }
    }
    return pass
  }

  /// Direct derivative of the loss by s_j(t), through the readout alone.
  func signal(_ pass: Pass, _ t: Int, _ j: Int) -> Double {
    let weights = spec.layout.slice(named: "readout.weight")!.range.lowerBound + j * spec.outputs
    let slow = (1 - pass.slowDecay[j]) * pass.slowBar[t][j]
    return (0..<spec.outputs).reduce(slow) { sum, k in
      sum + (1 - Double(spec.readout.decay)) * Double(parameters[weights + k])
        * pass.outputBar[t][k]
    }
  }
}

extension EpropCase {
  /// The paper's sums over all pairs of ticks, for everything but the readout; nil where a
  /// potential came so near the threshold that rounding decides about a spike.
  func sums() -> [Double]? {
    perSynapse { pass, i, j in
      (0..<ticks).reduce(0) { sum, t in sum + signal(pass, t, j) * eligibility(pass, i, j, t) }
    }
  }

  /// e_ji(t) with its traces written out as sums over the past.
  private func eligibility(_ pass: Pass, _ i: Int, _ j: Int, _ t: Int) -> Double {
    func voltage(_ t: Int) -> Double {
      (0...t).reduce(0) { sum, past in
        let kept = (past..<t).reduce(1) { $0 * pass.decay[$1 + 1][j] }
        return sum + kept * pass.presynaptic[past][i]
      }
    }
    let (strength, rho) = (pass.strength[j], pass.rho[j])
    let fatigue = (0..<t).reduce(0) { sum, past in
      let kept = (past..<t).dropFirst().reduce(1) { $0 * (rho - strength * pass.slope[$1][j]) }
      return sum + kept * pass.slope[past][j] * voltage(past)
    }
    return pass.slope[t][j] * (voltage(t) - strength * fatigue)
  }

  /// Backpropagation through time without the paths that e-prop leaves out, for everything but the
  /// readout; nil as in `sums`.
  func cutBackpropagation() -> [Double]? {
    perSynapse { pass, i, j in
      let (strength, rho) = (pass.strength[j], pass.rho[j])
      var (gradient, voltageBar, fatigueBar) = (0.0, 0.0, 0.0)
      for t in (0..<ticks).reversed() {
        let spikesBar = signal(pass, t, j) + fatigueBar
        let kept = t + 1 < ticks ? pass.decay[t + 1][j] : 0
        voltageBar = kept * voltageBar + pass.slope[t][j] * spikesBar
        fatigueBar = rho * fatigueBar - strength * pass.slope[t][j] * spikesBar
        gradient += voltageBar * pass.presynaptic[t][i]
      }
      return gradient
    }
  }

  /// The same of β_a and, by its logit, ρ of each neuron.
  func cutBackpropagationOfAdaptation() -> [Double]? {
    let passes = (0..<batch).map(pass)
    guard passes.allSatisfy({ $0.margin > 1e-5 }) else { return nil }
    var gradient = [Double](repeating: 0, count: 2 * spec.hidden[0].size)
    for pass in passes {
      for j in pass.rho.indices {
        let (strength, rho) = (pass.strength[j], pass.rho[j])
        var fatigueBar = 0.0
        for t in (0..<ticks).reversed() {
          let excessBar = pass.slope[t][j] * (signal(pass, t, j) + fatigueBar)
          gradient[j] -= excessBar * pass.fatigue[t][j]
          // Of a(t), by way of ϑ(t) and of a(t + 1).
          let own = rho * fatigueBar - strength * excessBar
          let before = t > 0 ? pass.fatigue[t - 1][j] : 0
          gradient[pass.rho.count + j] += own * before * rho * (1 - rho)
          fatigueBar = own
        }
      }
    }
    return gradient
  }

  private func perSynapse(_ value: (Pass, Int, Int) -> Double) -> [Double]? {
    let passes = (0..<batch).map(pass)
    guard passes.allSatisfy({ $0.margin > 1e-5 }) else { return nil }
    return passes[0].presynaptic[0].indices.flatMap { i in
      (0..<spec.hidden[0].size).map { j in
        passes.reduce(0) { $0 + value($1, i, j) }
      }
    }
  }
}
