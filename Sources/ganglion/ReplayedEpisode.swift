import FileFormats
import Locomotion
import NeuralControl
import NumericalMethods
import Policies
import PolicyTraining
import RigidBodyDynamics
import RobotDescription
import TrajectoryReplay

/// A robot's episode that is run again.
struct ReplayedEpisode {
  /// What was recorded of it.
  struct Record {
    let source: ReplayedEpisode
    let result: EpisodeResult
    /// Where the base looks at the end, against the task's commanded heading [rad], in (−π, π].
    let heading: Double
    /// Without rows where none were asked for: those of a day take gigabytes.
    let table: TrajectoryTable
    let picture: StroboscopicPicture
    let gait: GaitMetrics?
    /// Nil where none was asked for.
    let film: Film?
  }

  /// The file that it is from.
  let path: String
  let specification: EpisodeSpecification
  let episode: Episode
  private let controller: any NetworkDriven
  private let run: (any EpisodeObserver) -> EpisodeResult
  /// What the command line says of it beside the file.
  private let arguments: [String]
  /// Whether the file alone says which episode it is.
  private let isFailure: Bool

  /// The episode of a policy that the options of `replay` name.
  init(_ policy: Policy, path: String, conditions: String, of replay: Replay) throws {
    self.path = path
    let robot = try policy.requireLocomotion(path: path).robot
    try replay.require("--duration", replay.duration, EpisodeLength.expected) {
      EpisodeLength.steps($0, of: robot) != nil
    }
    let rig = try policy.makeRig(path: path, duration: replay.duration)
    let specification = EpisodeSpecification(
      seed: replay.seed ?? Replay.defaultSeed, conditions: try Condition.list(parsing: conditions),
      physics: replay.physics.options, turn: replay.heading ?? 0)
    try Condition.check(specification.conditions, of: rig.episode.model)
    try replay.physics.check(rig.episode.model)
    (episode, controller, self.specification) = (rig.episode, rig.driver, specification)
    (run, isFailure) = ({ rig.run(specification, observer: $0) }, false)
    let named = specification.conditions
    arguments =
      ["--seed", "\(specification.seed)"]
      + (named.isEmpty ? [] : ["--condition", Condition.text(named)])
      + (replay.duration.map { ["--duration", "\($0)"] } ?? [])
      + replay.physics.options.arguments
      + (replay.heading.map { ["--heading", "\($0)"] } ?? [])
  }

  /// The episode in which training failed.
  init(_ failed: FailedLife, path: String) {
    (self.path, episode, controller) = (path, failed.episode, failed.controller)
    (specification, run) = (failed.specification, failed.run)
    (arguments, isFailure) = ([], true)
  }

  /// The columns of its table.
  var header: [String] { TrajectoryRecorder(episode, controller: controller).table.header }

  func recorded(hasTable: Bool, hasFilm: Bool) -> Record {
    let table = TrajectoryRecorder(episode, controller: controller)
    let (picture, gait) = (StroboscopicPicture(), GaitAnalyser())
    let motion = hasFilm ? MotionRecorder(controller: controller) : nil
    let observers: [(any EpisodeObserver)?] = [hasTable ? table : nil, picture, gait, motion]
    let result = run(ObserverGroup(observers.compactMap(\.self)))
    let heading = CommandedHeading(episode.task.heading)
      .error(of: episode.simulation.basePose.rotation)
    let film = motion?.film(
      Film.Caption(
        policy: path, robot: episode.model.name, seed: specification.seed, digest: result.digest,
        command: (["ganglion", "replay", path] + arguments).map(shellQuoted)
          .joined(separator: " ")),
      conditions: specification.conditions, result: result, gait: isFailure ? nil : gait.metrics)
    return Record(
      source: self, result: result, heading: heading, table: table.table, picture: picture,
      gait: gait.metrics, film: film)
  }
}

extension ReplayedEpisode.Record {
  var fields: Fields {
    [
      "reward": result.reward, "distance_m": result.distance, "heading_rad": heading,
      "duration_s": result.duration, "outcome": result.outcome.description,
      "digest": result.digest,
    ]
  }

  /// The conditions, as the command line has them.
  var conditions: String { Condition.text(source.specification.conditions) }

  var text: String {
    """
    outcome   \(result.outcome) after \(result.duration.fixed(2)) s
    distance  \(result.distance.fixed(2)) m, \(result.speed.fixed(2)) m/s, \
    reward \(result.reward.fixed(1))
    digest    \(result.digest)
    """
  }

  /// What speaks against the gait.
  var finding: String? {
    GaitMetrics.finding(
      coneViolation: gait?.coneViolation, friction: source.episode.simulation.world.friction)
  }
}
