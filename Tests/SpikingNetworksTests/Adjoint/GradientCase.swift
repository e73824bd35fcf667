import SpikingNetworks

/// A small random network with a loss on its outputs, in Double and smooth mode, where the adjoint
/// is the exact derivative.
struct GradientCase {
  let spec: NetworkSpec
  let surrogate: Surrogate
  let ticks: Int
  let clears: Set<Int>
  let batch: Int
  let parameters: [Double]
  /// Where the samples start; none for the initial state.
  private let states: [NetworkState]
  private let observations: [Double]
  private let modulation: [Double]
  /// Weights of the outputs in the loss, [ticks, batch, outputs].
  private let lossWeights: [Double]

  init(
    spec: NetworkSpec, surrogate: Surrogate, batch: Int, ticks: Int, clears: Set<Int>,
    resumes: Bool = false, seed: UInt64
  ) throws {
    var random = SplitMix(Int(seed))
    func draw(_ count: Int, _ spread: Double) -> [Double] {
      (0..<count).map { _ in spread * Double(random.uniform(-1, 1)) }
    }
    (self.spec, self.surrogate, self.batch) = (spec, surrogate, batch)
    (self.ticks, self.clears) = (ticks, clears)
    // Weights large enough for lively neurons, η and α large enough for E to matter.
    parameters = spec.layout.slices.flatMap { slice -> [Double] in
      let spread: Double =
        switch slice.kind {
        case .weight: 0.9
        case .bias: 0.6
        case .plasticity: 1.2
        case .modulator: 1
        case .dynamics: 1.1
        }
      return draw(slice.range.count, spread)
    }
    observations = draw(ticks * batch * spec.inputs, 1.5)
    modulation = draw(ticks * batch, 1)
    lossWeights = draw(ticks * batch * spec.outputs, 1)
    let network = try Network(spec, parameters.map { Float($0) })
    states = (0..<(resumes ? batch : 0)).map { _ in
      for _ in 0..<3 { network.step(random.vector(spec.inputs)) }
      return network.state
    }
  }

  func network() throws -> BatchNetwork<Double> {
    try BatchNetwork(
      spec: spec, batch: batch, ticks: ticks, surrogate: surrogate, smooth: true)
  }

  /// Σ w o + ½ Σ w² o²: linear and quadratic in the outputs of every tick.
  func loss(_ network: BatchNetwork<Double>, at parameters: [Double]) -> Double {
    terms(network, at: parameters).reduce(0, +)
  }

  private func terms(_ network: BatchNetwork<Double>, at parameters: [Double]) -> [Double] {
    network.load(parameters.span)
    network.forward(ticks: ticks, clears: clears, from: states) { t in
      for sample in 0..<batch {
        for i in 0..<spec.inputs {
          network.observation(t)[sample * network.inputStride + i] =
            observations[(t * batch + sample) * spec.inputs + i]
        }
        network.modulation(t)[sample * 8] = modulation[t * batch + sample]
      }
    }
    var terms: [Double] = []
    for t in 0..<ticks {
      for sample in 0..<batch {
        for k in 0..<spec.outputs {
          let wo = weight(t, sample, k) * network.outputs(t)[sample * network.outputStride + k]
          terms += [wo, wo * wo / 2]
        }
      }
    }
    return terms
  }

  func gradient(_ network: BatchNetwork<Double>) -> [Double] {
    _ = loss(network, at: parameters)
    network.backward { t, cotangents in
      for sample in 0..<batch {
        for k in 0..<spec.outputs {
          let w = weight(t, sample, k)
          let o = network.outputs(t)[sample * network.outputStride + k]
          cotangents[sample * network.outputStride + k] = w + w * w * o
        }
      }
    }
    var gradient = [Double](repeating: 0, count: parameters.count)
    var span = gradient.mutableSpan
    network.addGradient(to: &span)
    return gradient
  }

  private func weight(_ t: Int, _ sample: Int, _ k: Int) -> Double {
    lossWeights[(t * batch + sample) * spec.outputs + k]
  }

  struct Comparison {
    var worstSlice = "none"
    var worstError = 0.0
    /// Slices, and those whose gradient stands out far enough from the differences' rounding.
    var slices = 0
    var telling = 0
  }

  /// The worst relative error of the gradient of any slice, along the gradient's own direction
  /// mixed with a random one, against central differences with Richardson's extrapolation, beyond
  /// what these lose to rounding.
  func compare() throws -> Comparison {
    let h = 1e-4
    var random = SplitMix(99)
    let network = try network()
    let gradient = gradient(network)
    let size = terms(network, at: parameters).reduce(0) { $0 + abs($1) }
    let rounding = 4 * size.ulp / h
    var result = Comparison()
    for slice in spec.layout.slices {
      let part = gradient[slice.range]
      let norm = part.reduce(0) { $0 + $1 * $1 }.squareRoot()
      var direction = part.map { $0 / max(norm, 1e-30) + Double(random.uniform(-1, 1)) }
      let length = direction.reduce(0) { $0 + $1 * $1 }.squareRoot()
      direction = direction.map { $0 / length }
      func difference(_ h: Double) -> Double {
        func shifted(_ sign: Double) -> Double {
          var moved = parameters
          for (n, d) in zip(slice.range, direction) { moved[n] += sign * h * d }
          return loss(network, at: moved)
        }
        return (shifted(1) - shifted(-1)) / (2 * h)
      }
      let analytic = zip(part, direction).reduce(0) { $0 + $1.0 * $1.1 }
      func error(_ h: Double) -> Double {
        let numeric = (4 * difference(h / 2) - difference(h)) / 3
        return max(0, abs(analytic - numeric) - 4 * size.ulp / h) / max(norm, 1e-30)
      }
      // A clip or a corner of a surrogate may lie within h; nearer by it does not.
      let wide = error(h)
      let error = wide > 1e-6 ? min(wide, error(h / 32)) : wide
      result.slices += 1
      if rounding < 1e-6 * norm { result.telling += 1 }
      if error > result.worstError { (result.worstSlice, result.worstError) = (slice.name, error) }
    }
    return result
  }
}
