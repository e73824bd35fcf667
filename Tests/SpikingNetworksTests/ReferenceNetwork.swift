import Foundation
import SpikingNetworks

/// The model's equations once more, in the plainest way: dense sums over [Double], nothing shared
/// with the runtime but the specification and the names of the slices.
struct ReferenceNetwork {
  struct Synapses {
    var name: String
    var plasticity: PlasticitySpec?
    var w: [[Double]]
    var e: [[Double]]
    var alpha: [[Double]] = []
    var eta: [[Double]] = []
    /// The rule's own coefficients.
    var k: [[[Double]]] = []
    var eligibility: [[Double]]
    var theta: [Double]
    /// Spikes of the modulating population since the last update.
    var counts: [Double] = []
    var modulatorWeights: [[Double]] = []
    var modulatorBias: [Double] = []

    /// - Parameter fast: what fast weights transmit, if not z.
    func current(_ z: [Double], fast: [Double]? = nil, _ j: Int) -> Double {
      z.indices.reduce(0) { sum, i in
        let change = plasticity == nil ? 0 : alpha[i][j] * e[i][j]
        return sum + w[i][j] * z[i] + change * (fast ?? z)[i]
      }
    }
  }

  let spec: NetworkSpec
  var inputs: [Synapses] = []
  var recurrents: [Synapses?] = []
  var out: Synapses
  var bias: [[Double]] = []
  var outBias: [Double] = []
  /// g^E and g^I of conductance-based neurons, ticks of rest to come, and the (u, r) of the
  /// terminals from below and of the population itself.
  var g: [[(e: Double, i: Double)]] = []
  var rest: [[Int]] = []
  var terminals: [[[(u: Double, r: Double)]]] = []
  var v: [[Double]]
  var s: [[Double]]
  var x: [[Double]]
  var z: [Double]
  var inputTrace: [Double]
  var o: [Double]
  /// Adaptation with the ρ and β_a of each neuron, and M from outside.
  var a: [[Double]]
  var rho: [[Double]] = []
  var strength: [[Double]] = []
  /// Slow traces with their decays and weights onto the readout; empty without.
  var slow: [Double] = []
  var slowDecay: [Double] = []
  var slowWeights: [[Double]] = []
  /// Means of the input, its deviations and tonic levels where it is centred.
  var mean: [Double] = []
  var deviation: [Double] = []
  var level: [Double] = []
  /// κ and w of the gain field.
  var compensation: [Double] = []
  var gainWeights: [[Double]] = []
  var external = 0.0
  private var observation: [Double] = []
  var tick = 0
  var stepCounts: [[Double]] = []
  /// The least |v − ϑ| so far: where it is at rounding level, spikes may rightly differ.
  var margin = Double.infinity
  /// Weights that a spike met, products of the analogue input and updates, counted one by one.
  var operations = NetworkOperations()
  private var inputHasChanged = true
  /// Modulators, with the tick of an update, whose spikes are counted.
  private var modulated: Set<String> = []

