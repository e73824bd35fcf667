import Locomotion
import NeuralControl
import Policies

/// What one thread needs to run the trials of a policy; all of it is used again for the next trial.
final class TrialWorker {
  private let rig: NetworkRig
  private let gait = GaitAnalyser()
  private let path = PathRecorder()
  private let observers: ObserverGroup
  private let physics: PhysicsOptions
  /// Kinds of condition that episodes of training had, at whatever severities.
  private let seen: Set<Condition.Kind>

  /// - Parameter duration: length of a life [s]; nil is that of the policy's own evaluation.
  init(_ entrant: NamedPolicy, duration: Double?, physics: PhysicsOptions) throws {
    rig = try entrant.policy.makeRig(path: entrant.name, duration: duration)
    observers = ObserverGroup([gait, path])
    self.physics = physics
    seen = Set(entrant.policy.experiment.randomisation.conditions.map(\.kind))
  }

  /// Runs a trial.
  /// - Parameter twins: speeds of the nominal trials; a nominal trial is its own twin.
  func run(_ trial: Trial, twins: [Double] = []) -> TrialResult {
    let specification = EpisodeSpecification(
      seed: trial.seed, conditions: trial.conditions, physics: physics)
    let task = rig.episode.task
    let episode = rig.run(specification, observer: observers)
    var result = TrialResult(trial, episode, gait.metrics, planned: task.duration)
    result.seenInTraining = trial.conditions.allSatisfy { seen.contains($0.kind) }
    result.command = task.command
    result.activity = NetworkActivity(rig.network)
    if !trial.conditions.isEmpty { result.twinSpeed = twins[trial.episode] }
    result.take(path.course(planned: task.duration))
    return result
  }
}

extension TrialResult {
  /// - Parameter planned: planned length of the life [s].
  init(_ trial: Trial, _ episode: EpisodeResult, _ gait: GaitMetrics?, planned: Double) {
    self.init(trial)
    outcome = episode.outcome
    duration = episode.duration
    distance = episode.distance
    speed = outcome.isDiverged || !distance.isFinite ? 0 : distance / planned
    twinSpeed = speed
    reward = episode.reward
    work = episode.work
    costOfTransport = gait?.costOfTransport
    frequency = gait?.frequency
    dutyFactor = gait?.dutyFactor
    slip = gait?.slip
    peakPower = gait?.peakPower
    coneViolation = gait?.coneViolation
    contactCapHits = episode.contactCapHits
    digest = episode.digest
  }

  /// Speeds before and after the trial's conditions. The reference of recovery is the robot's own
  /// speed before them; its twin's where it had none, as under conditions that begin with the life.
  mutating func take(_ course: Course) {
    let conditions = trial.conditions
    speedBefore = course.speedBefore(conditions)
    speedAfter = course.speedAfter(conditions, outcome: outcome)
    recoveryTime = course.recoveryTime(
      conditions, reference: speedBefore ?? twinSpeed, outcome: outcome)
  }
}
