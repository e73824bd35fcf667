extension Condition {
  /// What may depart. The order is part of the reproducibility contract, as a kind's place keys its
  /// random draws: append, never reorder.
  public enum Kind: String, Sendable, Codable, CaseIterable {
    case friction, payload
    case motorStrength = "motor-strength"
    case deadJoint = "dead-joint"
    case reversedActuator = "reversed-actuator"
    case sensorNoise = "sensor-noise"
    case slope
    case roughGround = "rough-ground"
    case downhill
    case crossSlope = "cross-slope"
    case stairsUp = "stairs-up"
    case stairsDown = "stairs-down"
    case steppingStones = "stepping-stones"
    case gaps, obstacles, ridges
    case softGround = "soft-ground"
    case icePatches = "ice-patches"
    case payloadOffset = "payload-offset"
    case massShift = "mass-shift"
    case gravity
    case lockedJoint = "locked-joint"
    case reversedPair = "reversed-pair"
    case reversedRandom = "reversed-random"
    case gainSpread = "gain-spread"
    case lostLeg = "lost-leg"
    case jointPlay = "joint-play"
    case actionLatency = "action-latency"
    case batterySag = "battery-sag"
    case sensorBias = "sensor-bias"
    case sensorDropout = "sensor-dropout"
    case sensorFreeze = "sensor-freeze"
    case sensorLatency = "sensor-latency"
    case imuDrift = "imu-drift"
    case push, wind
    case contactStiffness = "contact-stiffness"
  }

  /// What a kind of condition acts on.
  public enum Category: String, Sendable, Codable, CaseIterable {
    case ground, load, motors, sensing, force
  }
}

extension Condition.Kind {
  public var category: Condition.Category {
    switch self {
    case .friction, .slope, .roughGround, .downhill, .crossSlope, .stairsUp, .stairsDown,
      .steppingStones, .gaps, .obstacles, .ridges, .softGround, .icePatches,
      .contactStiffness:
      .ground
    case .payload, .payloadOffset, .massShift, .gravity: .load
    case .motorStrength, .deadJoint, .reversedActuator, .lockedJoint, .reversedPair,
      .reversedRandom, .gainSpread, .lostLeg, .jointPlay, .actionLatency, .batterySag:
      .motors
    case .sensorNoise, .sensorBias, .sensorDropout, .sensorFreeze, .sensorLatency, .imuDrift:
      .sensing
    case .push, .wind: .force
    }
  }

  /// What the severities 1 to 5 mean, as `summary` says.
  public var levels: [Double] {
    switch self {
    case .friction: [0.8, 0.6, 0.45, 0.3, 0.2]
    case .payload, .payloadOffset, .massShift: [0.1, 0.2, 0.3, 0.4, 0.5]
    case .motorStrength: [0.9, 0.8, 0.7, 0.6, 0.5]
    case .deadJoint: [0.8, 0.6, 0.4, 0.2, 0]
    case .reversedActuator, .reversedPair: [0.6, 0.2, -0.2, -0.6, -1]
    case .sensorNoise, .sensorBias: [0.05, 0.1, 0.2, 0.3, 0.4]
    case .slope, .downhill, .crossSlope: [3, 6, 9, 12, 15]
    case .roughGround: [0.02, 0.04, 0.06, 0.08, 0.1]
    case .stairsUp, .stairsDown, .ridges, .steppingStones: [0.02, 0.04, 0.06, 0.08, 0.1]
    case .gaps: [0.05, 0.1, 0.15, 0.2, 0.25]
    case .obstacles: [0.03, 0.06, 0.09, 0.12, 0.15]
    case .softGround: [0.005, 0.01, 0.02, 0.03, 0.04]
    case .contactStiffness: [0.5, 0.2, 0.1, 0.05, 0.02]
    case .icePatches: [0.6, 0.4, 0.2, 0.1, 0.05]
    case .gravity: [1.1, 1.2, 1.3, 1.4, 1.5]
    case .lockedJoint: [0.5, 0.3, 0.15, 0.05, 0]
    case .reversedRandom, .gainSpread, .batterySag: [0.1, 0.2, 0.3, 0.4, 0.5]
    case .lostLeg: [0.2, 0.4, 0.6, 0.8, 1]
    case .jointPlay: [0.02, 0.05, 0.1, 0.15, 0.2]
    case .actionLatency, .sensorLatency: [0.02, 0.04, 0.06, 0.08, 0.1]
    case .sensorDropout: [0.05, 0.1, 0.2, 0.3, 0.5]
    case .sensorFreeze: [0.1, 0.2, 0.3, 0.4, 0.5]
    case .imuDrift: [1, 2, 4, 8, 16]
    case .push: [0.3, 0.6, 0.9, 1.2, 1.5]
    case .wind: [0.05, 0.1, 0.15, 0.2, 0.3]
    }
  }

