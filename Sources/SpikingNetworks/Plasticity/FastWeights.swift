/// The fast weights E of one projection, with their coefficients and the rule's own state.
final class FastWeights {
  let spec: PlasticitySpec
  let presynaptic, postsynaptic: Int
  /// E, [presynaptic, postsynaptic].
  let values: WeightMatrix
  /// α, η and the rule's own coefficients; one row where presynaptic neurons share them.
  let alpha, eta: WeightMatrix
  let rule: [WeightMatrix]
  private let coefficients: [WeightMatrix]
  /// Eligibility traces e, [presynaptic, postsynaptic], for the gate that has them.
  let eligibility: WeightMatrix?
  /// Sliding thresholds θ, one per postsynaptic neuron; zero for rules without one.
  let threshold: LaneBuffer
  // Unchecked here and below: one thread at a time uses a network, hence its synapses.
  /// Gate level, one per postsynaptic neuron: M where modulated, otherwise 1.
  @exclusivity(unchecked) private(set) var level: LaneBuffer
  /// Per-neuron factors of the update under way: E ← keep E + drive x.
  let keep, drive: LaneBuffer
  /// Whether an update is E ← keep_j E + drive_j x, for which there is a faster kernel.
  let isSeparable: Bool
  /// Updates since the last reset.
  @exclusivity(unchecked) var updates = 0

  init(spec: PlasticitySpec, presynaptic: Int, postsynaptic: Int) {
    (self.spec, isSeparable) = (spec, FastWeights.isSeparable(spec))
    (self.presynaptic, self.postsynaptic) = (presynaptic, postsynaptic)
    values = WeightMatrix(rows: presynaptic, columns: postsynaptic)
    coefficients = spec.coefficients.map {
      WeightMatrix(
        rows: spec.granularity(of: $0).isShared ? 1 : presynaptic, columns: postsynaptic)
    }
    (alpha, eta, rule) = (coefficients[0], coefficients[1], Array(coefficients[2...]))
    eligibility =
      spec.gate.hasEligibility ? WeightMatrix(rows: presynaptic, columns: postsynaptic) : nil
    (threshold, level) = (LaneBuffer(scalars: postsynaptic), LaneBuffer(scalars: postsynaptic))
    (keep, drive) = (LaneBuffer(scalars: postsynaptic), LaneBuffer(scalars: postsynaptic))
    level.fill(1)
  }

  /// Takes M from `modulator` at every update.
  func attach(_ modulator: Modulator) { level = modulator.level }

  func load(_ parameters: ParameterVector, of projection: ParameterLayout.Owner) {
    for (matrix, role) in zip(coefficients, spec.coefficients) {
      matrix.load(parameters[projection, role])
    }
  }

  /// Share of ΔE that enters the eligibility trace at an update.
  var eligibilityShare: Float { 1 / spec.eligibilityTimeConstant }

  private static func isSeparable(_ spec: PlasticitySpec) -> Bool {
    let terms = spec.rule.definition.terms
    return spec.granularity.isShared && !spec.gate.hasEligibility
      && !terms.spikeGrowth.isPresent && !terms.offset.isPresent
  }

  /// The rule's state besides E to zero.
  func clearState() {
    threshold.fill(0)
    eligibility?.storage.fill(0)
    updates = 0
  }

  /// effective = W + αE.
  func combine(weights: WeightMatrix, into effective: WeightMatrix) {
    let blocks = values.blocks
    for row in 0..<presynaptic {
      for block in 0..<blocks {
        let place = row * blocks + block
        effective.storage.lanes[place] =
          weights.storage.lanes[place]
          + alpha.storage.lanes[row * alpha.stride + block] * values.storage.lanes[place]
      }
    }
  }
}
