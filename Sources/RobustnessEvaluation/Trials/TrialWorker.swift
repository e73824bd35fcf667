import Locomotion
import NeuralControl
import Policies
import RobotDescription

/// What one thread needs to run the trials of a policy; all of it is used again for the next trial.
final class TrialWorker {
  private let rig: NetworkRig
  private let controller: AblatedController
  private let gait = GaitAnalyser()
  private let path = PathRecorder()
  private let observers: ObserverGroup
  private let runner: SuiteRunner
  private let telling: Telling
  /// Kinds of condition that episodes of training had, at whatever severities.
  private let seen: Set<Condition.Kind>
  /// Mean fast weights of the rule at work, found when they are first asked for.
  private var folded: [[Float]]?

  init(_ entrant: SuiteEntrant, _ runner: SuiteRunner) throws {
    let policy = entrant.policy
    rig = try policy.policy.makeRig(path: policy.name, duration: runner.suite.duration)
    controller = AblatedController(rig.driver)
    observers = ObserverGroup([gait, path])
    (self.runner, telling) = (runner, entrant.telling)
    seen = Set(policy.policy.experiment.randomisation.conditions.map(\.kind))
  }

  /// Runs a trial.
  /// - Parameter twins: speeds of the nominal trials; a nominal trial is its own twin.
  func run(_ trial: Trial, twins: [Double] = []) -> TrialResult {
    let specification = EpisodeSpecification(
      seed: trial.seed, conditions: trial.conditions, physics: runner.setting.physics,
      telling: telling)
    let task = rig.episode.task
    controller.ablation = ablation(trial)
    let episode = rig.episode.run(controller, specification, observer: observers)
    var result = TrialResult(trial, episode, gait.metrics, planned: task.duration)
    result.seenInTraining = trial.conditions.allSatisfy { seen.contains($0.kind) }
    result.command = task.command
    result.activity = NetworkActivity(rig.driver)
    if !trial.conditions.isEmpty { result.twinSpeed = twins[trial.episode] }
    result.take(
      path.course(planned: task.duration), runner.suite.primary, freezeAt: runner.freezeAt)
    return result
  }

  private func ablation(_ trial: Trial) -> FastWeightAblation {
    let period = rig.episode.model.profile.controlPeriod
    // The control step that begins at the time or is the first after it.
    func step(_ time: Double) -> Int { Int((time / period - 1e-6).rounded(.up)) }
    let change = trial.conditions.onset
    switch trial.timing {
    case .rule: return .none
    case .off: return .off
    case .folded: return .hold(meanFastWeights())
    case .frozenBefore: return .freeze(step: step(change))
    case .frozenAfter: return .freeze(step: step(change + runner.freezeAt))
    case .zeroedAfter: return .zero(step: step(change + runner.freezeAt))
    case .shuffledAfter: return .shuffle(step: step(change + runner.freezeAt))
    }
  }

  /// Mean E over a few nominal lives of the rule at work, whose seeds no trial has.
  private func meanFastWeights() -> [[Float]] {
    if let folded { return folded }
    let mean = MeanFastWeights(rig.network)
    controller.ablation = .none
    for life in 0..<MeanFastWeights.lives {
      let specification = EpisodeSpecification(
        seed: runner.setting.seed(of: MeanFastWeights.firstEpisode + life),
        physics: runner.setting.physics)
      _ = rig.episode.run(controller, specification, observer: mean)
    }
    folded = mean.values
    return mean.values
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
    controlSteps = episode.controlSteps
    digest = episode.digest
  }

  /// Speeds before and after the trial's conditions. The reference of recovery is the robot's own
  /// speed before them; its twin's where it had none, as under conditions that begin with the life.
  mutating func take(
    _ course: Course, _ measure: PrimaryMeasure = PrimaryMeasure(), freezeAt: Double = 2
  ) {
    let conditions = trial.conditions
    primary = course.primary(measure, conditions, outcome: outcome)
    late = course.primary(measure, conditions, outcome: outcome, delay: freezeAt)
    speedBySecond = course.speedBySecond(outcome: outcome)
    speedBefore = course.speedBefore(conditions)
    speedAfter = course.speedAfter(conditions, outcome: outcome)
    recoveryTime = course.recoveryTime(
      conditions, reference: speedBefore ?? twinSpeed, outcome: outcome)
  }
}
