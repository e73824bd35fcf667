/// Departures of one joint's motor.
struct MotorEffects: Equatable {
  /// Share of the commanded effort that arrives.
  var strength = 1.0
  /// Gain from action to target offset.
  var gain = 1.0
  /// Width of the dead zone between motor and joint [rad or m].
  var play = 0.0
  /// Share of its action range that the joint may still go, around where it is; nil is all its range.
  var freedom: Double?
}

/// A leg of which the end is missing.
struct LostLeg: Equatable {
  /// Index into the robot's feet.
  var foot: Int
  /// Share of the foot's link, from the foot up.
  var share: Double
}

extension Effects {
  mutating func addMotors(_ condition: Condition, _ draw: ConditionDraws) {
    let (kind, level) = (condition.kind, condition.level)
    switch kind {
    case .motorStrength: for j in motors.indices { motors[j].strength *= level }
    case .deadJoint: motors[draw.joint(kind)].strength *= level
    case .reversedActuator: motors[draw.joint(kind)].gain *= level
    case .reversedPair: for j in draw.pair(kind) { motors[j].gain *= level }
    case .reversedRandom:
      for (j, u) in draw.uniforms(kind).enumerated() where u < level { motors[j].gain *= -1 }
    case .gainSpread:
      for (j, u) in draw.uniforms(kind).enumerated() { motors[j].gain *= 1 + level * (2 * u - 1) }
    case .lockedJoint: motors[draw.joint(kind)].freedom = level
    case .jointPlay: for j in motors.indices { motors[j].play = level }
    case .lostLeg: if let foot = draw.foot { lostLeg = LostLeg(foot: foot, share: level) }
    case .actionLatency: actionLatency += level
    case .batterySag: batterySag += level
    default: break
    }
  }
}
