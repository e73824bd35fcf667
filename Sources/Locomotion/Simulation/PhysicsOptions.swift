public import RigidBodyDynamics

/// Departures from a robot's own physics, for cross-checks of a trained gait.
public struct PhysicsOptions: Sendable, Equatable {
  public var solver: WorldConfiguration.Solver
  /// The robot's physics step is divided by this; 2 halves it.
  public var stepDivisor: Int

  public init(solver: WorldConfiguration.Solver = .tree, stepDivisor: Int = 1) {
    precondition(stepDivisor >= 1, "the step divisor is at least 1")
    self.solver = solver
    self.stepDivisor = stepDivisor
  }
}
