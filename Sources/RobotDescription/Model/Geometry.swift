public import NumericalMethods

/// The solid of a collision shape, centred on its own frame; lengths in metres.
public enum Geometry: Sendable, Hashable {
  case sphere(radius: Double)
  /// Edge lengths.
  case box(size: Vector3)
  /// Axis along local z.
  case cylinder(radius: Double, length: Double)
  /// Axis along local z; the length leaves out the caps.
  case capsule(radius: Double, length: Double)

  /// Distance [m] from the centre down to the lowest point of the solid turned by `rotation`.
  public func depth(_ rotation: Quaternion) -> Double {
    let up = rotation.unrotate(.unitZ)
    switch self {
    case .sphere(let radius): return radius
    case .box(let size):
      return (abs(up.x) * size.x + abs(up.y) * size.y + abs(up.z) * size.z) / 2
    case .cylinder(let radius, let length):
      return abs(up.z) * length / 2 + radius * max(0, 1 - up.z * up.z).squareRoot()
    case .capsule(let radius, let length): return abs(up.z) * length / 2 + radius
    }
  }
}

extension Geometry {
  /// [m³]
  var volume: Double {
    switch self {
    case .sphere(let r): 4 / 3 * .pi * r * r * r
    case .box(let s): s.x * s.y * s.z
    case .cylinder(let r, let l): .pi * r * r * l
    case .capsule(let r, let l): .pi * r * r * (l + 4 / 3 * r)
    }
  }
}

extension Vector3 {
  /// As URDF and MJCF write a vector; the digits read back to the same bits.
  var words: String { "\(x) \(y) \(z)" }
}
