/// A rotation as a unit quaternion w + xi + yj + zk (Hamilton product, active rotation).
@frozen
public struct Quaternion: Sendable, Hashable, Codable {
  public var w, x, y, z: Double

  @inlinable
  public init(w: Double, x: Double, y: Double, z: Double) {
    (self.w, self.x, self.y, self.z) = (w, x, y, z)
  }

  public static let identity = Quaternion(w: 1, x: 0, y: 0, z: 0)

  /// Rotation by `angle` [rad] about `axis`, which need not be of unit length but must not be zero.
  public init(axis: Vector3, angle: Double) {
    let u = axis.normalized
    let s = Double.sin(angle / 2)
    self.init(w: Double.cos(angle / 2), x: u.x * s, y: u.y * s, z: u.z * s)
  }

  /// URDF's roll-pitch-yaw [rad]: R = Rz(yaw) · Ry(pitch) · Rx(roll), about fixed axes.
  public init(roll: Double, pitch: Double, yaw: Double) {
    self =
      Quaternion(axis: .unitZ, angle: yaw) * Quaternion(axis: .unitY, angle: pitch)
      * Quaternion(axis: .unitX, angle: roll)
  }

  @inlinable public var isFinite: Bool { w.isFinite && x.isFinite && y.isFinite && z.isFinite }
  @inlinable public var conjugate: Quaternion { Quaternion(w: w, x: -x, y: -y, z: -z) }

  @inlinable
  public var normalized: Quaternion {
    let s = 1 / (w * w + x * x + y * y + z * z).squareRoot()
    return Quaternion(w: w * s, x: x * s, y: y * s, z: z * s)
  }

  /// `a * b` rotates first by `b`, then by `a`.
  @inlinable
  public static func * (a: Quaternion, b: Quaternion) -> Quaternion {
    Quaternion(
      w: a.w * b.w - a.x * b.x - a.y * b.y - a.z * b.z,
      x: a.w * b.x + a.x * b.w + a.y * b.z - a.z * b.y,
      y: a.w * b.y - a.x * b.z + a.y * b.w + a.z * b.x,
      z: a.w * b.z + a.x * b.y - a.y * b.x + a.z * b.w)
  }

  /// The vector turned by this rotation.
  @inlinable
  public func rotate(_ v: Vector3) -> Vector3 {
    let u = Vector3(x, y, z)
    let t = 2 * u.cross(v)
    return v + w * t + u.cross(t)
  }

  /// The vector turned by the inverse rotation: world to body when this is the body's orientation.
  @inlinable
  public func unrotate(_ v: Vector3) -> Vector3 { conjugate.rotate(v) }

  /// Heading [rad] in (−π, π]: the yaw of the roll-pitch-yaw decomposition.
  public var yaw: Double { Double.atan2(y: 2 * (w * z + x * y), x: 1 - 2 * (y * y + z * z)) }
}
