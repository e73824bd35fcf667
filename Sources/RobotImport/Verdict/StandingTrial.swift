public import Locomotion
import NumericalMethods
import RobotDescription

/// A robot in its standing pose under its own servos.
public struct StandingTrial: Sendable {
  /// How it ended.
  public let outcome: Outcome
  /// Time it stood [s].
  public let duration: Double
  /// Height of the base at the end [m].
  public let height: Double
  /// How much lower the base was at the end than the standing pose has it [m].
  public let sag: Double
  /// Tilt of the base at the end [rad].
  public let tilt: Double
  /// Root mean square of joint rates over the last second [rad/s or m/s].
  let trembling: Double
  /// Greatest share of a motor's effort limit that was used in the last second.
  let effortShare: Double
  /// Feet that touched the ground at the end.
  public let feet: Int

  /// Whether it stood to the end and did not sink onto its belly: by 30 % of its height, say.
  var stands: Bool { outcome == .completed && sag < 0.3 * (height + sag) }

  /// Whether it stood to the end, kept its height within 15 %, was at rest, and had motors to
  /// spare.
  var isGood: Bool {
    outcome == .completed && abs(sag) < 0.15 * (height + sag) && trembling < 0.05
      && effortShare < 0.9 && tilt < 0.15
  }

  /// Stands for `duration` [s].
  init(_ model: RobotModel, duration: Double) {
    var task = LocomotionTask()
    (task.duration, task.startSpread) = (duration, 0)
    let episode = Episode(model: model, task: task)
    let witness = Witness(from: duration - 1)
    let result = episode.run(ConstantPose(), EpisodeSpecification(seed: 1), observer: witness)
    let pose = episode.simulation.basePose
    outcome = result.outcome
    self.duration = result.duration
    height = pose.position.z
    sag = model.standingHeight - height
    tilt = Double.acos(min(1, pose.rotation.rotate(.unitZ).z))
    trembling = witness.trembling
    effortShare = witness.effortShare
    feet = model.feet.indices.filter { episode.simulation.footTouches($0) }.count
  }

  /// Watches the joints over the end of the trial.
  private final class Witness: EpisodeObserver {
    let start: Double
    private var squares = 0.0
    private var count = 0
    private(set) var effortShare = 0.0

    init(from start: Double) { self.start = start }

    var trembling: Double { count > 0 ? (squares / Double(count)).squareRoot() : 0 }

    func episodeDidStart(_ episode: Episode) {}

    func episodeDidStep(_ episode: Episode) {
      guard episode.time >= start else { return }
      let simulation = episode.simulation
      for j in episode.model.joints.indices {
        squares += simulation.rates[j] * simulation.rates[j]
        count += 1
        let share = abs(simulation.actuators.efforts[j]) / simulation.actuators.limits[j]
        effortShare = max(effortShare, share)
      }
    }
  }
}
