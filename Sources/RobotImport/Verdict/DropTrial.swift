public import Locomotion
import NumericalMethods
public import RobotDescription

/// A robot dropped in its standing pose, its servos holding it.
public struct DropTrial: Sendable {
  /// How high above the ground it starts, as a share of its standing height.
  public static let lift = 0.25
  /// [s]
  public static let duration = 2.0

  /// How the simulation diverged; nil where it did not.
  public let divergence: Divergence?
  /// Time until then, or to the end [s].
  public let time: Double
  /// Speed of the base at the end [m/s].
  public let speed: Double

  /// Drops it.
  public init(_ model: RobotModel) {
    let standing = model.joints.map(\.standing)
    let simulation = Simulation(
      model: model, options: PhysicsOptions(), jointPositions: standing,
      lift: Self.lift * model.standingHeight)
    let period = model.profile.controlPeriod
    let steps = Int((Self.duration / period).rounded())
    var divergence: Divergence?
    var step = 0
    while step < steps, divergence == nil {
      simulation.advance(targets: standing.span)
      step += 1
      divergence = simulation.divergence(DivergenceBounds())
    }
    self.divergence = divergence
    time = Double(step) * period
    speed = simulation.baseVelocity.length
  }
}
