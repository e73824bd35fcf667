import COpenDE
public import NumericalMethods

/// A rigid body of one `World`. Its frame has its origin at the centre of mass.
public struct Body: Hashable, Sendable {
  let index: Int
}

struct BodyRecord {
  let id: dBodyID
  var mass: Double
  var inertia: Matrix3
}

/// Pose and velocities of a body's centre of mass, all in the world frame.
public struct BodyState: Sendable, Equatable {
  public var pose: Pose
  /// [m/s]
  public var velocity: Vector3
  /// [rad/s]
  public var angularVelocity: Vector3

  public init(pose: Pose, velocity: Vector3 = .zero, angularVelocity: Vector3 = .zero) {
    (self.pose, self.velocity, self.angularVelocity) = (pose, velocity, angularVelocity)
  }

  @inlinable public var isFinite: Bool {
    pose.position.isFinite && pose.rotation.isFinite && velocity.isFinite
      && angularVelocity.isFinite
  }
}

extension Vector3 {
  /// The first three of ODE's padded four.
  init(_ p: UnsafePointer<Double>) { self.init(p[0], p[1], p[2]) }
}

extension Quaternion {
  /// ODE's order: w first.
  init(_ q: UnsafePointer<Double>) { self.init(w: q[0], x: q[1], y: q[2], z: q[3]) }

  /// Hands the four numbers over in ODE's order; the address is good for the call alone.
  @inline(__always) func withODE(_ body: (UnsafePointer<Double>) -> Void) {
    let four: [4 of Double] = [w, x, y, z]
    withUnsafeBytes(of: four) {
      body($0.baseAddress!.assumingMemoryBound(to: Double.self))
    }
  }
}
