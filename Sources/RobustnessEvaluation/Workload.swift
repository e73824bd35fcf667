public import FileFormats
import Locomotion
import Policies
import RobotDescription

/// Episodes that come to more than can be lived.
public struct WorkloadError: GanglionError, Equatable {
  /// Such as a policy's path.
  public let place: String
  public let found: String
  public let expected: String

  public var description: String { "\(place): found \(found), expected \(expected)" }
}

/// What a study is going to take, which is known before it begins.
enum Workload {
  /// Most episodes, whose results are kept, and most control steps of them together: days of a
  /// processor.
  static let mostEpisodes = 1_000_000
  static let mostSteps = 1e10

  /// - Throws: ``WorkloadError`` where `conditions` (the nominal world counts) tried `times` times
  ///   in `episodes` of `duration` [s] each are too many, or such an episode has no control step.
  static func check(
    _ policy: NamedPolicy, conditions: Int, times: Int = 1, episodes: Int, duration: Double?
  ) throws {
    let (robot, task) = try policy.policy.requireLocomotion(path: policy.name)
    let duration = duration ?? policy.policy.experiment.evaluation.duration
    let period = robot.profile.controlPeriod
    guard EpisodeLength.steps(duration, of: robot) != nil else {
      throw WorkloadError(
        place: policy.name, found: "lives of \(duration) s, with a control period of \(period) s",
        expected: EpisodeLength.expected)
    }
    let count = Double(conditions) * Double(times) * Double(episodes)
    let steps = count * (duration + task.settle) / period
    guard count <= Double(mostEpisodes), steps <= mostSteps else {
      throw WorkloadError(
        place: policy.name,
        found: "\(episodes) episodes of \(duration) s under each of \(conditions) conditions, "
          + "\(times > 1 ? "\(times) times, " : "")together \(Int(count)), about \(steps) control "
          + "steps",
        expected: "at most \(mostEpisodes) episodes and \(mostSteps) control steps")
    }
  }
}
