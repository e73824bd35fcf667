public import Locomotion
import NumericalMethods

/// Fresh episodes of a walking robot in one table row.
public struct GaitEvaluation: Sendable, Equatable, Codable {
  public struct Gait: Sendable, Equatable, Codable {
    public var frequency: Double
    public var dutyFactor: Double
    public var slip: Double
    /// Means, but for the joint rate, which is the largest; see `GaitMetrics`. Nil in older files.
    public var coneViolation: Double?
    public var nonFootContact: Double?
    public var saturatedActions: Double?
    public var drift: Double?
    public var headingChange: Double?
    public var peakJointRate: Double?

    enum CodingKeys: String, CodingKey {
      case frequency = "frequency_hz"
      case dutyFactor = "duty_factor"
      case slip = "slip_m_per_m"
      case coneViolation = "cone_violation"
      case nonFootContact = "non_foot_contact"
      case saturatedActions = "saturated_actions"
      case drift = "drift_m_per_m"
      case headingChange = "heading_change_rad"
      case peakJointRate = "peak_joint_rate"
    }
  }

  public var episodes: Int
  public var falls: Int
  public var diverged: Int
  /// Mean over episodes of distance over the planned duration [m/s]: a fall costs speed, and an
  /// episode that diverged into a state without a distance counts as 0.
  public var speed: Double
  public var costOfTransport: Double
  public var peakPower: Double
  public var jointDrift: Double
  public var gait: Gait

  enum CodingKeys: String, CodingKey {
    case episodes, falls, diverged
    case speed = "speed_mps"
    case costOfTransport = "cost_of_transport"
    case peakPower = "peak_power_w"
    case jointDrift = "joint_drift_m"
    case gait
  }

  /// Means over the episodes; gait metrics over those that outlived the warm-up, 0 if none did.
  /// What is not finite, as may be after a divergence, counts for nothing.
  public init(_ trials: [(EpisodeResult, GaitMetrics?)], duration: Double) {
    let gait = GaitMetrics(summarising: trials.compactMap(\.1))
    episodes = trials.count
    falls = trials.filter(\.0.outcome.isFall).count
    diverged = trials.filter(\.0.outcome.isDiverged).count
    speed = Statistics.mean(
      trials.map { $0.0.distance.isFinite ? $0.0.distance / duration : 0 })
    costOfTransport = gait.costOfTransport
    peakPower = gait.peakPower
    jointDrift = gait.jointDrift
    self.gait = Gait(
      frequency: gait.frequency, dutyFactor: gait.dutyFactor, slip: gait.slip,
      coneViolation: gait.coneViolation, nonFootContact: gait.nonFootContact,
      saturatedActions: gait.saturatedActions, drift: gait.drift,
      headingChange: gait.headingChange, peakJointRate: gait.peakJointRate)
  }
}