  init(_ spec: NetworkSpec, _ parameters: [Float]) {
    self.spec = spec
    let reader = Reader(layout: spec.layout, vector: parameters, inputKinds: spec.inputKinds)
    var below = spec.inputs
    for (index, population) in spec.hidden.enumerated() {
      let (name, n) = ("hidden\(index + 1)", population.size)
      inputs.append(
        reader.synapses(name + ".input", below, n, population.inputPlasticity, name, n))
      recurrents.append(
        population.recurrent
          ? reader.synapses(name + ".recurrent", n, n, population.recurrentPlasticity, name, n)
          : nil)
      bias.append(reader.flat(name + ".bias"))
      let isTrained = population.adaptation?.timeConstants != nil
      rho.append(
        isTrained
          ? reader.rates(name + ".adaptation.decay")
          : Array(repeating: Double(population.adaptation?.decay ?? 0), count: n))
      strength.append(
        isTrained
          ? reader.flat(name + ".adaptation.strength")
          : Array(repeating: Double(population.adaptation?.strength ?? 0), count: n))
      below = n
    }
    out = reader.synapses(
      "readout", below, spec.outputs, spec.readout.plasticity, "readout", below)
    outBias = reader.flat("readout.bias")
    if spec.readout.slowTraces != nil {
      slow = Array(repeating: 0, count: below)
      slowDecay = reader.rates("readout.slow.decay")
      slowWeights = reader.matrix("readout.slow.weight", below, spec.outputs)
    }
    if spec.centring != nil {
      mean = Array(repeating: 0, count: spec.inputs)
      deviation = mean
      level = reader.flat("hidden1.input.tonic")
    }
    if let field = spec.readout.gainField {
      compensation = reader.flat("readout.gain.compensation")
      if !field.factors.isEmpty {
        gainWeights = reader.matrix("readout.gain.weight", field.factors.count, spec.outputs)
      }
    }
    v = spec.hidden.map { Array(repeating: 0, count: $0.size) }
    (s, x, a) = (v, v, v)
    g = v.map { $0.map { _ in (0, 0) } }
    rest = v.map { $0.map { _ in 0 } }
    for (p, population) in spec.hidden.enumerated() {
      guard let conductance = population.conductance else {
        terminals.append([])
        continue
      }
      v[p] = v[p].map { _ in Double(conductance.leakPotential) }
      let below = p == 0 ? spec.inputs : spec.hidden[p - 1].size
      terminals.append([below, population.size].map { Array(repeating: (0, 1), count: $0) })
    }
    z = Array(repeating: 0, count: spec.inputs)
    inputTrace = z
    o = Array(repeating: 0, count: spec.outputs)
  }

  mutating func step(_ observation: [Float]) -> [Double] {
    self.observation = observation.map(Double.init)
    z = observation.map { Double($0) * Double(spec.inputGain) }
    stepCounts = spec.hidden.map { Array(repeating: 0, count: $0.size) }
    inputHasChanged = true
    for _ in 0..<spec.ticksPerStep { advance() }
    return o.map { Foundation.tanh(Double(spec.readout.gain) * $0) }
  }

  private mutating func advance() {
    tick += 1
    let lambda = Double(spec.hidden[0].traceDecay)
    for i in z.indices { inputTrace[i] = lambda * inputTrace[i] + (1 - lambda) * z[i] }
    centre()
    let before = s
    for p in spec.hidden.indices { advance(population: p) }
    countOperations(before)
    let kappa = Double(spec.readout.decay)
    for j in slow.indices {
      slow[j] = slowDecay[j] * slow[j] + (1 - slowDecay[j]) * s[s.count - 1][j]
    }
    for k in o.indices {
      var current = outBias[k] + out.current(s[s.count - 1], k)
      for j in slow.indices { current += slowWeights[j][k] * slow[j] }
      o[k] = kappa * o[k] + (1 - kappa) * scale(k) * current
    }
    for p in spec.hidden.indices {
      let seen = spec.centring == nil ? (x: inputTrace, s: z) : (x: deviation, s: deviation)
      let pre = p == 0 ? seen : (x: x[p - 1], s: s[p - 1])
      inputs[p] = learned(inputs[p], pre, (x[p], s[p]), s[p])
      if let synapses = recurrents[p] {
        recurrents[p] = learned(synapses, (x[p], s[p]), (x[p], s[p]), s[p])
      }
    }
    let (last, activity) = (s.count - 1, o.map { Foundation.tanh($0) })
    out = learned(out, (x[last], s[last]), (activity, activity), s[last])
  }

  private mutating func centre() {
    guard let centring = spec.centring, (tick - 1) % spec.ticksPerStep == 0 else { return }
    for i in z.indices {
      mean[i] += Double(centring.rate) * (z[i] - mean[i])
      deviation[i] =
        centring.centred.contains(i) ? z[i] - mean[i] : centring.tonic.contains(i) ? z[i] : 0
    }
  }

  /// What fast weights transmit of the input.
  private var transmitted: [Double]? {
    guard let centring = spec.centring else { return nil }
    return deviation.indices.map { i in
      deviation[i] + ((centring.centred + centring.tonic).contains(i) ? level[i] : 0)
    }
  }

