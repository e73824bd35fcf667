/// A vector of three reals; unit and frame are the user's to state.
@frozen
public struct Vector3: Sendable, Hashable, Codable {
  public var x, y, z: Double

  @inlinable
  public init(_ x: Double, _ y: Double, _ z: Double) {
    (self.x, self.y, self.z) = (x, y, z)
  }

  public static let zero = Vector3(0, 0, 0)
  public static let unitX = Vector3(1, 0, 0)
  public static let unitY = Vector3(0, 1, 0)
  public static let unitZ = Vector3(0, 0, 1)

  @inlinable public var isFinite: Bool { x.isFinite && y.isFinite && z.isFinite }
  @inlinable public var lengthSquared: Double { x * x + y * y + z * z }
  @inlinable public var length: Double { lengthSquared.squareRoot() }

  /// The unit vector along this one. Precondition: `length > 0`.
  @inlinable
  public var normalized: Vector3 {
    let l = length
    precondition(l > 0, "a zero vector has no direction")
    return self / l
  }

  @inlinable
  public func dot(_ v: Vector3) -> Double { x * v.x + y * v.y + z * v.z }

  @inlinable
  public func cross(_ v: Vector3) -> Vector3 {
    Vector3(y * v.z - z * v.y, z * v.x - x * v.z, x * v.y - y * v.x)
  }

  @inlinable
  public static func + (a: Vector3, b: Vector3) -> Vector3 {
    Vector3(a.x + b.x, a.y + b.y, a.z + b.z)
  }
  @inlinable
  public static func - (a: Vector3, b: Vector3) -> Vector3 {
    Vector3(a.x - b.x, a.y - b.y, a.z - b.z)
  }
  @inlinable
  public static func * (a: Vector3, s: Double) -> Vector3 { Vector3(a.x * s, a.y * s, a.z * s) }
  @inlinable
  public static func * (s: Double, a: Vector3) -> Vector3 { a * s }
  @inlinable
  public static func / (a: Vector3, s: Double) -> Vector3 { Vector3(a.x / s, a.y / s, a.z / s) }
  @inlinable
  public static prefix func - (a: Vector3) -> Vector3 { Vector3(-a.x, -a.y, -a.z) }
  @inlinable
  public static func += (a: inout Vector3, b: Vector3) { a = a + b }
  @inlinable
  public static func -= (a: inout Vector3, b: Vector3) { a = a - b }
}
