public import RigidBodyDynamics
public import RobotDescription

/// Version of the nominal world: the rigid-body engine's settings, actuators, sensors and ground.
/// It is raised whenever an episode without conditions has other bits than before, be it of some
/// robots only.
///
/// 1. Also that of artefacts that name none.
/// 2. Shapes that overlap at rest do not touch; stops may lie beyond π.
/// 3. The tree solver, with the friction that its cone allows; contacts as springs and dampers in
///    physical units; rotors that turn with their joints alone.
/// 4. Sines, exponentials and their like are our own, the same on every machine.
public enum PhysicsVersion {
  public static let current = 4
}

/// Departures from a robot's own physics, for cross-checks of a trained gait.
public struct PhysicsOptions: Sendable, Equatable {
  public var solver: WorldConfiguration.Solver
  /// The robot's physics step is divided by this; 2 halves it.
  public var stepDivisor: Int
  /// Physics step [s] in place of the robot's; it divides the control period. Nil is the robot's.
  public var step: Double?

  /// - Precondition: at most one of divisor and step differs from the robot's.
  public init(
    solver: WorldConfiguration.Solver = .tree, stepDivisor: Int = 1, step: Double? = nil
  ) {
    precondition(stepDivisor >= 1, "the step divisor is at least 1")
    precondition(step == nil || stepDivisor == 1, "a step of its own is not divided")
    (self.solver, self.stepDivisor, self.step) = (solver, stepDivisor, step)
  }

  /// Most physics steps of a control period.
  public static let mostSubsteps = 10_000

  /// Physics steps of a control period; nil where the step does not divide it into 1 to
  /// ``mostSubsteps``.
  public func substeps(of profile: ControlProfile) -> Int? {
    guard let step else {
      return Int((profile.controlPeriod / profile.physicsStep).rounded()) * stepDivisor
    }
    let ratio = profile.controlPeriod / step
    guard ratio > 0.5, ratio < Double(Self.mostSubsteps) + 0.5 else { return nil }
    return abs(ratio - ratio.rounded()) < 1e-9 * ratio ? Int(ratio.rounded()) : nil
  }

  /// The options of `ganglion replay` and `ganglion evaluate` that say the same; defaults are left
  /// out.
  public var arguments: [String] {
    var words: [String] = []
    if solver != PhysicsOptions().solver {
      words += ["--solver", solver.name]
      if case .iterative(let iterations) = solver { words += ["--iterations", "\(iterations)"] }
    }
    if stepDivisor != 1 { words += ["--step-divisor", "\(stepDivisor)"] }
    if let step { words += ["--step", "\(step)"] }
    return words
  }
}

extension WorldConfiguration.Solver {
  /// "tree", "direct" or "iterative".
  public var name: String {
    switch self {
    case .tree: "tree"
    case .direct: "direct"
    case .iterative: "iterative"
    }
  }

  /// Name and, of an iterative solver, its iterations.
  public var text: String {
    guard case .iterative(let iterations) = self else { return name }
    return "\(name), \(iterations) iterations"
  }
}
