/// What an update of one sample reads besides the synapses: x and s of both sides, θ, and M (nil where
/// the gate has none).
struct UpdateSignals<Scalar: AdjointScalar> {
  let preTrace: UnsafeMutablePointer<Scalar>
  let preSpikes: UnsafeMutablePointer<Scalar>
  let postTrace: UnsafeMutablePointer<Scalar>
  let postSpikes: UnsafeMutablePointer<Scalar>
  let threshold: UnsafeMutablePointer<Scalar>
  let level: UnsafeMutablePointer<Scalar>?
}

extension BatchSite {
  /// E (and e) of one sample to the next version; θ is the caller's.
  func update(sample: Int, _ signals: UpdateSignals<Scalar>) {
    switch plan.spec.rule {
    case .hebbian: update(Hebbian.self, sample, signals)
    case .oja: update(Oja.self, sample, signals)
    case .bcm: update(BCM.self, sample, signals)
    case .stdp: update(STDP.self, sample, signals)
    case .abcd: update(ABCD.self, sample, signals)
    }
  }

  /// Takes the cotangents of E and e after the update to those before it, with the version before it
  /// in `state`, and adds to the cotangents of everything that the update read.
  func adjoint(
    sample: Int, _ signals: UpdateSignals<Scalar>, into cotangents: UpdateSignals<Scalar>
  ) {
    switch plan.spec.rule {
    case .hebbian: adjoint(Hebbian.self, sample, signals, cotangents)
    case .oja: adjoint(Oja.self, sample, signals, cotangents)
    case .bcm: adjoint(BCM.self, sample, signals, cotangents)
    case .stdp: adjoint(STDP.self, sample, signals, cotangents)
    case .abcd: adjoint(ABCD.self, sample, signals, cotangents)
    }
  }

  /// θ after the update.
  func slide(_ theta: Scalar, postTrace y: Scalar) -> Scalar {
    plan.spec.rule.definition.slide(threshold: theta, postsynaptic: y, rate: thresholdRate)
  }

  /// Takes the cotangent of θ after the slide to that before it and that of y.
  func slideAdjoint(_ theta: Scalar, postTrace y: Scalar, _ cotangent: Scalar) -> (
    threshold: Scalar, postTrace: Scalar
  ) {
    let definition = plan.spec.rule.definition
    let rate = Dual(thresholdRate, slope: 0)
    func slope(_ theta: Dual<Scalar>, _ y: Dual<Scalar>) -> Scalar {
      definition.slide(threshold: theta, postsynaptic: y, rate: rate).slope
    }
    return (
      cotangent * slope(Dual(theta, slope: 1), Dual(y, slope: 0)),
      cotangent * slope(Dual(theta, slope: 0), Dual(y, slope: 1))
    )
  }

  private var thresholdRate: Scalar { 1 / Scalar(plan.spec.bcmTimeConstant) }
  private var eligibilityShare: Scalar { 1 / Scalar(plan.spec.eligibilityTimeConstant) }

  @inline(__always)
  private func update<Rule: PlasticityEquation>(
    _ rule: Rule.Type, _ sample: Int, _ signals: UpdateSignals<Scalar>
  ) {
    let reader = SynapseReader(self, signals)
    let (blocks, bound) = (width / 8, Lane(repeating: Scalar(plan.spec.bound)))
    let e = plan.spec.gate == .eligibility ? lanes(eligibility(sample)) : nil
    let fast = lanes(fast(sample))
    let share = Lane(repeating: eligibilityShare)
    for row in 0..<rows {
      let x = Lane(repeating: signals.preTrace[row])
      let s = Lane(repeating: signals.preSpikes[row])
      for block in 0..<blocks {
        let place = row &* blocks &+ block
        let k: RuleCoefficients<Lane> = reader.coefficients(rule, row, block)
        let change = Rule.change(reader.side(block), k)
        var delta = change(trace: x, spike: s, fast: fast[place])
        if let e {
          delta = e[place] + share * (delta - e[place])
          e[place] = delta
        }
        let rate = reader.level(block) * reader.eta(row, block)
        fast[place] = clamp(fast[place] + rate * delta, bound)
      }
    }
  }