  /// One line for tables and help. What is drawn follows from the episode's seed alone and is the same
  /// at every severity.
  public var summary: String {
    switch self {
    case .friction: "Coulomb coefficient of the ground, as a share of the nominal one"
    case .payload: "point mass at the base's centre of mass, as a share of the robot's mass"
    case .motorStrength: "share of the commanded effort that arrives, all joints"
    case .deadJoint: "share of the commanded effort that arrives at one joint, drawn by the seed"
    case .reversedActuator: "gain from action to target of one joint, drawn by the seed"
    case .sensorNoise: "standard deviation of Gaussian noise on every normalised sensor channel"
    case .slope: "uphill slope [deg], by tilting gravity"
    case .roughGround: "largest height and depth of fractal bumps [m]"
    case .downhill: "downhill slope [deg], by tilting gravity"
    case .crossSlope: "slope [deg] that falls off to the left or right, drawn, by tilting gravity"
    case .stairsUp: "rise [m] of each step up, treads of 0.4 m"
    case .stairsDown: "drop [m] of each step down, treads of 0.4 m"
    case .steppingStones: "depth [m] of the ground around stones of 0.35 m, 0.1 m apart"
    case .gaps: "width [m] of 0.3 m deep trenches across the way, one every 1.5 m"
    case .obstacles: "largest height [m] of boxes, one every 0.8 m at drawn places"
    case .ridges: "height [m] of bars across the way, one every 0.6 m"
    case .softGround:
      "depth [m] to which a foot sinks in that touches at one point and carries its share"
    case .contactStiffness:
      "stiffness of the feet's contacts, as a share of the nominal one, as much damped"
    case .icePatches:
      "Coulomb coefficient, as a share of the nominal one, on patches of half the ground"
    case .payloadOffset:
      "point mass, as a share of the robot's, half a standing height off centre, side drawn"
    case .massShift:
      "shift of the base's centre of mass in standing heights, towards a drawn side"
    case .gravity: "gravity, as a multiple of the nominal one"
    case .lockedJoint:
      "share of its action range left to one joint, drawn, around its present place"
    case .reversedPair: "gain from action to target of two joints, drawn by the seed"
    case .reversedRandom: "probability, for each joint by itself, that its actions are reversed"
    case .gainSpread: "gains from action to target, drawn from 1 ± this for each joint"
    case .lostLeg: "share of one leg's last link that is gone, from the foot up; leg drawn"
    case .jointPlay: "total width [rad or m] of the dead zone between every motor and its joint"
    case .actionLatency: "time [s] from action to target, in whole control periods"
    case .batterySag: "share of motor strength lost, gradually, after 10 s"
    case .sensorBias:
      "standard deviation of a constant error, drawn, of every normalised sensor channel"
    case .sensorDropout: "probability that a sensor channel reads 0 in a control step"
    case .sensorFreeze: "share of sensor channels, drawn, that keep the value they had at the onset"
    case .sensorLatency: "time [s] from sensor to controller, in whole control periods"
    case .imuDrift: "rate [deg/s] at which measured heading and gravity turn away, directions drawn"
    case .push:
      "change of velocity [m/s] of the robot's mass by a push of 0.1 s, direction drawn: one at the "
        + "onset; for a whole life or up to an end, one every 2 s, from a drawn moment on"
    case .wind: "constant horizontal force on the base, as a share of the weight; direction drawn"
    }
  }

  /// Place among the kinds, which keys the random draws.
  var index: Int { Self.allCases.firstIndex(of: self)! }
}
