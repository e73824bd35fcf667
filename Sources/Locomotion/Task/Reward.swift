import NumericalMethods

/// The terms of the locomotion reward; each is a rate, summed with its weight over control steps. A
/// term is a name here and a row in `row`, which does not compile without one.
public enum RewardTerm: String, Sendable, Codable, CaseIterable, CodingKey {
  case velocityTracking = "velocity_tracking"
  case alive, effort, power, tilt
  case lateralVelocity = "lateral_velocity"
  case verticalVelocity = "vertical_velocity"
  case heading
  case actionRate = "action_rate"
  case footSlip = "foot_slip"
  case nonFootContact = "non_foot_contact"
  case jointRateLimit = "joint_rate_limit"
}

extension RewardTerm {
  /// The term's value in a control step, in one line.
  public var summary: String { row.summary }

  /// Position in `allCases`.
  var index: Int { Self.allCases.firstIndex(of: self) ?? 0 }

  struct Row {
    let summary: String
    /// Whether the work for it is left out at weight 0. Other terms are evaluated all the same, so
    /// that what is not finite shows in the sum.
    let isCostly: Bool
    let value: (RewardStep) -> Double

    init(_ summary: String, isCostly: Bool = false, value: @escaping (RewardStep) -> Double) {
      (self.summary, self.isCostly, self.value) = (summary, isCostly, value)
    }
  }

  /// The table of terms.
  var row: Row {
    switch self {
    case .velocityTracking:
      Row(
        "v* − |v − v*|, at least −v*, of the speed v along the commanded heading and v* > 0, the "
          + "commanded one [m/s]: it rises with slope one up to the command and falls beyond"
      ) { max($0.command - abs($0.heading.ahead($0.velocity) - $0.command), -$0.command) }
    case .alive: Row("1 in each control step") { _ in 1 }
    case .effort:
      Row("mean over joints of (τ/τ_max)²", isCostly: true) { $0.simulation.meanSquareEffort }
    case .power:
      Row("mechanical power Σ|τ q̇| over m g v*: the cost of transport at the commanded speed") {
        $0.power / ($0.weight * $0.command)
      }
    case .tilt:
      Row("1 − cos(tilt of the base's vertical against the ground's normal)") {
        1 - $0.pose.rotation.rotate(.unitZ).z
      }
    case .lateralVelocity:
      Row("speed across the commanded heading [m/s]") { abs($0.heading.left($0.velocity)) }
    case .verticalVelocity: Row("vertical speed of the base [m/s]") { abs($0.velocity.z) }
    case .heading:
      Row("|yaw − commanded heading| [rad], at most π") {
        abs($0.heading.error(of: $0.pose.rotation))
      }
    case .actionRate:
      Row("mean over motors of (a_t − a_{t−1})²", isCostly: true) { $0.meanSquareActionChange }
    case .footSlip:
      Row("mean over feet in contact of the speed of the contact point [m/s]", isCostly: true) {
        $0.simulation.meanFootSlip
      }
    case .nonFootContact:
      Row("1 where something that is no foot touches the ground, 0 elsewhere", isCostly: true) {
        $0.simulation.restsOnOtherThanFeet ? 1 : 0
      }
    case .jointRateLimit:
      Row(
        "Σ over joints of |q̇|/v − 0.9, between 0 and 1, with v the joint's velocity limit",
        isCostly: true
      ) { $0.simulation.jointRateExcess }
    }
  }
}

/// What the terms of one control step are evaluated on.
struct RewardStep {
  let simulation: Simulation
  /// Commanded speed [m/s].
  let command: Double
  let heading: CommandedHeading
  /// m g [N].
  let weight: Double
  /// Of the base, world frame.
  let pose: Pose
  let velocity: Vector3
  /// Mean mechanical power over the control step [W].
  let power: Double
  /// The present and the previous action, one per motor.
  let action: UnsafeMutableBufferPointer<Float>
  let previous: UnsafeMutableBufferPointer<Float>
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
    values = try RewardTerm.allCases.map {
      try container.decodeIfPresent(Double.self, forKey: $0) ?? 0
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: RewardTerm.self)
    for (term, value) in zip(RewardTerm.allCases, values) {
      try container.encode(value, forKey: term)
    }
  }
}
