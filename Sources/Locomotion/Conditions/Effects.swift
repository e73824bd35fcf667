import Foundation
import NumericalMethods

/// What all conditions that are at work together do, as departures from the nominal robot and world.
struct Effects: Equatable {
  var ground = GroundEffects()
  var load = LoadEffects()
  /// One per joint.
  var motors: [MotorEffects]
  var lostLeg: LostLeg?
  /// Time from action to target [s].
  var actionLatency = 0.0
  /// Share of motor strength lost gradually.
  var batterySag = 0.0
  var sensing = SensingEffects()
  /// Constant force on the base, as a share of the robot's weight; world frame.
  var wind = Vector3.zero

  init(joints: Int) { motors = Array(repeating: MotorEffects(), count: joints) }

  /// Adds what one condition does.
  mutating func add(_ condition: Condition, _ draw: ConditionDraws) {
    switch condition.kind.category {
    case .ground: ground.add(condition, draw)
    case .load: load.add(condition, draw)
    case .motors: addMotors(condition, draw)
    case .sensing: sensing.add(condition)
    case .force: if condition.kind == .wind { wind += condition.level * draw.direction(.wind) }
    }
  }
}

/// Departures of the ground, but for its shape.
struct GroundEffects: Equatable {
  /// Coulomb coefficient as a share of the nominal one, everywhere …
  var friction = 1.0
  /// … and on patches.
  var iceFriction: Double?
  /// Stiffness of contacts as a share of the nominal one.
  var stiffness = 1.0
  /// How deep the standing robot sinks in [m].
  var sinkage = 0.0
  /// Angles by which the ground rises ahead and to the left [rad].
  var rise = 0.0
  var bank = 0.0

  mutating func add(_ condition: Condition, _ draw: ConditionDraws) {
    let level = condition.level
    switch condition.kind {
    case .friction: friction *= level
    case .icePatches: iceFriction = (iceFriction ?? 1) * level
    case .softGround: sinkage += level
    case .contactStiffness: stiffness *= level
    case .slope: rise += level * .pi / 180
    case .downhill: rise -= level * .pi / 180
    case .crossSlope: bank += draw.sign(.crossSlope) * level * .pi / 180
    default: break
    }
  }

  /// Unit vector of gravity in a frame in which the ground is level.
  ///
  /// A plane that rises by an angle is level ground under gravity tilted back by it; tilting gravity
  /// also works on any terrain and in mid-life.
  var down: Vector3 {
    let rolled = Vector3(0, -sin(bank), -cos(bank))
    return Vector3(sin(rise) * rolled.z, rolled.y, cos(rise) * rolled.z)
  }
}

/// Departures of mass and weight.
struct LoadEffects: Equatable {
  /// Point mass at the base's centre of mass, as a share of the robot's mass.
  var payload = 0.0
  /// Point mass half a standing height to a side of it, likewise.
  var sidePayload = 0.0
  var side = Vector3.zero
  /// Displacement of the base's centre of mass in standing heights, body frame.
  var shift = Vector3.zero
  /// Multiple of the nominal gravity.
  var gravity = 1.0

  mutating func add(_ condition: Condition, _ draw: ConditionDraws) {
    switch condition.kind {
    case .payload: payload += condition.level
    case .payloadOffset:
      sidePayload += condition.level
      side = draw.direction(.payloadOffset)
    case .massShift: shift += condition.level * draw.direction(.massShift)
    case .gravity: gravity *= condition.level
    default: break
    }
  }
}

extension SensingEffects {
  mutating func add(_ condition: Condition) {
    let level = condition.level
    switch condition.kind {
    case .sensorNoise: noise = level
    case .sensorBias: bias = level
    case .sensorDropout: dropout = level
    case .sensorFreeze: frozen = level
    case .sensorLatency: latency += level
    case .imuDrift: drift = level * .pi / 180
    default: break
    }
  }
}
