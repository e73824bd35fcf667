/// Where the cotangents go of what an update of one sample reads.
struct UpdateCotangents<Scalar: NetworkScalar> {
  typealias Lane = SIMD8<Scalar>

  /// Of x and s of the presynaptic neurons, eight partial sums to each.
  let preTrace: UnsafeMutablePointer<Lane>
  let preSpikes: UnsafeMutablePointer<Lane>
  /// Whether these are asked for.
  let reachesPre: Bool
  let postTrace: UnsafeMutablePointer<Lane>
  let postSpikes: UnsafeMutablePointer<Lane>
  /// Of θ after the update, which becomes that of θ before it.
  let threshold: UnsafeMutablePointer<Lane>
  let level: UnsafeMutablePointer<Lane>?
}

/// Takes the cotangents of E (and e) of one sample after an update to those before it, where they
/// are `fast`, and adds to the cotangents of everything that the update read.
struct AdjointPass<Scalar: NetworkScalar>: UpdateKernel {
  typealias Lane = SIMD8<Scalar>

  let signals: UpdateSignals<Scalar>
  let fast: UnsafeMutablePointer<Lane>
  let fastBar: UnsafeMutablePointer<Lane>
  let bars: UpdateCotangents<Scalar>

  /// Goes through the synapses onto eight neurons at a time. Of the cotangents of the factors that
  /// these share, a row only adds to sums; the rule's derivatives are taken once, of the sums.
  @inline(__always)
  func run<Rule: PlasticityEquation, Sharing: KernelFlag, Eligibility: KernelFlag>(
    _ rule: Rule.Type, shared: Sharing.Type, eligibility: Eligibility.Type
  ) {
    let (terms, signals, fast, fastBar) = (Rule.terms, signals, self.fast, self.fastBar)
    let (rows, blocks, bars) = (signals.rows, signals.blocks, bars)
    let (bound, remains) = (Lane(repeating: signals.bound), 1 - signals.eligibilityShare)
    let reachesPre = bars.reachesPre
    for block in 0..<blocks {
      let side = signals.side(rule, block)
      slideAdjoint(rule, side, block)
      var f = signals.factors(rule, side, eligibility, 0, block)
      var keep = 1 - f.scaled.decay
      var sums = FactorSums<Lane>()
      var changeBar = SynapticChange<Lane>()
      for row in 0..<rows {
        // Unchecked: places of E, and of e behind it, in a sample's state.
        let place = row &* blocks &+ block
        if !Sharing.isSet {
          f = signals.factors(rule, side, eligibility, row, block)
          keep = 1 - f.scaled.decay
        }
        let (x, s, old) = (signals.preTrace[row], signals.preSpikes[row], fast[place])
        let drive = f.scaled.drive(terms, trace: x, spike: s)
        // The cotangent of what ΔE enters: e, or E before the clip.
        let entryBar: Lane
        if Eligibility.isSet {
          let trace = rows &* blocks &+ place
          var e = remains * fast[trace] + drive
          if terms.decay.isPresent { e -= f.scaled.decay * old }
          let g = Scalar.passed(fastBar[place], where: old + f.rate * e, within: bound)
          entryBar = fastBar[trace] + f.rate * g
          sums.rate += g * e
          fastBar[trace] = remains * entryBar
          fastBar[place] = terms.decay.isPresent ? g - f.scaled.decay * entryBar : g
        } else {
          let raw = (terms.decay.isPresent ? keep * old : old) + drive
          entryBar = Scalar.passed(fastBar[place], where: raw, within: bound)
          fastBar[place] = terms.decay.isPresent ? keep * entryBar : entryBar
        }
        if terms.growth.isPresent { sums.scaled.growth += x * entryBar }
        if terms.spikeGrowth.isPresent { sums.scaled.spikeGrowth += s * entryBar }
        if terms.offset.isPresent { sums.scaled.offset += entryBar }
        if terms.decay.isPresent { sums.scaled.decay -= old * entryBar }
        if reachesPre {
          if terms.growth.isPresent { bars.preTrace[row] += f.scaled.growth * entryBar }
          if terms.spikeGrowth.isPresent {
            bars.preSpikes[row] += f.scaled.spikeGrowth * entryBar
          }
        }
        if !Sharing.isSet {
          rateAdjoint(rule, eligibility, f, sums, row, block)
          changeBar.add(terms, sums.scaled.scaled(by: f.scale))
          sums = FactorSums()
          if Rule.coefficientCount > 0 {
            changeAdjoint(rule, side, changeBar, row, block)
            changeBar = SynapticChange()
          }
        }
      }
      if Sharing.isSet {
        rateAdjoint(rule, eligibility, f, sums, 0, block)
        changeBar = sums.scaled.scaled(by: f.scale)
      }
      if Sharing.isSet || Rule.coefficientCount == 0 {
        changeAdjoint(rule, side, changeBar, 0, block)
      }
    }
  }

