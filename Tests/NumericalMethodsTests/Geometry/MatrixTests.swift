import NumericalMethods
import Testing

/// R diag(d) Rᵀ has the eigenvalues d, repeated ones included.
@Test(arguments: UInt64(1)...30)
func eigenvaluesOfARotatedDiagonal(seed: UInt64) {
  var stream = RandomStream(seed: seed, purpose: .test)
  var d = (0..<3).map { _ in stream.uniform(in: -2...5) }
  if seed.isMultiple(of: 3) { d[1] = d[0] }
  d.sort()
  let r = Matrix3(randomRotation(&stream))
  let found = (r * Matrix3(diagonal: Vector3(d[0], d[1], d[2])) * r.transpose)
    .symmetricEigenvalues
  // Near a double root the cubic resolves eigenvalues to the root of the rounding error.
  let tolerance = seed.isMultiple(of: 3) ? 1e-6 : 1e-9
  for (x, y) in zip([found.0, found.1, found.2], d) {
    #expect(abs(x - y) < tolerance, "seed \(seed)")
  }
}

@Test func eigenvaluesOfADiagonalAreSorted() {
  let found = Matrix3(diagonal: Vector3(3, -1, 2)).symmetricEigenvalues
  #expect(found == (-1, 2, 3))
}

@Test(arguments: UInt64(1)...20)
func matrixProductsAssociate(seed: UInt64) {
  var stream = RandomStream(seed: seed, purpose: .test)
  let a = Matrix3(
    rows: randomVector(&stream), randomVector(&stream), randomVector(&stream))
  let b = Matrix3(
    rows: randomVector(&stream), randomVector(&stream), randomVector(&stream))
  let (v, w) = (randomVector(&stream), randomVector(&stream))
  expectClose((a * b) * v, a * (b * v), 1e-12, "seed \(seed)")
  expectClose((a + b) * v, a * v + b * v, 1e-12, "seed \(seed)")
  #expect(abs((a * v).dot(w) - v.dot(a.transpose * w)) < 1e-12, "seed \(seed)")
  #expect(abs((a * b).trace - (b * a).trace) < 1e-12, "seed \(seed)")
}

/// wᵀ I w = m |w × d|² for every w.
@Test(arguments: UInt64(1)...20)
func pointInertiaIsTheMomentAboutEveryAxis(seed: UInt64) {
  var stream = RandomStream(seed: seed, purpose: .test)
  let (w, d) = (randomVector(&stream), randomVector(&stream))
  let inertia = Matrix3.pointInertia(mass: 2.5, at: d)
  let expected = 2.5 * w.cross(d).lengthSquared
  #expect(abs(w.dot(inertia * w) - expected) < 1e-12 * (1 + expected), "seed \(seed)")
}
