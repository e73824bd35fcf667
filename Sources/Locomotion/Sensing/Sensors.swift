import NumericalMethods
import RigidBodyDynamics
import RobotDescription

/// Reads a simulation into a normalised observation.
final class Sensors {
  let layout: ObservationLayout
  /// Of what a privileged controller is told.
  let facts: FactLayout
  private let standing: [Double]
  /// The last actions, within ±1, as the layout's slice of them.
  private let actions: UnsafeMutableBufferPointer<Float>
  private let motors: Int

  init(_ model: RobotModel, of task: LocomotionTask) {
    layout = ObservationLayout(model, of: task)
    facts = FactLayout(task.privileged, of: model)
    motors = model.motors.count
    actions = .allocate(capacity: task.efference * motors)
    actions.initialize(repeating: 0)
    standing = model.joints.map(\.standing)
  }

  deinit { actions.deallocate() }

  /// Forgets all actions.
  func reset() { actions.update(repeating: 0) }

  /// Takes down the action of a control step, within ±1, for the observations to come.
  func remember(_ action: UnsafeMutableBufferPointer<Float>) {
    guard let start = actions.baseAddress, !actions.isEmpty else { return }
    (start + motors).update(from: start, count: actions.count - motors)
    for m in 0..<motors { actions[m] = action[m] }
  }

  /// Fills `out` (layout.count values) from the simulation; `clock` is the gait clock's phase
  /// [rad], `command` the velocity asked for [m/s], along `heading`.
  func read(
    _ simulation: Simulation, clock: Double, command: Double, heading: CommandedHeading,
    into out: UnsafeMutableBufferPointer<Float>
  ) {
    let pose = simulation.basePose
    let gravity = pose.rotation.unrotate(simulation.world.gravity.normalized)
    let spin = pose.rotation.unrotate(simulation.baseAngularVelocity)
    let velocity = pose.rotation.unrotate(simulation.baseVelocity)
    var k = 0
    func put(_ value: Double) {
      out[k] = Float(value)
      k += 1
    }
    for slice in layout.slices {
      switch slice.group {
      case .jointPosition: for j in 0..<slice.count { put(simulation.positions[j] - standing[j]) }
      case .jointRate: for j in 0..<slice.count { put(simulation.rates[j]) }
      case .gravity: put(gravity.x); put(gravity.y); put(gravity.z)
      case .angularVelocity: put(spin.x); put(spin.y); put(spin.z)
      case .velocity: put(velocity.x); put(velocity.y)
      case .heading: put(heading.error(of: pose.rotation))
      case .contact: for f in 0..<slice.count { put(simulation.footTouches(f) ? 1 : -1) }
      case .clock: put(Double.sin(clock)); put(Double.cos(clock))
      case .command: put(command)
      case .action: for action in actions { put(Double(action)) }
      case .privileged: for _ in 0..<slice.count { put(0) }
      }
      let end = slice.offset + slice.count
      for i in slice.offset..<end { out[i] = normalise(out[i], slice.scale) }
    }
  }

  private func normalise(_ raw: Float, _ scale: Float) -> Float {
    let limit = ObservationLayout.limit
    return min(max(raw * scale, -limit), limit)
  }
}