  /// What the gain field makes of a current onto output k.
  private func scale(_ k: Int) -> Double {
    guard let field = spec.readout.gainField else { return 1 }
    let gain = observation[field.gains[k]]
    var factor = 1 + compensation[k] * (1 - abs(gain))
    for (s, channel) in field.factors.enumerated() {
      factor += gainWeights[s][k] * observation[channel]
    }
    return Foundation.tanh(3 * gain) * factor
  }

  /// One by one, over all pairs of neurons.
  private mutating func countOperations(_ before: [[Double]]) {
    for (p, population) in spec.hidden.enumerated() {
      for _ in 0..<population.size {
        if p == 0 && inputHasChanged {
          operations.multiplyAccumulates += (spec.centring == nil ? 1 : 2) * z.count
        }
        if p > 0 { for spike in s[p - 1] where spike == 1 { operations.feedForward += 1 } }
        guard population.recurrent else { continue }
        for spike in before[p] where spike == 1 { operations.recurrent += 1 }
      }
    }
    for _ in o {
      for spike in s[s.count - 1] where spike == 1 { operations.readout += 1 }
      for _ in slow { operations.multiplyAccumulates += 1 }
    }
    inputHasChanged = false
  }

  private mutating func countModulation(_ synapses: Synapses, _ plasticity: PlasticitySpec) {
    let owner = synapses.name.prefix { $0 != "." }
    let key = "\(owner) \(plasticity.period ?? spec.ticksPerStep) \(tick)"
    guard plasticity.gate != .none, spec.modulation != .external, modulated.insert(key).inserted
    else { return }
    guard spec.modulationError == nil else {
      operations.multiplyAccumulates += synapses.modulatorBias.count
      return
    }
    for _ in synapses.modulatorBias { operations.modulator += Int(synapses.counts.reduce(0, +)) }
  }

  private mutating func advance(population p: Int) {
    if let conductance = spec.hidden[p].conductance {
      return advance(population: p, conductance)
    }
    let population = spec.hidden[p]
    let (beta, rest) = (Double(population.decay), Double(population.threshold))
    let (lambda, before) = (Double(population.traceDecay), s[p])
    for j in 0..<population.size {
      var current =
        bias[p][j]
        + inputs[p].current(p == 0 ? z : s[p - 1], fast: p == 0 ? transmitted : nil, j)
      current += recurrents[p]?.current(before, j) ?? 0
      switch population.reset {
      case .zero: v[p][j] = beta * v[p][j] * (1 - before[j]) + current
      case .subtract: v[p][j] = beta * v[p][j] - rest * before[j] + current
      }
      a[p][j] = rho[p][j] * a[p][j] + before[j]
      let theta = rest + strength[p][j] * a[p][j]
      margin = min(margin, abs(v[p][j] - theta))
      s[p][j] = v[p][j] >= theta ? 1 : 0
      x[p][j] = lambda * x[p][j] + (1 - lambda) * s[p][j]
      stepCounts[p][j] += s[p][j]
    }
  }

  private mutating func advance(population p: Int, _ c: ConductanceSpec) {
    let population = spec.hidden[p]
    let (tick, before) = (Double(c.tick), s[p])
    let fall = exp(-tick / Double(c.synapticTimeConstant))
    g[p] = g[p].map { ($0.e * fall, $0.i * fall) }
    var sources: [(Synapses, [Double])] = []
    if p > 0 { sources.append((inputs[p], release(&terminals[p][0], s[p - 1], c))) }
    if let recurrent = recurrents[p] {
      sources.append((recurrent, release(&terminals[p][1], before, c)))
    }
    for j in 0..<population.size {
      for (synapses, release) in sources {
        for i in release.indices {
          let fast = synapses.plasticity == nil ? 0 : synapses.alpha[i][j] * synapses.e[i][j]
          let weight = synapses.w[i][j] + fast
          if weight > 0 { g[p][j].e += weight * release[i] }
          if weight < 0 { g[p][j].i -= weight * release[i] }
        }
      }
      let current = bias[p][j] + (p == 0 ? inputs[p].current(z, j) : 0)
      let (leak, e, i) = (
        Double(c.leakPotential), Double(c.excitatoryPotential), Double(c.inhibitoryPotential)
      )
      let unit = Double(c.threshold) - leak
      let total = 1 + g[p][j].e + g[p][j].i
      let target = max(
        i, min(e, (leak + g[p][j].e * e + g[p][j].i * i + unit * current) / total))
      let share = exp(-tick * total / Double(c.membraneTimeConstant))
      v[p][j] = share * v[p][j] + (1 - share) * target
      a[p][j] = rho[p][j] * a[p][j] + before[j]
      let theta = Double(c.threshold) + unit * strength[p][j] * a[p][j]
      if rest[p][j] > 0 {
        rest[p][j] -= 1
        (v[p][j], s[p][j]) = (Double(c.resetPotential), 0)
      } else {
        margin = min(margin, abs(v[p][j] - theta) / unit)
        s[p][j] = v[p][j] >= theta ? 1 : 0
      }
      if s[p][j] == 1 {
        v[p][j] = Double(c.resetPotential)
        rest[p][j] = Int((c.refractoryPeriod / c.tick).rounded())
      }
      let lambda = Double(population.traceDecay)
      x[p][j] = lambda * x[p][j] + (1 - lambda) * s[p][j]
      stepCounts[p][j] += s[p][j]
    }
  }

