import FileFormats
import Locomotion
public import RobotDescription

/// Whether a robot can be used, rule by rule: what its description says, and what it does.
public struct RobotVerdict: Sendable {
  /// How a rule was met.
  public enum Level: String, Sendable, Codable, CaseIterable {
    case passed, warning, failed
    /// Not tried, as an earlier rule failed.
    case skipped
  }

  /// A rule and what came of it.
  public struct Rule: Sendable {
    /// The name that findings carry.
    public let name: String
    /// The worst of its findings.
    public let level: Level
    /// In the words of a reader; the findings have the details.
    public let summary: String
  }

  /// All rules, in the order in which they are tried.
  public let rules: [Rule]
  /// What was found, the static findings first.
  public let findings: [Finding]

  /// Whether no rule failed.
  public var isUsable: Bool { !findings.contains { $0.level == .error } }

  /// How long the robot must stand [s].
  public static let standing = 10.0

  private static let statics = [
    ("inertia", "masses and inertias are those of bodies"),
    ("mass-ratio", "joined links differ by less than 1000 : 1 in mass"),
    ("motor-limits", "effort and velocity limits look real"),
    ("joint-range", "standing pose and targets lie between the stops"),
    ("stops", "stops act"),
    ("collision-shapes", "links have collision shapes"),
    ("mesh", "meshes are taken as solids"),
    ("feet", "feet are found"),
  ]

  /// Checks the description and, where it is sound, collides, drops and stands the robot.
  public init(_ model: RobotModel) {
    var findings = model.check()
    let isSound = !findings.contains { $0.level == .error }
    if isSound {
      findings += Self.selfCollision(model) + [Self.drop(model), Self.stand(model)]
    }
    self.findings = findings
    rules =
      Self.statics.map { name, summary in Self.rule(name, summary, findings, isTried: true) }
      + [
        ("self-collision", "links that no joint connects are apart"),
        ("drop", "a drop comes to rest"), ("standing", "it stands"),
      ].map { Self.rule($0, $1, findings, isTried: isSound) }
  }

  private static func rule(
    _ name: String, _ summary: String, _ findings: [Finding], isTried: Bool
  ) -> Rule {
    guard isTried else { return Rule(name: name, level: .skipped, summary: "not tried") }
    let own = findings.filter { $0.rule == name }
    let worst: Level =
      own.contains { $0.level == .error }
      ? .failed : own.contains { $0.level == .warning } ? .warning : .passed
    if own.count == 1, worst != .passed || name == "drop" || name == "standing" {
      return Rule(name: name, level: worst, summary: own[0].message)
    }
    let count = own.count > 1 ? "\(own.count) findings" : summary
    return Rule(name: name, level: worst, summary: worst == .passed ? summary : count)
  }

  private static func selfCollision(_ model: RobotModel) -> [Finding] {
    let simulation = Simulation(
      model: model, options: PhysicsOptions(), jointPositions: model.joints.map(\.standing))
    return simulation.restingOverlaps.map { pair in
      let (a, b) = (model.links[pair.first].name, model.links[pair.second].name)
      return Finding(
        "self-collision", .warning, "links '\(a)', '\(b)'",
        "shapes \((1000 * pair.depth).decimals(1)) mm in each other as the robot stands; "
          + "they pass through each other")
    }
  }

  private static func drop(_ model: RobotModel) -> Finding {
    let trial = DropTrial(model)
    let height = (DropTrial.lift * model.standingHeight).decimals(3)
    if let why = trial.divergence {
      return Finding(
        "drop", .error, model.place,
        "diverges (\(why.rawValue)) \(trial.time.decimals(2)) s after a drop "
          + "from \(height) m")
    }
    let end = "\(DropTrial.duration.decimals(0)) s after a drop from \(height) m"
    let speed = "\(trial.speed.decimals(2)) m/s"
    if trial.speed > 0.2 {
      return Finding("drop", .warning, model.place, "still moves at \(speed) \(end)")
    }
    return Finding("drop", .info, model.place, "at rest \(end)")
  }

  private static func stand(_ model: RobotModel) -> Finding {
    let trial = StandingTrial(model, duration: standing)
    if !trial.stands {
      let what =
        trial.outcome == .completed ? "sinks by \(trial.sag.decimals(3)) m" : "\(trial.outcome)"
      return Finding(
        "standing", .error, model.place,
        "\(what) after \(trial.duration.decimals(2)) s in the standing pose; "
          + "`ganglion robot import` seeks another pose and gains")
    }
    let text =
      "stands for \(standing.decimals(0)) s, base at \(trial.height.decimals(3)) m, "
      + "\(trial.feet) of \(model.feet.count) feet down"
    let doubts = [
      (trial.trembling > 0.5, "joints tremble at \(trial.trembling.decimals(1)) rad/s"),
      (trial.effortShare > 0.99, "motors are at their limits"),
      (trial.feet == 0, "on none of its feet"),
    ].filter(\.0).map(\.1)
    if doubts.isEmpty { return Finding("standing", .info, model.place, text) }
    return Finding("standing", .warning, model.place, text + "; " + doubts.joined(separator: ", "))
  }
}
