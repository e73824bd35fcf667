/// The terms of the locomotion reward; each is a rate, summed with its weight over control steps.
public enum RewardTerm: String, Sendable, Codable, CaseIterable, CodingKey {
  /// v* − |v_x − v*|, at least −v*, where v* > 0 is the commanded speed [m/s] and v_x the forward
  /// speed along the commanded heading: it rises with slope one up to the command and falls beyond.
  case velocityTracking = "velocity_tracking"
  /// 1 for each step lived.
  case alive
  /// Mean over joints of (τ/τ_max)².
  case effort
  /// Mechanical power Σ|τ q̇| over m g v*: the cost of transport at the commanded speed.
  case power
  /// 1 − cos(tilt of the base's vertical against the ground's normal).
  case tilt
  /// |v_y| [m/s], across the commanded heading.
  case lateralVelocity = "lateral_velocity"
  /// |v_z| [m/s] of the base: bouncing.
  case verticalVelocity = "vertical_velocity"
  /// |yaw − commanded heading| [rad], at most π.
  case heading
  /// Mean over joints of (a_t − a_{t−1})².
  case actionRate = "action_rate"
  /// Mean over feet in contact of the speed of the contact point [m/s].
  case footSlip = "foot_slip"
  /// Whether something that is no foot touches the ground: 1 or 0.
  case nonFootContact = "non_foot_contact"
  /// Σ over joints of |q̇|/v − 0.9 where that lies between 0 and 1, with v the joint's velocity limit.
  case jointRateLimit = "joint_rate_limit"
}

/// The weight of each term; a negative weight makes a penalty.
public struct RewardWeights: Sendable, Equatable {
  private var values: [Double]

  /// All weights 0 but those given.
  public init(_ weights: [RewardTerm: Double]) {
    values = RewardTerm.allCases.map { weights[$0] ?? 0 }
  }

  /// The weights that the shipped policies were trained with.
  public static let standard = RewardWeights([
    .velocityTracking: 2, .alive: 1, .effort: -0.1, .tilt: -0.2, .lateralVelocity: -0.1,
    .heading: -0.2,
    .actionRate: -0.05,
  ])

  public subscript(term: RewardTerm) -> Double {
    get { values[term.index] }
    set { values[term.index] = newValue }
  }
}

/// One key per term; a term that is left out has weight 0.
extension RewardWeights: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: RewardTerm.self)
    self.init([:])
    for term in RewardTerm.allCases {
      self[term] = try container.decodeIfPresent(Double.self, forKey: term) ?? 0
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: RewardTerm.self)
    for term in RewardTerm.allCases { try container.encode(self[term], forKey: term) }
  }
}

extension RewardTerm {
  /// Position in `allCases`.
  var index: Int {
    switch self {
    case .velocityTracking: 0
    case .alive: 1
    case .effort: 2
    case .power: 3
    case .tilt: 4
    case .lateralVelocity: 5
    case .verticalVelocity: 6
    case .heading: 7
    case .actionRate: 8
    case .footSlip: 9
    case .nonFootContact: 10
    case .jointRateLimit: 11
    }
  }
}