  /// u r of every spike, 0 elsewhere (Tsodyks, Pawelzik, Markram 1998).
  private func release(
    _ terminals: inout [(u: Double, r: Double)], _ spikes: [Double], _ c: ConductanceSpec
  ) -> [Double] {
    guard let synapses = c.synapses else { return spikes }
    let (tick, use) = (Double(c.tick), Double(synapses.utilisation))
    let facilitation = Double(synapses.facilitationTimeConstant)
    return spikes.indices.map { i in
      var (u, r) = terminals[i]
      u = facilitation > 0 ? u * exp(-tick / facilitation) : 0
      r = 1 - (1 - r) * exp(-tick / Double(synapses.recoveryTimeConstant))
      var released = 0.0
      if spikes[i] == 1 {
        u += use * (1 - u)
        released = u * r
        r -= released
      }
      terminals[i] = (u, r)
      return released
    }
  }

  private mutating func learned(
    _ synapses: Synapses, _ pre: (x: [Double], s: [Double]),
    _ post: (y: [Double], s: [Double]), _ modulating: [Double]
  ) -> Synapses {
    var synapses = synapses
    let (x, y) = (pre.x, post.y)
    guard let plasticity = synapses.plasticity else { return synapses }
    for k in modulating.indices { synapses.counts[k] += modulating[k] }
    let period = plasticity.period ?? spec.ticksPerStep
    guard tick % period == 0 else { return synapses }
    let bound = Double(plasticity.bound)
    countModulation(synapses, plasticity)
    if synapses.name == "hidden1.input" { inputHasChanged = true }
    for j in y.indices {
      let m = modulation(synapses, plasticity, j, period)
      for i in x.indices {
        let e = synapses.e[i][j]
        let delta: Double
        switch plasticity.rule {
        case .hebbian: delta = y[j] * x[i]
        case .differentialHebbian:
          delta = (y[j] - synapses.theta[j]) * x[i] - synapses.k[0][i][j] * e
        case .oja: delta = y[j] * (x[i] - y[j] * e)
        case .bcm:
          delta = x[i] * y[j] * (y[j] - synapses.theta[j]) - synapses.k[0][i][j] * e
        case .stdp:
          delta = synapses.k[0][i][j] * post.s[j] * x[i] - synapses.k[1][i][j] * y[j] * pre.s[i]
        case .abcd:
          let (a, b, c, d) = (synapses.k[0], synapses.k[1], synapses.k[2], synapses.k[3])
          delta = a[i][j] * y[j] * x[i] + b[i][j] * x[i] + c[i][j] * y[j] + d[i][j]
        }
        var step = delta
        if plasticity.gate == .eligibility {
          let before = synapses.eligibility[i][j]
          step = before + (delta - before) / Double(plasticity.eligibilityTimeConstant)
          synapses.eligibility[i][j] = step
        }
        operations.plasticUpdates += 1
        synapses.e[i][j] = max(-bound, min(bound, e + m * synapses.eta[i][j] * step))
      }
      let tau = Double(plasticity.bcmTimeConstant)
      if plasticity.rule == .bcm { synapses.theta[j] += (y[j] * y[j] - synapses.theta[j]) / tau }
      if plasticity.rule == .differentialHebbian {
        synapses.theta[j] += (y[j] - synapses.theta[j]) / tau
      }
    }
    synapses.counts = synapses.counts.map { _ in 0 }
    return synapses
  }

