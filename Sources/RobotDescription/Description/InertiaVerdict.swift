import NumericalMethods

/// Whether a symmetric tensor can be the inertia of a body about its centre of mass.
struct InertiaVerdict {
  /// Principal moments [kg m²], ascending.
  let moments: [Double]

  init(_ inertia: Matrix3) {
    let (a, b, c) = inertia.symmetricEigenvalues
    moments = [a, b, c]
  }

  /// A moment below 1e-12 of the largest is taken for the rounding of zero.
  var isPositiveDefinite: Bool { moments[0] > 1e-12 * moments[2] && moments[2].isFinite }

  /// I₃ ≤ I₁ + I₂, up to a relative 1e-6 for tensors written with few digits.
  var satisfiesTriangleInequality: Bool {
    moments[2] <= (moments[0] + moments[1]) * (1 + 1e-6)
  }
}
