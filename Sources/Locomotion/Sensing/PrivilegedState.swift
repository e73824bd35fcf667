import NumericalMethods
import RigidBodyDynamics
import RobotDescription

/// What a simulation knows and no sensor of the robot measures; a critic may see it while a policy
/// is trained (Lee, Hwangbo, Wellhausen, Koltun, Hutter 2020, *Learning quadrupedal locomotion over
/// challenging terrain*).
public enum PrivilegedState {
  /// Coulomb coefficient of the ground; mass of the base over its own, less 1; horizontal gravity
  /// over g along the commanded heading; height of the base over the ground and its standing
  /// height, less 1; vertical velocity of the base [m/s].
  public static let channels = [
    "friction", "payload", "slope", "base_height", "base_vertical_velocity",
  ]

  /// One value a channel.
  public static func read(_ simulation: Simulation, heading: CommandedHeading) -> [Float] {
    let position = simulation.basePose.position
    let height = position.z - simulation.groundHeight(at: position)
    let gravity = simulation.world.gravity
    return [
      simulation.world.friction, simulation.payload, heading.ahead(gravity) / gravity.length,
      height / simulation.model.standingHeight - 1, simulation.baseVelocity.z,
    ].map { Float($0) }
  }
}
