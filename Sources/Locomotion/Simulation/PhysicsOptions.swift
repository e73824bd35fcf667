public import RigidBodyDynamics
public import RobotDescription

/// Departures from a robot's own physics, for cross-checks of a trained gait.
public struct PhysicsOptions: Sendable, Equatable {
  public var solver: WorldConfiguration.Solver
  /// The robot's physics step is divided by this; 2 halves it.
  public var stepDivisor: Int
  /// Physics step [s] in place of the robot's, which divides the control period; nil is the robot's.
  public var step: Double?

  /// - Precondition: at most one of divisor and step differs from the robot's.
  public init(
    solver: WorldConfiguration.Solver = .tree, stepDivisor: Int = 1, step: Double? = nil
  ) {
    precondition(stepDivisor >= 1, "the step divisor is at least 1")
    precondition(step == nil || stepDivisor == 1, "a step of its own is not divided")
    self.solver = solver
    self.stepDivisor = stepDivisor
    self.step = step
  }
}

extension PhysicsOptions {
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

  /// The options of `ganglion replay` and `ganglion evaluate` that say the same, those left out that
  /// say what holds anyway.
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
