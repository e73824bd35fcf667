public import Locomotion
package import RobotDescription

/// Domain randomisation (Tobin et al. 2017; Peng et al. 2018): conditions drawn for the lives of
/// training. Candidates that are compared with each other meet the same ones, so that their
/// difficulty cancels; see ``Draw``.
///
/// | key | what it says |
/// | --- | --- |
/// | `conditions` | which kinds, some with the joint or leg that they strike |
/// | `draw` | for which lives they are drawn: a generation's episodes, or pairs |
/// | `least_severity`, `severity` | how hard |
/// | `curriculum` | the time in which the hardest grows from the mildest |
/// | `most` | how many begin at once |
/// | `nominal` | share of lives without any |
/// | `onset`, `onset_range` | share of lives in which they begin late, and when |
/// | `changes`, `succession` | how often others begin within a life, and whether the former end |
public struct RandomisationOptions: Sendable, Equatable, Codable {
  /// For which lives conditions are drawn.
  public enum Draw: String, Sendable, Codable, CaseIterable {
    /// Each episode of a generation has its own draw, which all candidates of evolution share.
    /// Policy gradient and perturbation have one candidate, whose lives or trials differ.
    case generation
    /// Each mirrored pair of evolution's candidates has episodes of its own, as has each life of a
    /// policy gradient and each trial of a perturbation with its twin; nominal lives, kinds,
    /// joints, legs, severities and onsets are spread evenly over those of a generation. `cma-es`
    /// and `sep-cma-es`, which compare all candidates with each other, let all share them, spread
    /// over the episodes of a candidate.
    case pair
  }

  /// What becomes of conditions when the next ones begin.
  public enum Succession: String, Sendable, Codable, CaseIterable {
    /// They end.
    case replace
    /// They stay to the end of the life.
    case accumulate
  }

  /// Conditions that a life may have, `kind` or `kind(place)`, each as likely as the others; none
  /// trains in the nominal world. A place is a joint or leg of the robot. A kind that stands n
  /// times is n times as likely, and up to n may begin at once, each striking another part.
  public var conditions: [Condition.PlacedKind] = []
  public var draw = Draw.generation
  /// Smallest and largest severity that are drawn; each from the one to the other is as likely.
  public var leastSeverity = 1
  public var severity = 3
  /// At most so many begin at once; each number from 1 to it is as likely.
  public var most = 1
  /// Share of lives in the nominal world.
  public var nominal = 0.25
  /// Share of the afflicted lives in which they begin in mid-life, within `onsetRange`.
  public var onset = 0.5
  /// Earliest and latest onset in mid-life, as shares of the duration.
  public var onsetRange = [0.2, 0.6]
  /// How often in an afflicted life conditions begin, one after the other, each time in its own
  /// part of `onsetRange`; in lives that do not begin in mid-life the first begin with them.
  public var changes = 1
  public var succession = Succession.replace
  /// Curriculum: share of the budget's generations in which the largest severity grows from the
  /// smallest.
  public var curriculum = 0.5

  public init() {}

  /// Whether lives have their draws by ``Draw/pair``.
  package var isStratified: Bool { draw == .pair && !conditions.isEmpty }

  /// Whether the robot has what the conditions name.
  /// - Throws: ``ExperimentError`` for a joint or leg that it has not.
  package func check(_ model: RobotModel) throws {
    for cause in conditions {
      do {
        try Condition.check(cause, of: model)
      } catch let error as ConditionError {
        throw ExperimentError(
          place: "experiment", key: "randomisation.conditions", found: "\"\(error.text)\"",
          expected: "a part of the robot (\(error.reason))")
      }
    }
  }
}

extension RandomisationOptions {
  func validate(_ bounds: Bounds) throws {
    try bounds.require(
      conditions.count <= 256, "conditions", "\(conditions.count) kinds", "at most 256")
    try bounds.require(
      draw == .generation || Set(conditions).count == conditions.count, "conditions",
      conditions.map(\.description), "each kind once, for draw: \(draw.rawValue)")
    try bounds.require(
      Condition.severities.contains(severity), "severity", severity, "1 to 5")
    try bounds.require(
      (1...severity).contains(leastSeverity), "least_severity", leastSeverity,
      "1 to the severity, \(severity)")
    try bounds.require((1...10).contains(most), "most", most, "1 to 10")
    for (name, value) in [("nominal", nominal), ("onset", onset), ("curriculum", curriculum)] {
      try bounds.require((0...1).contains(value), name, value, "a number from 0 to 1")
    }
    try bounds.require((1...10).contains(changes), "changes", changes, "1 to 10")
    let least = changes == 1 ? 0 : 0.01
    let rises =
      onsetRange.count == 2 && 0 <= onsetRange[0] && onsetRange[0] + least <= onsetRange[1]
      && onsetRange[1] < 1
    try bounds.require(
      rises, "onset_range", onsetRange,
      "two shares of the duration from 0 up to, not including, 1, the second \(least) or more "
        + "above the first")
  }
}
