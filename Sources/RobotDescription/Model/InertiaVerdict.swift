import Foundation
import NumericalMethods

/// Whether a symmetric tensor can be the inertia of a body about its centre of mass.
struct InertiaVerdict {
  /// Principal moments [kg m²], ascending.
  let moments: [Double]

  init(_ inertia: Matrix3) {
    let (a, b, c) = inertia.symmetricEigenvalues
    moments = [a, b, c]
  }

  /// Whether it can.
  var isPhysical: Bool { isPositiveDefinite && satisfiesTriangleInequality }

  /// The principal moments for a reader, with three digits.
  var text: String {
    moments.map { abs($0) < 1e-12 ? "0" : String(format: "%.3g", $0) }.joined(separator: ", ")
      + " kg m²"
  }

  /// A moment below 1e-12 of the largest is taken for the rounding of zero.
  var isPositiveDefinite: Bool { moments[0] > 1e-12 * moments[2] && moments[2].isFinite }

  /// I₃ ≤ I₁ + I₂, up to a relative 1e-6 for tensors written with few digits.
  var satisfiesTriangleInequality: Bool {
    moments[2] <= (moments[0] + moments[1]) * (1 + 1e-6)
  }
}