  @inline(__always)
  private func adjoint<Rule: PlasticityEquation>(
    _ rule: Rule.Type, _ sample: Int, _ signals: UpdateSignals<Scalar>,
    _ cotangents: UpdateSignals<Scalar>
  ) {
    let reader = SynapseReader(self, signals)
    let (blocks, bound) = (width / 8, Lane(repeating: Scalar(plan.spec.bound)))
    let hasEligibility = plan.spec.gate == .eligibility
    let (fast, fastBar) = (lanes(fast(sample)), lanes(fastCotangent(sample)))
    let e = hasEligibility ? lanes(eligibility(sample)) : fast
    let eBar = hasEligibility ? lanes(eligibilityCotangent(sample)) : fastBar
    let share = Lane(repeating: eligibilityShare)
    let (traceBar, spikeBar) = (lanes(cotangents.postTrace), lanes(cotangents.postSpikes))
    let thetaBar = lanes(cotangents.threshold)
    let levelBar = cotangents.level.map { lanes($0) }
    let (still, moves) = (Lane(), Lane(repeating: 1))
    for row in 0..<rows {
      let x = Lane(repeating: signals.preTrace[row])
      let s = Lane(repeating: signals.preSpikes[row])
      var (xBar, sBar) = (Lane(), Lane())
      for block in 0..<blocks {
        let place = row &* blocks &+ block
        let k: RuleCoefficients<Lane> = reader.coefficients(rule, row, block)
        let side = reader.side(block)
        let change = Rule.change(side, k)
        let delta = change(trace: x, spike: s, fast: fast[place])
        let step = hasEligibility ? e[place] + share * (delta - e[place]) : delta
        let (level, eta) = (reader.level(block), reader.eta(row, block))
        let raw = fast[place] + level * eta * step
        // Through the clip where it is not active.
        let g = fastBar[place].replacing(with: still, where: (raw .> bound) .| (raw .< -bound))
        reader.addToEta(row, block, level * g * step)
        if let levelBar { levelBar[block] += eta * g * step }
        var dBar = level * eta * g
        if hasEligibility {
          let eStep = dBar + eBar[place]
          eBar[place] = (1 - share) * eStep
          dBar = share * eStep
        }
        fastBar[place] = g - dBar * change.decay
        xBar += dBar * change.growth
        sBar += dBar * change.spikeGrowth

        // The derivatives of ΔE by what the rule reads, one direction at a time.
        var dual = PostsynapticSide(
          trace: Dual(side.trace, slope: moves), spike: Dual(side.spike, slope: still),
          threshold: Dual(side.threshold, slope: still))
        var duals: RuleCoefficients<Dual<Lane>> = reader.coefficients(rule, row, block)
        let (dualX, dualS) = (Dual(x, slope: still), Dual(s, slope: still))
        let dualE = Dual(fast[place], slope: still)
        traceBar[block] +=
          dBar * Rule.change(dual, duals)(trace: dualX, spike: dualS, fast: dualE).slope
        dual.trace.slope = still
        if Rule.readsSpike {
          dual.spike.slope = moves
          spikeBar[block] +=
            dBar * Rule.change(dual, duals)(trace: dualX, spike: dualS, fast: dualE).slope
          dual.spike.slope = still
        }
        if Rule.readsThreshold {
          dual.threshold.slope = moves
          thetaBar[block] +=
            dBar * Rule.change(dual, duals)(trace: dualX, spike: dualS, fast: dualE).slope
          dual.threshold.slope = still
        }
        for n in 0..<Rule.coefficientCount {
          duals[n].slope = moves
          reader.addToRule(
            n, row, block,
            dBar * Rule.change(dual, duals)(trace: dualX, spike: dualS, fast: dualE).slope)
          duals[n].slope = still
        }
      }
      cotangents.preTrace[row] += xBar.sum()
      cotangents.preSpikes[row] += sBar.sum()
    }
  }

  @inline(__always)
  private func clamp(_ value: Lane, _ bound: Lane) -> Lane {
    let below = value.replacing(with: bound, where: value .> bound)
    return below.replacing(with: -bound, where: below .< -bound)
  }
}

/// The places from which the inner loops read coefficients and signals, and to which they add
/// gradients.
private struct SynapseReader<Scalar: AdjointScalar> {
  typealias Lane = SIMD8<Scalar>

  private struct Table {
    let values: UnsafeMutablePointer<Lane>
    let gradient: UnsafeMutablePointer<Lane>
    /// Lanes from one presynaptic neuron's row to the next.
    let stride: Int

    init(_ coefficient: BatchCoefficient<Scalar>) {
      values = lanes(coefficient.table.values.base)
      gradient = lanes(coefficient.table.gradient.base)
      stride = coefficient.stride / 8
    }
  }