  private func modulation(
    _ synapses: Synapses, _ plasticity: PlasticitySpec, _ j: Int, _ period: Int
  ) -> Double {
    guard plasticity.gate != .none else { return 1 }
    guard spec.modulation != .external else { return external }
    let column = spec.modulation == .global ? 0 : j
    if let error = spec.modulationError {
      let wanted = error.target.map { observation[$0] } ?? 0
      let signal = Double(error.scale) * (wanted - observation[error.measured])
      return Foundation.tanh(
        synapses.modulatorBias[column] + synapses.modulatorWeights[0][column] * signal)
    }
    let drive = synapses.counts.indices.reduce(synapses.modulatorBias[column]) { sum, k in
      sum + synapses.modulatorWeights[k][column] * synapses.counts[k] / Double(period)
    }
    return Foundation.tanh(drive)
  }
}

/// Slices of a vector as nested arrays of Double.
private struct Reader {
  let layout: ParameterLayout
  let vector: [Float]
  let inputKinds: [Int]?

  func flat(_ name: String) -> [Double] {
    vector[layout.slice(named: name)!.range].map(Double.init)
  }

  /// Of numbers that are logits.
  func rates(_ name: String) -> [Double] { flat(name).map { 1 / (1 + exp(-$0)) } }

  func matrix(_ name: String, _ rows: Int, _ columns: Int) -> [[Double]] {
    let values = flat(name)
    return (0..<rows).map { Array(values[$0 * columns..<($0 + 1) * columns]) }
  }

  func synapses(
    _ name: String, _ pre: Int, _ post: Int, _ plasticity: PlasticitySpec?, _ owner: String,
    _ modulating: Int
  ) -> ReferenceNetwork.Synapses {
    let zero = Array(repeating: Array(repeating: 0.0, count: post), count: pre)
    var result = ReferenceNetwork.Synapses(
      name: name, plasticity: plasticity, w: matrix(name + ".weight", pre, post), e: zero,
      eligibility: zero, theta: Array(repeating: 0, count: post))
    guard let plasticity else { return result }
    func coefficient(_ suffix: String, _ granularity: Granularity? = nil) -> [[Double]] {
      let values = flat(name + suffix)
      return (0..<pre).map { i in
        (0..<post).map { j in
          switch granularity ?? plasticity.granularity {
          case .synapse: values[i * post + j]
          case .neuron: values[j]
          case .population: values[0]
          case .presynaptic: values[i]
          case .joint: values[name == "hidden1.input" ? inputKinds?[i] ?? 0 : 0]
          }
        }
      }
    }
    func logistic(_ p: [[Double]]) -> [[Double]] { p.map { $0.map { 1 / (1 + exp(-$0)) } } }
    result.alpha = coefficient(".alpha", plasticity.shareGranularity)
    result.eta = logistic(coefficient(".eta"))
    switch plasticity.rule {
    case .hebbian, .oja: result.k = []
    case .differentialHebbian: result.k = [logistic(coefficient(".lambda"))]
    case .bcm: result.k = [logistic(coefficient(".epsilon"))]
    case .stdp: result.k = [coefficient(".potentiation"), coefficient(".depression")]
    case .abcd: result.k = [".a", ".b", ".c", ".d"].map { coefficient($0) }
    }
    result.counts = Array(repeating: 0, count: modulating)
    if plasticity.gate != .none && layout.slice(named: owner + ".modulator.bias") != nil {
      result.modulatorBias = flat(owner + ".modulator.bias")
      let columns = result.modulatorBias.count
      let values = flat(owner + ".modulator.weight")
      result.modulatorWeights = (0..<values.count / columns).map { k in
        Array(values[k * columns..<(k + 1) * columns])
      }
    }
    return result
  }
}
