/// Plasticity of one projection: rule × gate × granularity.
public struct PlasticitySpec: Codable, Sendable, Equatable {
  /// How traces give the raw change ΔE.
  public var rule: PlasticityRule = .oja
  /// How ΔE enters E.
  public var gate: PlasticityGate = .modulated
  /// How finely η and the rule's own coefficients are set, and α unless ``shareGranularity`` says
  /// otherwise.
  public var granularity: Granularity = .neuron
  /// How finely α is set; nil is as the others.
  public var shareGranularity: Granularity?
  /// E_max: fast weights stay within ±bound.
  public var bound: Float = 1
  /// Ticks between two updates; nil updates once a control step.
  public var period: Int?
  /// τ_θ of a rule's sliding threshold or mean, counted in updates, at least 1.
  public var bcmTimeConstant: Float = 50
  /// τ_e of the eligibility trace, counted in updates, at least 1.
  public var eligibilityTimeConstant: Float = 20

  /// Where η starts, in (0, 1).
  public var initialRate: Float = 0.05
  /// Where η starts instead: at 1/τ, of time constants τ in updates that are spread over the slice.
  public var rateTimeConstants: TimeConstantRange?
  /// Where α starts, in deviations of the projection's initial weights; of α of each synapse this
  /// is the deviation of normal values.
  public var initialShare: Float = 0.2

  /// Plasticity with the given parameters.
  public init(
    rule: PlasticityRule = .oja, gate: PlasticityGate = .modulated,
    granularity: Granularity = .neuron, shareGranularity: Granularity? = nil, bound: Float = 1,
    period: Int? = nil, bcmTimeConstant: Float = 50, eligibilityTimeConstant: Float = 20,
    initialRate: Float = 0.05, rateTimeConstants: TimeConstantRange? = nil,
    initialShare: Float = 0.2
  ) {
    (self.rule, self.gate, self.granularity, self.bound) = (rule, gate, granularity, bound)
    (self.shareGranularity, self.rateTimeConstants) = (shareGranularity, rateTimeConstants)
    (self.period, self.bcmTimeConstant) = (period, bcmTimeConstant)
    (self.eligibilityTimeConstant, self.initialRate) = (eligibilityTimeConstant, initialRate)
    self.initialShare = initialShare
  }

  /// Decodes with defaults for absent keys; throws a `DecodingError` for an unknown one.
  public init(from decoder: any Decoder) throws {
    self.init()
    try decoder.fill(
      &self, ("rule", \.rule), ("gate", \.gate), ("granularity", \.granularity),
      ("shareGranularity", \.shareGranularity), ("bound", \.bound), ("period", \.period),
      ("bcmTimeConstant", \.bcmTimeConstant),
      ("eligibilityTimeConstant", \.eligibilityTimeConstant), ("initialRate", \.initialRate),
      ("rateTimeConstants", \.rateTimeConstants), ("initialShare", \.initialShare))
  }

  /// How finely a coefficient is set.
  func granularity(of role: ParameterLayout.Role) -> Granularity {
    role == .share ? shareGranularity ?? granularity : granularity
  }

  /// The slices of a projection's coefficients: α, η and the rule's own.
  var coefficients: [ParameterLayout.Role] {
    [.share, .rate] + rule.coefficients.map { .coefficient($0.name) }
  }

  func validate(_ fields: SpecFields) throws(NetworkSpecError) {
    try fields.positive(bound, "bound")
    if let period { try fields.positive(period, "period") }
    for (name, value) in [
      ("bcmTimeConstant", bcmTimeConstant), ("eligibilityTimeConstant", eligibilityTimeConstant),
    ] {
      try fields.require(
        value.isFinite && value >= 1, name, value, "a finite number of updates, at least 1")
    }
    try fields.require(
      initialRate > 0 && initialRate < 1, "initialRate", initialRate, "a number between 0 and 1")
    try rateTimeConstants?.validate(fields.of("rateTimeConstants"))
    try fields.require(initialShare.isFinite, "initialShare", initialShare, "a finite number")
  }
}
