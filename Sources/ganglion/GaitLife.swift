import Foundation
import Locomotion
import NumericalMethods
import Policies
import PolicyTraining
import RigidBodyDynamics
import RobotDescription
import TrajectoryReplay

/// One episode of a walking policy, as `replay` was asked for it.
struct GaitLife {
  /// An episode that was run for its film.
  struct Record {
    let life: GaitLife
    let result: EpisodeResult
    /// See ``GaitLife/heading``.
    let heading: Double
    let film: Film?
  }

  let policy: Policy
  let path: String
  let episode: Episode
  let specification: EpisodeSpecification
  private let options: [String]
  /// Whether the file alone says which episode it is.
  private let isFailure: Bool

  init(_ policy: Policy, path: String, conditions: String, of replay: Replay) throws {
    self.policy = policy
    self.path = path
    var (robot, task) = try policy.requireLocomotion(path: path)
    task.duration = replay.duration ?? policy.experiment.evaluation.duration
    episode = Episode(model: robot, task: task)
    specification = EpisodeSpecification(
      seed: replay.seed ?? Replay.defaultSeed, conditions: try Condition.list(parsing: conditions),
      physics: replay.physics.options, turn: replay.heading ?? 0)
    try replay.physics.check(robot)
    isFailure = false
    options =
      (replay.duration.map { ["--duration", "\($0)"] } ?? [])
      + replay.physics.options.arguments
      + (replay.heading.map { ["--heading", "\($0)"] } ?? [])
  }

  /// The life in which training failed.
  init(_ failed: FailedLife, of policy: Policy, path: String) {
    (self.policy, self.path) = (policy, path)
    (episode, specification) = (failed.episode, failed.specification)
    (options, isFailure) = ([], true)
  }

  /// Where the base looks at present, against the task's commanded heading [rad], in (−π, π].
  var heading: Double {
    CommandedHeading(episode.task.heading).error(of: episode.simulation.basePose.rotation)
  }

  /// Runs the episode for its film alone.
  func recorded() throws -> Record {
    let controller = try policy.makeController()
    let motion = MotionRecorder(controller: controller)
    let gait = GaitAnalyser()
    let result = episode.run(
      controller, specification, observer: ObserverGroup([motion, gait]))
    return Record(
      life: self, result: result, heading: heading, film: film(motion, result, gait.metrics))
  }

  /// What speaks against the gait.
  func finding(_ gait: GaitMetrics?) -> String? {
    GaitMetrics.finding(
      coneViolation: gait?.coneViolation, friction: episode.simulation.world.friction)
  }

  func film(
    _ motion: MotionRecorder, _ result: EpisodeResult, _ gait: GaitMetrics? = nil
  ) -> Film? {
    motion.film(
      Film.Caption(
        policy: path, robot: episode.model.name, seed: specification.seed, digest: result.digest,
        command: command),
      conditions: specification.conditions, result: result, gait: gait)
  }

  /// The command that runs the same episode again, for a shell.
  private var command: String {
    let words =
      isFailure
      ? ["ganglion", "replay", path]
      : ["ganglion", "replay", path, "--seed", "\(specification.seed)"]
        + (specification.conditions.isEmpty
          ? [] : ["--condition", Condition.text(specification.conditions)]) + options
    return words.map(shellQuoted).joined(separator: " ")
  }
}

extension WebLibrary {
  /// three.js of the system, or the file that `GANGLION_THREE_JS` names.
  static func installed() throws -> WebLibrary {
    let path = ProcessInfo.processInfo.environment["GANGLION_THREE_JS"]
    return try WebLibrary(threeAt: path ?? systemPath)
  }
}
