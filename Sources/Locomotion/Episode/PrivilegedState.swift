import NumericalMethods
import RigidBodyDynamics
public import RobotDescription

/// What a simulation knows and no sensor of the robot measures; a critic may see it while a policy
/// is trained (Lee, Hwangbo, Wellhausen, Koltun, Hutter 2020, *Learning quadrupedal locomotion over
/// challenging terrain*): every ``HiddenFact`` but those of pairs of motors, in the channels of
/// ``FactLayout``; and how the base moves up and down.
public struct PrivilegedState: Sendable {
  private let facts: FactLayout

  public init(of model: RobotModel) {
    facts = FactLayout(HiddenFact.allCases.filter { !$0.isOfPairs }, of: model)
  }

  /// The facts' channels; height of the base over the ground and its standing height, less 1;
  /// vertical velocity of the base [m/s].
  public var channels: [String] {
    facts.channelNames + ["base_height", "base_vertical_velocity"]
  }

  /// One value a channel, as the episode stands; the facts are those of the last observation.
  public func read(_ episode: Episode) -> [Float] {
    let simulation = episode.simulation
    let position = simulation.basePose.position
    let height = position.z - simulation.groundHeight(at: position)
    return episode.facts(facts) + [
      Float(height / episode.model.standingHeight - 1), Float(simulation.baseVelocity.z),
    ]
  }
}
