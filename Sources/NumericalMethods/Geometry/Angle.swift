import Foundation

/// The same direction [rad] in (−π, π]; angles that lie there keep their bits.
public func wrappedAngle(_ angle: Double) -> Double {
  let wrapped = angle.remainder(dividingBy: 2 * .pi)
  return wrapped == -.pi ? .pi : wrapped
}
