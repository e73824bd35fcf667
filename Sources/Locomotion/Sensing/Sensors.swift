import Foundation
import NumericalMethods
import RigidBodyDynamics
import RobotDescription

/// Reads a simulation into a normalised observation.
final class Sensors {
  let layout: ObservationLayout
  private let standing: [Double]

  init(_ model: RobotModel) {
    layout = ObservationLayout(model)
    standing = model.joints.map(\.standing)
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
      case .clock: put(sin(clock)); put(cos(clock))
      case .command: put(command)
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