  private let eta: Table
  private let rule: (Table, Table, Table, Table)
  private let trace: UnsafeMutablePointer<Lane>
  private let spikes: UnsafeMutablePointer<Lane>
  private let threshold: UnsafeMutablePointer<Lane>
  private let modulation: UnsafeMutablePointer<Lane>?

  init(_ site: BatchSite<Scalar>, _ signals: UpdateSignals<Scalar>) {
    let eta = Table(site.eta)
    self.eta = eta
    func table(_ n: Int) -> Table { n < site.rule.count ? Table(site.rule[n]) : eta }
    rule = (table(0), table(1), table(2), table(3))
    trace = lanes(signals.postTrace)
    spikes = lanes(signals.postSpikes)
    threshold = lanes(signals.threshold)
    modulation = signals.level.map { lanes($0) }
  }

  @inline(__always)
  private func rule(_ n: Int) -> Table {
    switch n {
    case 0: rule.0
    case 1: rule.1
    case 2: rule.2
    default: rule.3
    }
  }

  @inline(__always)
  func side(_ block: Int) -> PostsynapticSide<Lane> {
    PostsynapticSide(trace: trace[block], spike: spikes[block], threshold: threshold[block])
  }

  @inline(__always)
  func coefficients<Rule: PlasticityEquation>(
    _: Rule.Type, _ row: Int, _ block: Int
  ) -> RuleCoefficients<Lane> {
    var k = RuleCoefficients<Lane>()
    for n in 0..<Rule.coefficientCount {
      k[n] = rule(n).values[row &* rule(n).stride &+ block]
    }
    return k
  }

  @inline(__always)
  func coefficients<Rule: PlasticityEquation>(
    _ rule: Rule.Type, _ row: Int, _ block: Int
  ) -> RuleCoefficients<Dual<Lane>> {
    let k: RuleCoefficients<Lane> = coefficients(rule, row, block)
    var duals = RuleCoefficients<Dual<Lane>>()
    for n in 0..<Rule.coefficientCount { duals[n] = Dual(k[n], slope: Lane()) }
    return duals
  }

  @inline(__always)
  func level(_ block: Int) -> Lane {
    guard let modulation else { return Lane(repeating: 1) }
    return modulation[block]
  }

  @inline(__always)
  func eta(_ row: Int, _ block: Int) -> Lane { eta.values[row &* eta.stride &+ block] }

  @inline(__always)
  func addToEta(_ row: Int, _ block: Int, _ value: Lane) {
    eta.gradient[row &* eta.stride &+ block] += value
  }

  @inline(__always)
  func addToRule(_ n: Int, _ row: Int, _ block: Int, _ value: Lane) {
    rule(n).gradient[row &* rule(n).stride &+ block] += value
  }
}

extension BatchSite {
  /// currents += z · (αE) of one sample; rows of silent neurons are passed over.
  func addCurrents(
    sample: Int, signal z: UnsafeMutablePointer<Scalar>, to currents: UnsafeMutablePointer<Scalar>
  ) {
    let (blocks, fast, currents) = (width / 8, lanes(fast(sample)), lanes(currents))
    for row in 0..<rows where z[row] != 0 {
      let (z, alpha) = (Lane(repeating: z[row]), alphaRow(row))
      for block in 0..<blocks {
        currents[block] += z * alpha[block] * fast[row &* blocks &+ block]
      }
    }
  }

  /// From the cotangents of the currents to those of z (where wanted), α and E.
  func currentsAdjoint(
    sample: Int, signal z: UnsafeMutablePointer<Scalar>, currents: UnsafeMutablePointer<Scalar>,
    into zBar: UnsafeMutablePointer<Scalar>?
  ) {
    let (blocks, fast, bar) = (width / 8, lanes(fast(sample)), lanes(currents))
    let fastBar = lanes(fastCotangent(sample))
    for row in 0..<rows {
      let (s, alpha) = (Lane(repeating: z[row]), alphaRow(row))
      let alphaBar = lanes(self.alpha.table.gradient.base + row &* self.alpha.stride)
      var sum = Lane.zero
      for block in 0..<blocks {
        let place = row &* blocks &+ block
        let product = bar[block] * fast[place]
        sum += alpha[block] * product
        alphaBar[block] += s * product
        fastBar[place] += s * alpha[block] * bar[block]
      }
      zBar?[row] += sum.sum()
    }
  }

  @inline(__always)
  private func alphaRow(_ row: Int) -> UnsafeMutablePointer<Lane> {
    lanes(alpha.table.values.base + row &* alpha.stride)
  }
}
