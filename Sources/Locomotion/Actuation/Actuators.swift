import NumericalMethods
import RobotDescription

/// Torque-limited position servos, one per joint.
///
///     τ = s · clip(kp (q* − q) − kd q̇, ±τ_max(q̇)) − d q̇ − f · sat(q̇ / q̇_s)
///
/// with motor strength s (the servo's own times the supply's), URDF damping d and Coulomb friction
/// f. τ_max(q̇) is the effort limit; for efforts that would speed the joint up further it falls
/// linearly over the upper half of the velocity limit v, to zero at v and below: the torque–speed
/// line of a DC motor, which brakes a joint that others drive faster. The line is taken at the
/// step's end, so that a joint that turns that way already does not overshoot it: with q̇′ = q̇ + h
/// τ/J, where J is the least inertia of the joint,
///
///     τ = τ_max (v − q̇′) / (v/2)    ⇔    τ = τ_max (v − q̇) / (v/2 + h τ_max/J)
///
/// From standstill, and against its motion, a motor has the whole effort limit.
///
/// Play of width b between motor and joint leaves errors within ±b/2 without effect and takes b/2
/// off all others.
public final class Actuators {
  private struct Servo {
    var kp: Double
    var kd: Double
    var limit: Double
    var velocity: Double
    /// Least inertia of the joint [kg m² or kg].
    var inertia: Double
    var damping: Double
    var friction: Double
    /// Share of the commanded effort that arrives: 1 healthy, 0 dead.
    var strength = 1.0
    /// Width of the dead zone between motor and joint [rad or m].
    var play = 0.0
  }

  /// Rate at which Coulomb friction saturates [rad/s]; below, it acts as damping so that an
  /// explicit step cannot reverse the motion.
  private static let frictionKnee = 0.1
  /// Share of the velocity limit on which the line falls to zero.
  private static let cornerShare = 0.5

  // One thread at a time uses actuators and no accessor calls back into them, so that what every
  // physics step touches needs no dynamic exclusivity checks; see World.
  @exclusivity(unchecked) private var servos: [Servo]
  /// Motor effort [N m or N] of each joint in the last physics step, without passive friction.
  @exclusivity(unchecked) public private(set) var efforts: [Double]
  /// Mechanical work Σ|τ q̇| dt [J] of all motors since the start.
  @exclusivity(unchecked) public private(set) var work = 0.0
  /// Share of every motor's strength that the battery still gives.
  @exclusivity(unchecked) var supply = 1.0
  /// What the servos are driven to, after the low-pass [rad or m].
  @exclusivity(unchecked) public private(set) var setpoints: [Double]
  /// Motor effort limits [N m or N].
  public let limits: [Double]
  /// Share of the way to a new target that a setpoint goes in one control period.
  private let filterShare: Double

  init(_ model: RobotModel) {
    servos = model.joints.enumerated().map { j, joint in
      Servo(
        kp: joint.kp, kd: joint.kd, limit: joint.effort, velocity: joint.velocity,
        inertia: model.leastInertia(ofJoint: j), damping: joint.damping, friction: joint.friction)
    }
    efforts = Array(repeating: 0, count: servos.count)
    limits = model.joints.map(\.effort)
    setpoints = model.joints.map(\.standing)
    filterShare =
      model.profile.targetFilter.map {
        1 - Double.exp(-2 * .pi * $0 * model.profile.controlPeriod)
      } ?? 1
  }

  /// Takes new targets [rad or m] at the start of a control period, through a first-order low-pass:
  /// p ← p + (1 − e^(−2π f T)) (target − p).
  func follow(_ targets: Span<Double>) {
    for j in 0..<targets.count { setpoints[j] += filterShare * (targets[j] - setpoints[j]) }
  }

  /// Sets where the servo of joint `j` is driven to [rad or m], past the low-pass.
  func drive(_ j: Int, to setpoint: Double) { setpoints[j] = setpoint }

  /// The effort [N m or N] on joint `j` for one physics step of `dt` [s].
  func effort(of j: Int, position: Double, rate: Double, dt: Double) -> Double {
    let servo = servos[j]
    var error = setpoints[j] - position
    if servo.play > 0 {
      let slack = servo.play / 2
      error = error > slack ? error - slack : error < -slack ? error + slack : 0
    }
    let wanted = servo.kp * error - servo.kd * rate
    let fall = Self.cornerShare * servo.velocity + dt * servo.limit / servo.inertia
    let headroom = (servo.velocity - abs(rate)) / fall
    let speeding = servo.limit * min(max(headroom, -1), 1)
    let high = rate > 0 ? speeding : servo.limit
    let low = rate < 0 ? -speeding : -servo.limit
    let motor = servo.strength * supply * min(max(wanted, low), high)
    efforts[j] = motor
    work += abs(motor * rate) * dt
    let slide = min(max(rate / Self.frictionKnee, -1), 1)
    return motor - servo.damping * rate - servo.friction * slide
  }

  /// Sets the share of the commanded effort that arrives at joint `j`.
  func setStrength(_ strength: Double, of j: Int) { servos[j].strength = strength }

  /// Sets the width of the dead zone [rad or m] between the motor and joint `j`.
  func setPlay(_ play: Double, of j: Int) { servos[j].play = play }
}
