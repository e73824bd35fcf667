/// What one plasticity update of one sample reads besides the fast weights, as raw places.
struct UpdateSignals<Scalar: NetworkScalar> {
  typealias Lane = SIMD8<Scalar>

  let rows: Int
  let blocks: Int
  let bound: Scalar
  /// 1/τ_e, and 1/τ_θ.
  let eligibilityShare: Scalar
  let thresholdRate: Scalar
  let eta: TablePlaces<Scalar>
  let rule: RuleCoefficients<TablePlaces<Scalar>>
  /// x and s (or z) of the presynaptic neurons.
  let preTrace: UnsafeMutablePointer<Scalar>
  let preSpikes: UnsafeMutablePointer<Scalar>
  /// y, s, θ before and after the update, and M (nil where the gate has none).
  let postTrace: UnsafeMutablePointer<Lane>
  let postSpikes: UnsafeMutablePointer<Lane>
  let threshold: UnsafeMutablePointer<Lane>
  let nextThreshold: UnsafeMutablePointer<Lane>
  let level: UnsafeMutablePointer<Lane>?

  init(_ site: BatchSite<Scalar>, _ t: Int, _ sample: Int) {
    let spec = site.spec
    (rows, blocks, bound) = (site.pre.size, site.post.blocks, Scalar(spec.bound))
    eligibilityShare = 1 / Scalar(spec.eligibilityTimeConstant)
    thresholdRate = 1 / Scalar(spec.bcmTimeConstant)
    (eta, rule) = (site.eta, site.rule)
    preTrace = site.pre.trace.scalars(t, sample)
    preSpikes = site.pre.spikes.scalars(t, sample)
    postTrace = site.post.trace.lanes(t, sample)
    postSpikes = site.post.spikes.lanes(t, sample)
    let version = site.readsThreshold ? site.version(at: t) : 0
    threshold = site.threshold.lanes(version - 1, sample)
    nextThreshold = site.readsThreshold ? site.threshold.lanes(version, sample) : threshold
    level = site.modulator?.level.lanes(t, sample)
  }

  @inline(__always)
  func side<Rule: PlasticityEquation>(_: Rule.Type, _ block: Int) -> PostsynapticSide<Lane> {
    PostsynapticSide(
      trace: postTrace[block], spike: Rule.readsSpike ? postSpikes[block] : Lane(),
      threshold: Rule.readsThreshold ? threshold[block] : Lane())
  }

  @inline(__always)
  func coefficients<Rule: PlasticityEquation>(
    _: Rule.Type, _ row: Int, _ block: Int
  ) -> RuleCoefficients<Lane> {
    var k = RuleCoefficients<Lane>()
    for n in 0..<Rule.coefficientCount {
      k[n] = rule[n].values[rule[n].place(row, block)]
    }
    return k
  }

  @inline(__always)
  func modulation(_ block: Int) -> Lane {
    guard let level else { return Lane(repeating: 1) }
    return level[block]
  }

  @inline(__always)
  func factors<Rule: PlasticityEquation, Eligibility: KernelFlag>(
    _ rule: Rule.Type, _ side: PostsynapticSide<Lane>, _: Eligibility.Type, _ row: Int,
    _ block: Int
  ) -> UpdateFactors<Lane> {
    let change = Rule.change(side, coefficients(rule, row, block))
    let rate = modulation(block) * eta.values[eta.place(row, block)]
    let scale = Eligibility.isSet ? Lane(repeating: eligibilityShare) : rate
    return UpdateFactors(
      change: change, rate: rate, scale: scale, scaled: change.scaled(by: scale))
  }
}

/// The factors of an update at eight synapses: of ΔE, of E ← E + rate ΔE or E + rate e, and of what
/// ΔE enters, which is E itself or e.
struct UpdateFactors<Lane: RuleAlgebra> {
  let change: SynapticChange<Lane>
  let rate: Lane
  let scale: Lane
  /// `change` times `scale`.
  let scaled: SynapticChange<Lane>
}
