import NumericalMethods
import RigidBodyDynamics

extension Condition {
  /// What may depart from the nominal robot and world: a name here and a row in `row`, which does
  /// not compile without one. Suites go through the kinds in this order.
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
    case swappedPair = "swapped-pair"
    case reversedEncoder = "reversed-encoder"
    case encoderOffset = "encoder-offset"
  }

  /// What a kind of condition acts on.
  public enum Category: String, Sendable, Codable, CaseIterable {
    case ground, load, motors, sensing, force
  }
}

extension Condition.Kind {
  public var category: Condition.Category { row.category }

  /// What the severities 1 to 5 mean, as `summary` says.
  public var levels: [Double] { row.levels }

  /// One line for tables and help. What is drawn follows from the episode's seed alone and is the
  /// same at every severity.
  public var summary: String { row.summary }

  /// The part of the robot that it strikes, where a condition may name it: one joint or leg,
  /// whatever the severity.
  public var part: Condition.Part? { row.part }

  var key: Int { row.key }

  /// All there is to know of a kind.
  struct Row {
    /// Keys the kind's random draws, which makes it part of the reproducibility contract: unique,
    /// never changed, never given again.
    let key: Int
    let category: Condition.Category
    let levels: [Double]
    /// The part of the robot that a condition of the kind strikes, which its text may name.
    let part: Condition.Part?
    /// Adds what a condition of the kind does to what others do.
    let effect: (inout Effects, DrawnCondition) -> Void
    let summary: String

    init(
      _ key: Int, _ category: Condition.Category, _ levels: [Double],
      of part: Condition.Part? = nil, _ effect: @escaping (inout Effects, DrawnCondition) -> Void,
      _ summary: String
    ) {
      (self.key, self.category, self.levels, self.part) = (key, category, levels, part)
      (self.effect, self.summary) = (effect, summary)
    }
  }

