import NumericalMethods
import RigidBodyDynamics
import RobotDescription

/// The outcome and totals of one episode.
public struct EpisodeResult: Sendable, Equatable, Codable {
  /// Sum of weighted reward terms over control steps.
  public var reward: Double
  /// The weighted sum of each term, in the order of `RewardTerm.allCases`.
  public var rewardTerms: [Double]
  /// Way of the base along the commanded heading since the controller took over [m].
  public var distance: Double
  /// Time under the controller [s].
  public var duration: Double
  public var controlSteps: Int
  public var outcome: Outcome
  /// Mechanical work Σ|τ q̇| dt of all motors [J].
  public var work: Double
  /// Pairs of shapes that reached the contact cap, and messages of the solver.
  public var contactCapHits: Int
  public var solverMessages: Int
  /// FNV-1a digest over base poses, joint positions and actions of every control step.
  public var digest: String

  public init(
    reward: Double, rewardTerms: [Double], distance: Double, duration: Double, controlSteps: Int,
    outcome: Outcome, work: Double, contactCapHits: Int, solverMessages: Int, digest: String
  ) {
    (self.reward, self.rewardTerms, self.distance) = (reward, rewardTerms, distance)
    (self.duration, self.controlSteps, self.outcome) = (duration, controlSteps, outcome)
    (self.work, self.contactCapHits) = (work, contactCapHits)
    (self.solverMessages, self.digest) = (solverMessages, digest)
  }

  /// Mean forward speed over `duration` [m/s].
  public var speed: Double { duration > 0 ? distance / duration : 0 }

  /// What training maximises: the reward, or −∞ for an episode that diverged or whose reward
  /// overflowed, which ranks last.
  public var fitness: Double { outcome.isDiverged || !reward.isFinite ? -.infinity : reward }
}

extension Episode {
  /// What of the robot or its action left its range at the end of a run that diverged.
  public var firstNonFinite: String? {
    if let joint = action.firstIndex(where: { !$0.isFinite }) {
      return "action of \(model.joints[joint].name) = \(action[joint])"
    }
    guard simulation.world.isFinite else {
      let link = simulation.linkPoses.firstIndex { !$0.position.isFinite }
      return link.map { "position of \(model.links[$0].name)" } ?? "a velocity"
    }
    let energy = simulation.world.kineticEnergy / model.totalMass
    return "joint drift \(simulation.world.largestJointDrift) m, \(energy) J/kg"
  }
}