  /// Of the rate Mη to M and η.
  @inline(__always)
  private func rateAdjoint<Rule: PlasticityEquation, Eligibility: KernelFlag>(
    _: Rule.Type, _: Eligibility.Type, _ f: UpdateFactors<Lane>, _ sums: FactorSums<Lane>,
    _ row: Int, _ block: Int
  ) {
    let bar = Eligibility.isSet ? sums.rate : f.change.dot(Rule.terms, sums.scaled)
    let (eta, place) = (signals.eta, signals.eta.place(row, block))
    eta.gradient[place] += signals.modulation(block) * bar
    if let level = bars.level { level[block] += eta.values[place] * bar }
  }

  /// Of θ after the update to θ before it and y.
  @inline(__always)
  private func slideAdjoint<Rule: PlasticityEquation>(
    _ rule: Rule.Type, _ side: PostsynapticSide<Lane>, _ block: Int
  ) {
    guard Rule.readsThreshold else { return }
    let rate = Dual(still: Lane(repeating: signals.thresholdRate))
    let (bar, moves) = (bars.threshold[block], Lane(repeating: 1))
    let alongThreshold = Rule.slide(
      threshold: Dual(side.threshold, slope: moves), postsynaptic: Dual(still: side.trace),
      rate: rate)
    let alongTrace = Rule.slide(
      threshold: Dual(still: side.threshold), postsynaptic: Dual(side.trace, slope: moves),
      rate: rate)
    bars.threshold[block] = bar * alongThreshold.slope
    bars.postTrace[block] += bar * alongTrace.slope
  }

  /// Of the rule's factors to what the rule reads, one direction at a time.
  @inline(__always)
  private func changeAdjoint<Rule: PlasticityEquation>(
    _ rule: Rule.Type, _ side: PostsynapticSide<Lane>, _ changeBar: SynapticChange<Lane>,
    _ row: Int, _ block: Int
  ) {
    let one = Lane(repeating: 1)
    let values = signals.coefficients(rule, row, block)
    var k = RuleCoefficients<Dual<Lane>>()
    for n in 0..<Rule.coefficientCount { k[n] = Dual(still: values[n]) }
    let still = PostsynapticSide(
      trace: Dual(still: side.trace), spike: Dual(still: side.spike),
      threshold: Dual(still: side.threshold))
    var moving = still
    moving.trace = Dual(side.trace, slope: one)
    bars.postTrace[block] += Rule.change(moving, k).slope(along: changeBar)
    if Rule.readsSpike {
      moving = still
      moving.spike = Dual(side.spike, slope: one)
      bars.postSpikes[block] += Rule.change(moving, k).slope(along: changeBar)
    }
    if Rule.readsThreshold {
      moving = still
      moving.threshold = Dual(side.threshold, slope: one)
      bars.threshold[block] += Rule.change(moving, k).slope(along: changeBar)
    }
    for n in 0..<Rule.coefficientCount {
      var moved = k
      moved[n] = Dual(values[n], slope: one)
      let coefficient = signals.rule[n]
      coefficient.gradient[coefficient.place(row, block)] +=
        Rule.change(still, moved).slope(along: changeBar)
    }
  }
}

/// Cotangents summed over rows: of the scaled factors, and of the rate where e does not show them.
struct FactorSums<Lane: RuleAlgebra> {
  var scaled = SynapticChange<Lane>()
  var rate = Lane.constant(0)
}
