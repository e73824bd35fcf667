public import Locomotion
import NumericalMethods

/// Fresh episodes of a walking robot in one table row.
public struct GaitEvaluation: Sendable, Equatable, Codable {
  public struct Gait: Sendable, Equatable, Codable {
    public var frequency: Double
    public var dutyFactor: Double
    public var slip: Double

    enum CodingKeys: String, CodingKey {
      case frequency = "frequency_hz"
      case dutyFactor = "duty_factor"
      case slip = "slip_m_per_m"
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
  public init(_ trials: [(EpisodeResult, GaitMetrics?)], duration: Double) {
    let gaits = trials.compactMap(\.1)
    func average(_ value: (GaitMetrics) -> Double) -> Double {
      gaits.isEmpty ? 0 : Statistics.mean(gaits.map(value))
    }
    episodes = trials.count
    falls = trials.filter(\.0.outcome.isFall).count
    diverged = trials.filter(\.0.outcome.isDiverged).count
    speed = Statistics.mean(
      trials.map { $0.0.distance.isFinite ? $0.0.distance / duration : 0 })
    costOfTransport = average(\.costOfTransport)
    peakPower = gaits.map(\.peakPower).max() ?? 0
    jointDrift = gaits.map(\.jointDrift).max() ?? 0
    gait = Gait(
      frequency: average(\.frequency), dutyFactor: average(\.dutyFactor), slip: average(\.slip))
  }
}
