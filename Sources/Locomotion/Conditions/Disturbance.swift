import Foundation
import NumericalMethods
import RigidBodyDynamics
import RobotDescription

/// The conditions of one episode at work on its simulation.
final class Disturbance {
  /// Gain from action to target offset, per joint.
  @exclusivity(unchecked) private(set) var actionGains: [Double]
  /// Standard deviation of sensor noise, in normalised units.
  @exclusivity(unchecked) private(set) var sensorNoise = 0.0
  @exclusivity(unchecked) private var pending: [Condition]
  private let seed: UInt64
  private let nominalFriction: Double

  init(_ conditions: [Condition], joints: Int, friction: Double, seed: UInt64) {
    pending = conditions.sorted { $0.onset < $1.onset }
    actionGains = Array(repeating: 1, count: joints)
    nominalFriction = friction
    self.seed = seed
  }

  /// Applies each condition whose time has come.
  func update(_ simulation: Simulation, time: Double) {
    while let next = pending.first, next.onset <= time + 1e-9 {
      pending.removeFirst()
      apply(next, to: simulation)
    }
  }

  private func apply(_ condition: Condition, to simulation: Simulation) {
    let level = condition.kind.levels[condition.severity - 1]
    let joints = actionGains.indices
    switch condition.kind {
    case .friction: simulation.world.friction = nominalFriction * level
    case .payload: simulation.addPayload(level * simulation.model.totalMass)
    case .motorStrength: for j in joints { simulation.actuators.scaleStrength(level, of: j) }
    case .deadJoint: simulation.actuators.scaleStrength(level, of: drawnJoint(condition.kind))
    case .reversedActuator: actionGains[drawnJoint(condition.kind)] = level
    case .sensorNoise: sensorNoise = level
    case .slope: tilt(simulation.world, degrees: level)
    case .roughGround:
      var stream = RandomStream(seed: seed, purpose: .terrain)
      let here = simulation.basePose.position
      let field = RoughTerrain(amplitude: level).heightfield(around: here, stream: &stream)
      simulation.world.setGround(.heightfield(field))
    }
  }

  /// The joint that a fault strikes, the same for every severity of one seed.
  private func drawnJoint(_ kind: Condition.Kind) -> Int {
    let index = Condition.Kind.allCases.firstIndex(of: kind)!
    var stream = RandomStream(seed: seed, purpose: .condition, individual: index)
    return stream.below(actionGains.count)
  }

  /// A plane that rises towards +x by an angle is level ground under gravity tilted towards −x by
  /// it; tilting gravity also works on rough ground and in mid-life.
  private func tilt(_ world: World, degrees: Double) {
    let angle = degrees * .pi / 180
    let g = world.configuration.gravity.length
    world.setGravity(Vector3(-g * sin(angle), 0, -g * cos(angle)))
  }
}
