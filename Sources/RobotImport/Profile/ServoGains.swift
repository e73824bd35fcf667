import NumericalMethods
import RobotDescription

/// Gains that carry a robot: each joint's stiffness in proportion to the torque that the robot's
/// weight may put on it.
///
///     kp = κ · m g ℓ / n  for the joints of n legs of length ℓ,  kp = κ · m′ g r  for others
///
/// with the mass m′ beyond the joint and the distance r of its centre; kd = 0.025 s · kp. At κ = 5
/// the weight on a leg held level would turn a joint by 0.2 rad; a bent leg sags by a few
/// hundredths. Ours: 6 (quadruped), 4 (ant), 6 (hexapod).
struct ServoGains {
  /// kd / kp [s].
  static let damping = 0.025
  static let gravity = 9.81

  /// [N m/rad or N/m], one per joint.
  let kp: [Double]

  /// - Parameter stiffness: κ [1/rad].
  init(_ stance: Stance, legs: [Leg], legLength: Double, stiffness: Double) {
    let model = stance.model
    let load = model.totalMass * Self.gravity * legLength / Double(max(1, legs.count))
    let bearing = Set(legs.flatMap(\.joints))
    kp = model.joints.indices.map { j in
      let torque = bearing.contains(j) ? load : Self.weight(beyond: j, stance)
      return rounded(stiffness * max(torque, load / 100))
    }
  }

  /// [N m]
  private static func weight(beyond j: Int, _ stance: Stance) -> Double {
    let model = stance.model
    var isBeyond = [Bool](repeating: false, count: model.links.count)
    isBeyond[j + 1] = true
    for (k, joint) in model.joints.enumerated() where isBeyond[joint.parent] {
      isBeyond[k + 1] = true
    }
    let anchor = stance.axis(j).anchor
    return model.links.indices.filter { isBeyond[$0] }.reduce(0) { sum, k in
      let center = stance.links[k].apply(model.links[k].centerOfMass)
      return sum + model.links[k].mass * gravity * (center - anchor).length
    }
  }

  /// [N m s/rad or N s/m], one per joint.
  var kd: [Double] { kp.map { rounded($0 * Self.damping) } }

  /// Rotor inertia [kg m²] that keeps an explicit servo from chattering: kd dt below 1.5 of it.
  func armature(physicsStep: Double) -> Double {
    let middle = kd.sorted()[kd.count / 2]
    return rounded(middle * physicsStep / 1.5)
  }
}

/// Two significant digits, as precise as gains are known.
func rounded(_ value: Double) -> Double {
  guard value > 0, value.isFinite else { return value }
  var scale = 1.0
  while value * scale < 10 { scale *= 10 }
  while value * scale >= 100 { scale /= 10 }
  return (value * scale).rounded() / scale
}
