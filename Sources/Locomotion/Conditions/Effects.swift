import NumericalMethods
import RigidBodyDynamics

/// What all active conditions do together, as departures from the nominal robot and world.
struct Effects: Equatable {
  var ground = GroundEffects()
  /// Features that add up to the ground's shape.
  var terrain: [TerrainFeature] = []
  var load = LoadEffects()
  /// One per joint.
  var motors: [MotorEffects]
  var wiring: Wiring
  /// One per joint.
  var encoders: [EncoderEffects]
  var lostLeg: LostLeg?
  /// Time from action to target [s].
  var actionLatency = 0.0
  /// Share of motor strength lost gradually.
  var batterySag = 0.0
  var sensing = SensingEffects()
  /// Constant force on the base, as a share of the robot's weight; world frame.
  var wind = Vector3.zero
  /// Each knows by itself when it pushes.
  var pushes: [Pushes] = []

  /// - Parameters: numbers of the robot's joints and motors.
  init(_ conditions: [DrawnCondition] = [], joints: Int, motors: Int) {
    self.motors = Array(repeating: MotorEffects(), count: joints)
    encoders = Array(repeating: EncoderEffects(), count: joints)
    wiring = Wiring(motors: motors)
    for drawn in conditions { drawn.condition.kind.row.effect(&self, drawn) }
  }
}

/// Departures of the ground, but for its shape.
struct GroundEffects: Equatable {
  /// Coulomb coefficient as a share of the nominal one, everywhere …
  var friction = 1.0
  /// … and on patches.
  var ice: FrictionPatches?
  /// Stiffness of contacts as a share of the nominal one.
  var stiffness = 1.0
  /// How deep the standing robot sinks in [m].
  var sinkage = 0.0
  /// Angles by which the ground rises ahead and to the left [rad].
  var rise = 0.0
  var bank = 0.0

  /// Unit vector of gravity in a frame in which the ground is level.
  ///
  /// A plane that rises by an angle is level ground under gravity tilted back by it; tilting
  /// gravity also works on any terrain and in mid-episode.
  var down: Vector3 {
    let rolled = Vector3(0, -Double.sin(bank), -Double.cos(bank))
    return Vector3(Double.sin(rise) * rolled.z, rolled.y, Double.cos(rise) * rolled.z)
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
}

/// Departures of one joint's motor.
struct MotorEffects: Equatable {
  /// Share of the commanded effort that arrives.
  var strength = 1.0
  /// Gain from action to target offset.
  var gain = 1.0
  /// Width of the dead zone between motor and joint [rad or m].
  var play = 0.0
  /// Share of its action range that the joint may still go, around where it is; nil is all of it.
  var freedom: Double?
}

/// Departures of what is read of one joint.
struct EncoderEffects: Equatable {
  /// Gain from position, around the standing one, and rate to what is read.
  var gain = 1.0
  /// Constant error of the position [rad or m].
  var offset = 0.0
}

/// A leg of which the end is missing.
struct LostLeg: Equatable {
  /// Index into the robot's feet.
  var foot: Int
  /// Share of the foot's link, from the foot up.
  var share: Double
}

/// Departures of the sensors.
struct SensingEffects: Equatable {
  /// Standard deviation of Gaussian noise, in normalised units.
  var noise = 0.0
  /// Standard deviation of each channel's constant error, in normalised units.
  var bias = 0.0
  /// Probability of a channel to read 0 in a step.
  var dropout = 0.0
  /// Share of the channels that stand still.
  var frozen = 0.0
  /// [s]
  var latency = 0.0
  /// Rate of the inertial unit's drift [rad/s].
  var drift = 0.0
}

/// When and how hard a condition pushes.
struct Pushes: Equatable {
  /// [s]
  static let (duration, interval) = (0.1, 2.0)

  let drawn: DrawnCondition

  /// Change of velocity per second [m/s²] at `time` [s]; zero between pushes.
  ///
  /// A condition that begins in mid-episode and does not end is one push at its onset; any other
  /// pushes once in every interval, at a drawn moment of it.
  func acceleration(at time: Double) -> Vector3 {
    let rounding = 1e-9
    let condition = drawn.condition
    let since = time - condition.onset + rounding
    guard condition.isActive(at: time) else { return .zero }
    let isSingle = condition.onset > 0 && condition.end == nil
    let count = isSingle ? 0 : Int(since / Self.interval)
    let (direction, phase) = drawn.push(count)
    let start =
      isSingle ? 0 : Double(count) * Self.interval + phase * (Self.interval - Self.duration)
    guard (start..<start + Self.duration).contains(since) else { return .zero }
    return condition.level / Self.duration * direction
  }
}
