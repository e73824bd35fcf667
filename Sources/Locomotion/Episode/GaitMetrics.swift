/// How the robot moved, apart from how far.
public struct GaitMetrics: Sendable, Equatable, Codable {
  /// Frequency [Hz] at which the joints' summed power spectrum peaks.
  public var frequency: Double
  /// Share of time that a foot is on the ground, mean over feet.
  public var dutyFactor: Double
  /// Way that feet slide on the ground per way walked [m/m].
  public var slip: Double
  /// Mechanical work Σ|τ q̇| dt over m g d.
  public var costOfTransport: Double
  /// Separation of a joint's anchors [m]: at each step the worst joint's, root mean square over steps.
  public var jointDrift: Double
  /// Largest total mechanical power [W].
  public var peakPower: Double
  /// Share of the ground's tangential impulse, over all contacts, that lies beyond Coulomb's bound:
  /// Σ max(0, |F_t| − µ F_n) dt over Σ |F_t| dt. A solver's flaw; real ground gives nothing of it.
  public var coneViolation = 0.0
  /// Share of control steps in which the ground bears a shape that is not a foot.
  public var nonFootContact = 0.0
  /// Share of actions at the end of their range: |a| ≥ 0.999, over motors and control steps.
  public var saturatedActions = 0.0
  /// Largest |q̇| over its joint's velocity limit, at the ends of control steps.
  public var peakJointRate = 0.0
  /// Way sideways of the commanded heading per way walked [m/m].
  public var drift = 0.0
  /// Angle that the base has turned by about the vertical [rad]; full turns count.
  public var headingChange = 0.0

  private enum CodingKeys: String, CodingKey {
    case frequency, dutyFactor, slip, costOfTransport, jointDrift, peakPower
    case coneViolation, nonFootContact, saturatedActions, peakJointRate
    case drift = "driftMPerM"
    case headingChange = "headingChangeRad"
  }

  public init(
    frequency: Double, dutyFactor: Double, slip: Double, costOfTransport: Double,
    jointDrift: Double, peakPower: Double
  ) {
    (self.frequency, self.dutyFactor, self.slip) = (frequency, dutyFactor, slip)
    (self.costOfTransport, self.jointDrift) = (costOfTransport, jointDrift)
    self.peakPower = peakPower
  }
}

extension GaitMetrics {
  /// Cone violation above which a gait is told to lean on forces that no ground gives.
  public static let soundConeViolation = 0.05

  /// What is to be said of a cone violation on ground of Coulomb coefficient `friction`; nil while it
  /// is at most ``soundConeViolation``.
  public static func finding(coneViolation: Double?, friction: Double) -> String? {
    guard let coneViolation, coneViolation > soundConeViolation else { return nil }
    let percent = Int((100 * coneViolation).rounded())
    let bound = Int((100 * soundConeViolation).rounded())
    return
      "\(percent) % of the feet's tangential push, more than \(bound) %, is beyond what friction "
      + "µ=\(friction) allows; the gait may not transfer"
  }
}
