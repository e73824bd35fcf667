public import Locomotion
import NeuralControl
import Policies

/// What one thread needs to live the trials of a policy; all of it is used again for the next
/// trial.
final class TrialWorker {
  private let rig: NetworkRig
  private let gait = GaitAnalyser()
  private let recorder = CourseRecorder()
  private let observers: ObserverGroup
  private let physics: PhysicsOptions
  private let seen: Set<Condition.Kind>

  /// - Parameter duration: length of a life [s]; nil is that of the policy's own evaluation.
  init(_ policy: Policy, name: String, duration: Double?, physics: PhysicsOptions) throws {
    rig = try policy.makeRig(path: name, duration: duration)
    observers = ObserverGroup([gait, recorder])
    self.physics = physics
    seen = kindsSeenInTraining(policy.experiment)
  }

  /// Lives a trial. Nil for `twinSpeed` makes it its own twin.
  func run(_ trial: Trial, twinSpeed: Double?) -> TrialResult {
    let specification = EpisodeSpecification(
      seed: trial.seed, conditions: trial.conditions, physics: physics)
    let lived = rig.run(specification, observer: observers)
    var result = TrialResult(trial, lived, gait.metrics, planned: rig.episode.task.duration)
    result.seenInTraining = trial.conditions.allSatisfy { seen.contains($0.kind) }
    result.command = rig.episode.task.command
    result.activity = NetworkActivity(rig.network)
    result.twinSpeed = twinSpeed ?? result.speed
    result.take(recorder.course(planned: rig.episode.task.duration))
    return result
  }
}

extension TrialResult {
  /// What an episode came to.
  ///
  /// - Parameter planned: length of a life that is lived to the end [s].
  public init(_ trial: Trial, _ lived: EpisodeResult, _ gait: GaitMetrics?, planned: Double) {
    self.init(trial)
    outcome = lived.outcome
    duration = lived.duration
    distance = lived.distance
    speed = outcome.isDiverged || !distance.isFinite ? 0 : distance / planned
    twinSpeed = speed
    reward = lived.reward
    work = lived.work
    costOfTransport = gait?.costOfTransport
    frequency = gait?.frequency
    dutyFactor = gait?.dutyFactor
    slip = gait?.slip
    peakPower = gait?.peakPower
    coneViolation = gait?.coneViolation
    contactCapHits = lived.contactCapHits
    digest = lived.digest
  }

  /// Speeds before and after the trial's conditions. The reference of recovery is the robot's own
  /// speed before them; its twin's where it had none, as under conditions that begin with the life.
  public mutating func take(_ course: Course) {
    let conditions = trial.conditions
    speedBefore = course.speedBefore(conditions)
    speedAfter = course.speedAfter(conditions, outcome: outcome)
    recoveryTime = course.recoveryTime(
      conditions, reference: speedBefore ?? twinSpeed, outcome: outcome)
  }
}
