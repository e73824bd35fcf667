public import FileFormats
import Locomotion
public import RobotDescription

/// A robot that stands in none of the poses that were tried.
public struct RobotImportError: GanglionError, Equatable {
  /// The URDF file.
  public let path: String

  /// About the robot of `path`.
  public init(path: String) { self.path = path }

  public var description: String {
    "\(path): found no pose in which the robot stands, expected legs that end in feet, z up, and "
      + "motors that carry it"
  }
}

/// Finds a standing pose and servo gains for a robot of which only the URDF is known.
public enum RobotImporter {
  /// A robot that is ready, and how it was made so.
  public struct Import: Sendable {
    /// With its profile.
    public let model: RobotModel
    /// How it stood with it.
    public let trial: StandingTrial
    /// Share of the legs' length that they are bent to.
    public let legExtension: Double
    /// κ of the gains [1/rad]: see `ServoGains`.
    public let stiffness: Double
    /// Combinations of pose, gains and physics step tried.
    public let tried: Int
  }

  /// Bends of the legs, stiffnesses [1/rad] and physics steps [s], in the order in which they are
  /// tried.
  static let extensions = [0.8, 0.75, 0.85, 0.7, 0.9]
  static let stiffnesses = [5.0, 8, 3]
  static let steps = [0.005, 0.0025]

  /// Tries poses, gains and steps until one stands well, moves and does not diverge; else the best.
  ///
  /// - Parameter robot: with feet and effort limits; its gains and standing pose are not used.
  /// - Throws: `RobotDescriptionError` or `ConfigurationError` when the robot cannot be read anew;
  ///   nil is returned when it stands with none of them, or has nothing to stand on.
  public static func prepare(_ robot: RobotModel, estimatesInertias: Bool) throws -> Import? {
    guard !robot.joints.isEmpty, !robot.feet.isEmpty else { return nil }
    let search = StandingPose(robot)
    var best: Import?
    var tried = 0
    for step in steps {
      for share in extensions {
        let stance = Stance(robot, search.positions(extension: share))
        for stiffness in stiffnesses {
          tried += 1
          let profile = profile(
            stance, search, stiffness: stiffness, step: step, estimatesInertias: estimatesInertias)
          let model = try RobotModel(
            urdf: robot.source.urdf, urdfName: robot.name, profile: profile.yaml,
            profileName: robot.name + ".yaml")
          let trial = StandingTrial(model, duration: 3)
          let result = Import(
            model: model, trial: trial, legExtension: share, stiffness: stiffness, tried: tried)
          if trial.isGood, !MotionTrial(model).diverges { return result }
          let isBetter = best.map { trial.trembling < $0.trial.trembling } ?? true
          if trial.stands, isBetter { best = result }
        }
      }
    }
    return best
  }

  private static func profile(
    _ stance: Stance, _ search: StandingPose, stiffness: Double, step: Double,
    estimatesInertias: Bool
  ) -> ProfileText {
    let gains = ServoGains(
      stance, legs: search.legs, legLength: search.legLength, stiffness: stiffness)
    return ProfileText(
      model: stance.model, feet: feet(of: stance), standing: stance.positions, kp: gains.kp,
      kd: gains.kd, ranges: ranges(stance.model, stance.positions, legs: search.legs),
      physicsStep: step, armature: gains.armature(physicsStep: step),
      estimatesInertias: estimatesInertias)
  }

  /// Names of the links on which the robot stands.
  private static func feet(of stance: Stance) -> [String] {
    let lowest = stance.model.feet.map { stance.lowest(of: $0) }
    return Set(lowest).count == lowest.count ? lowest : stance.model.feet.map(\.name)
  }

  /// How far actions reach [rad or m]: 0.4 rad, 0.2 for joints that spread legs, and never past a
  /// stop.
  private static func ranges(_ model: RobotModel, _ standing: [Double], legs: [Leg]) -> [Double] {
    let spreading = Set(legs.compactMap { $0.joints.count >= 3 ? $0.joints.first : nil })
    return model.joints.enumerated().map { j, joint in
      let wanted = joint.kind == .prismatic ? 0.05 : spreading.contains(j) ? 0.2 : 0.4
      let room = min(standing[j] - joint.lower, joint.upper - standing[j])
      return (min(wanted, max(room, 0)) * 1000).rounded(.down) / 1000
    }
  }
}

/// All joints swing through their ranges at once for three seconds: hard, but no reason to diverge.
private struct MotionTrial {
  let diverges: Bool

  init(_ model: RobotModel) {
    var task = LocomotionTask()
    (task.duration, task.minimumUprightness, task.minimumHeight) = (3, -1, -1)
    let waves = model.motors.indices.map {
      ScriptedGait.Wave(amplitude: 1, phase: 2.4 * Double($0))
    }
    let gait = ScriptedGait(
      waves: waves, frequency: 2, controlPeriod: model.profile.controlPeriod)
    let result = Episode(model: model, task: task).run(gait, EpisodeSpecification(seed: 1))
    diverges = result.outcome.isDiverged
  }
}