  /// The table of kinds.
  var row: Row {
    switch self {
    case .friction:
      Row(
        0, .ground, [0.8, 0.6, 0.45, 0.3, 0.2], { $0.ground.friction *= $1.level },
        "Coulomb coefficient of the ground, as a share of the nominal one")
    case .payload:
      Row(
        1, .load, [0.1, 0.2, 0.3, 0.4, 0.5], { $0.load.payload += $1.level },
        "point mass at the base's centre of mass, as a share of the robot's mass")
    case .motorStrength:
      Row(
        2, .motors, [0.9, 0.8, 0.7, 0.6, 0.5],
        { for j in $0.motors.indices { $0.motors[j].strength *= $1.level } },
        "share of the commanded effort that arrives, all joints")
    case .deadJoint:
      Row(
        3, .motors, [0.8, 0.6, 0.4, 0.2, 0], of: .joint,
        { $0.motors[$1.joint].strength *= $1.level },
        "share of the commanded effort that arrives at one joint, named or drawn by the seed")
    case .reversedActuator:
      Row(
        4, .motors, [0.6, 0.2, -0.2, -0.6, -1], of: .joint,
        { $0.motors[$1.joint].gain *= $1.level },
        "gain from action to target of one joint, named or drawn by the seed")
    case .sensorNoise:
      Row(
        5, .sensing, [0.05, 0.1, 0.2, 0.3, 0.4], { $0.sensing.noise = $1.level },
        "standard deviation of Gaussian noise on every normalised sensor channel")
    case .slope:
      Row(
        6, .ground, [3, 6, 9, 12, 15], { $0.ground.rise += $1.level * .pi / 180 },
        "uphill slope [deg], by tilting gravity")
    case .roughGround:
      Row(
        7, .ground, [0.02, 0.04, 0.06, 0.08, 0.1], { $0.terrain.append($1.terrain(.roughGround)) },
        "largest height and depth of fractal bumps [m]")
    case .downhill:
      Row(
        8, .ground, [3, 6, 9, 12, 15], { $0.ground.rise -= $1.level * .pi / 180 },
        "downhill slope [deg], by tilting gravity")
    case .crossSlope:
      Row(
        9, .ground, [3, 6, 9, 12, 15], { $0.ground.bank += $1.sign * $1.level * .pi / 180 },
        "slope [deg] that falls off to the left or right, drawn, by tilting gravity")
    case .stairsUp:
      Row(
        10, .ground, [0.02, 0.04, 0.06, 0.08, 0.1], { $0.terrain.append($1.terrain(.stairsUp)) },
        "rise [m] of each step up, treads of 0.4 m")
    case .stairsDown:
      Row(
        11, .ground, [0.02, 0.04, 0.06, 0.08, 0.1], { $0.terrain.append($1.terrain(.stairsDown)) },
        "drop [m] of each step down, treads of 0.4 m")
    case .steppingStones:
      Row(
        12, .ground, [0.02, 0.04, 0.06, 0.08, 0.1],
        { $0.terrain.append($1.terrain(.steppingStones)) },
        "depth [m] of the ground around stones of 0.35 m, 0.1 m apart")
    case .gaps:
      Row(
        13, .ground, [0.05, 0.1, 0.15, 0.2, 0.25], { $0.terrain.append($1.terrain(.gaps)) },
        "width [m] of 0.3 m deep trenches across the way, one every 1.5 m")
    case .obstacles:
      Row(
        14, .ground, [0.03, 0.06, 0.09, 0.12, 0.15], { $0.terrain.append($1.terrain(.obstacles)) },
        "largest height [m] of boxes, one every 0.8 m at drawn places")
    case .ridges:
      Row(
        15, .ground, [0.02, 0.04, 0.06, 0.08, 0.1], { $0.terrain.append($1.terrain(.ridges)) },
        "height [m] of bars across the way, one every 0.6 m")
    case .softGround:
      Row(
        16, .ground, [0.005, 0.01, 0.02, 0.03, 0.04], { $0.ground.sinkage += $1.level },
        "depth [m] to which a foot sinks in that touches at one point and carries its share")
    case .icePatches:
      Row(
        17, .ground, [0.6, 0.4, 0.2, 0.1, 0.05],
        { $0.ground.ice = $1.patches(($0.ground.ice?.factor ?? 1) * $1.level) },
        "Coulomb coefficient, as a share of the nominal one, on patches of half the ground")
    case .payloadOffset:
      Row(
        18, .load, [0.1, 0.2, 0.3, 0.4, 0.5],
        {
          $0.load.sidePayload += $1.level
          $0.load.side = $1.direction
        },
        "point mass, as a share of the robot's, half a standing height off centre, side drawn")
    case .massShift:
      Row(
        19, .load, [0.1, 0.2, 0.3, 0.4, 0.5], { $0.load.shift += $1.level * $1.direction },
        "shift of the base's centre of mass in standing heights, towards a drawn side")
    case .gravity:
      Row(
        20, .load, [1.1, 1.2, 1.3, 1.4, 1.5], { $0.load.gravity *= $1.level },
        "gravity, as a multiple of the nominal one")
    case .lockedJoint:
      Row(
        21, .motors, [0.5, 0.3, 0.15, 0.05, 0], of: .joint,
        { $0.motors[$1.joint].freedom = $1.level },
        "share of its action range left to one joint, named or drawn, around its present place")
    case .reversedPair:
      Row(
        22, .motors, [0.6, 0.2, -0.2, -0.6, -1],
        { for j in $1.pair { $0.motors[j].gain *= $1.level } },
        "gain from action to target of two joints, drawn by the seed")
    case .reversedRandom:
      Row(
        23, .motors, [0.1, 0.2, 0.3, 0.4, 0.5],
        { for (j, u) in $1.uniforms.enumerated() where u < $1.level { $0.motors[j].gain *= -1 } },
        "probability, for each joint by itself, that its actions are reversed")
    case .gainSpread:
      Row(
        24, .motors, [0.1, 0.2, 0.3, 0.4, 0.5],
        {
          for (j, u) in $1.uniforms.enumerated() { $0.motors[j].gain *= 1 + $1.level * (2 * u - 1) }
        },
        "gains from action to target, drawn from 1 ± this for each joint")
    case .lostLeg:
      Row(
        25, .motors, [0.2, 0.4, 0.6, 0.8, 1], of: .leg,
        { if let foot = $1.foot { $0.lostLeg = LostLeg(foot: foot, share: $1.level) } },
        "share of one leg's last link that is gone, from the foot up; leg named or drawn")
    case .jointPlay:
      Row(
        26, .motors, [0.02, 0.05, 0.1, 0.15, 0.2],
        { for j in $0.motors.indices { $0.motors[j].play = $1.level } },
        "total width [rad or m] of the dead zone between every motor and its joint")
    case .actionLatency:
      Row(
        27, .motors, [0.02, 0.04, 0.06, 0.08, 0.1], { $0.actionLatency += $1.level },
        "time [s] from action to target, in whole control periods")
    case .batterySag:
      Row(
        28, .motors, [0.1, 0.2, 0.3, 0.4, 0.5], { $0.batterySag += $1.level },
        "share of motor strength lost, gradually, after 10 s")
    case .sensorBias:
      Row(
        29, .sensing, [0.05, 0.1, 0.2, 0.3, 0.4], { $0.sensing.bias = $1.level },
        "standard deviation of a constant error, drawn, of every normalised sensor channel")
    case .sensorDropout:
      Row(
        30, .sensing, [0.05, 0.1, 0.2, 0.3, 0.5], { $0.sensing.dropout = $1.level },
        "probability that a sensor channel reads 0 in a control step")
    case .sensorFreeze:
      Row(
        31, .sensing, [0.1, 0.2, 0.3, 0.4, 0.5], { $0.sensing.frozen = $1.level },
        "share of sensor channels, drawn, that keep the value they had at the onset")
    case .sensorLatency:
      Row(
        32, .sensing, [0.02, 0.04, 0.06, 0.08, 0.1], { $0.sensing.latency += $1.level },
        "time [s] from sensor to controller, in whole control periods")
    case .imuDrift:
      Row(
        33, .sensing, [1, 2, 4, 8, 16], { $0.sensing.drift = $1.level * .pi / 180 },
        "rate [deg/s] at which measured heading and gravity turn away, directions drawn")
    case .push:
      Row(
        34, .force, [0.3, 0.6, 0.9, 1.2, 1.5], { $0.pushes.append(Pushes(drawn: $1)) },
        "change of velocity [m/s] of the robot's mass by a push of 0.1 s, direction drawn: one at "
          + "the onset; for a whole episode or up to an end, one every 2 s, from a drawn moment on")
    case .wind:
      Row(
        35, .force, [0.05, 0.1, 0.15, 0.2, 0.3], { $0.wind += $1.level * $1.direction },
        "constant horizontal force on the base, as a share of the weight; direction drawn")
    case .contactStiffness:
      Row(
        36, .ground, [0.5, 0.2, 0.1, 0.05, 0.02], { $0.ground.stiffness *= $1.level },
        "stiffness of the feet's contacts, as a share of the nominal one, as much damped")
    case .swappedPair:
      Row(
        37, .motors, [0.2, 0.4, 0.6, 0.8, 1],
        {
          let pair = $1.motorPair
          if pair.count == 2 { $0.wiring.swap(pair[0], pair[1], share: $1.level) }
        },
        "share of the commands of two motors, drawn by the seed, that goes to the other of them")
    case .reversedEncoder:
      Row(
        38, .sensing, [0.5, 0, -0.3, -0.6, -1], of: .joint,
        { $0.encoders[$1.joint].gain *= $1.level },
        "gain from position and rate to what is read of one joint, named or drawn; 0 is dead")
    case .encoderOffset:
      Row(
        39, .sensing, [0.05, 0.1, 0.2, 0.3, 0.4], of: .joint,
        { $0.encoders[$1.joint].offset += $1.sign * $1.level },
        "constant error [rad or m] of what is read of one joint, named or drawn, sign drawn")
    }
  }
}
