import ArgumentParser
import Locomotion
import RigidBodyDynamics
import RobotDescription

/// How walking policies are simulated.
struct PhysicsArguments: ParsableArguments {
  enum SolverName: String, CaseIterable, ExpressibleByArgument { case tree, direct, iterative }

  /// Of the iterative solver where none are given.
  private static let defaultIterations = 50

  @Option(
    help: """
      Walking: the solver of joints and contacts: tree (exact friction cone), direct (exact \
      joints, friction not bounded by its true normal force) or iterative (a friction pyramid) \
      (default: \(PhysicsOptions().solver.name)).
      """)
  var solver: SolverName?
  @Option(help: "With --solver iterative: its iterations (default: 50).")
  var iterations: Int?
  @Option(help: "Walking: divide the robot's physics step by this; a sound gait survives 2.")
  var stepDivisor: Int?
  @Option(help: "Walking: the physics step in seconds; divides the robot's control period.")
  var step: Double?

  func validate() throws {
    try require(
      iterations == nil || solver == .iterative, "--iterations is for --solver iterative")
    try require("--iterations", iterations, in: 1...10_000)
    try require("--step-divisor", stepDivisor, in: 1...64)
    try require(
      stepDivisor == nil || step == nil, "--step and --step-divisor exclude each other")
    try require("--step", step, "seconds above 0") { $0 > 0 && $0.isFinite }
  }

  var given: [GivenOption] {
    [
      ("--solver", solver), ("--iterations", iterations), ("--step-divisor", stepDivisor),
      ("--step", step),
    ]
  }

  var options: PhysicsOptions {
    let chosen: WorldConfiguration.Solver =
      switch solver {
      case nil: PhysicsOptions().solver
      case .tree: .tree
      case .direct: .direct
      case .iterative: .iterative(iterations: iterations ?? Self.defaultIterations)
      }
    return PhysicsOptions(solver: chosen, stepDivisor: stepDivisor ?? 1, step: step)
  }

  /// - Throws: a usage error for a step that does not divide the robot's control period.
  func check(_ robot: RobotModel) throws {
    guard let step, options.substeps(of: robot.profile) == nil else { return }
    throw ValidationError(
      "--step is \(step), expected a whole fraction of the control period of \(robot.name), "
        + "\(robot.profile.controlPeriod) s, down to 1/\(PhysicsOptions.mostSubsteps)")
  }
}
