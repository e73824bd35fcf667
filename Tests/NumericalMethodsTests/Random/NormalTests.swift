import Foundation
import Testing

@testable import NumericalMethods

private func fill(_ stream: inout RandomStream, _ count: Int) -> [Float] {
  var values = [Float](repeating: .nan, count: count)
  var span = values.mutableSpan
  stream.fillGaussian(&span)
  return values
}

private func normalCDF(_ x: Double) -> Double { 0.5 * erfc(-x / 2.squareRoot()) }

/// Both generators must look standard normal: moments within five standard errors, distance of
/// Kolmogorov and Smirnov below its 1e-5 level, tails as frequent as the normal distribution's.
private func expectNormal(_ values: [Double], _ label: Comment) {
  let n = Double(values.count)
  let root = n.squareRoot()
  #expect(abs(values.reduce(0, +) / n) < 5 / root, label)
  #expect(abs(values.reduce(0) { $0 + $1 * $1 } / n - 1) < 5 * 2.0.squareRoot() / root, label)
  #expect(abs(values.reduce(0) { $0 + pow($1, 3) } / n) < 5 * 15.0.squareRoot() / root, label)
  #expect(abs(values.reduce(0) { $0 + pow($1, 4) } / n - 3) < 5 * 96.0.squareRoot() / root, label)
  let lagged = zip(values, values.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 } / n
  #expect(abs(lagged) < 5 / root, label)
  var distance = 0.0
  for (i, x) in values.sorted().enumerated() {
    let f = normalCDF(x)
    distance = max(distance, f - Double(i) / n, Double(i + 1) / n - f)
  }
  #expect(distance * root < 2.47, label)
  for threshold in [2.0, 3, 4] {
    let expected = n * normalCDF(-threshold)
    for sign in [-1.0, 1] {
      let found = Double(values.count { sign * $0 > threshold })
      #expect(abs(found - expected) <= 5 * expected.squareRoot() + 1, label)
    }
  }
}

@Test(arguments: UInt64(1)...4)
func filledValuesAreNormal(seed: UInt64) {
  var stream = RandomStream(seed: seed, purpose: .test)
  expectNormal(fill(&stream, 200_000).map(Double.init), "seed \(seed)")
}

@Test(arguments: UInt64(1)...4)
func singleValuesAreNormal(seed: UInt64) {
  var stream = RandomStream(seed: seed, purpose: .test)
  expectNormal((0..<100_000).map { _ in stream.gaussian() }, "seed \(seed)")
}

/// Value by value against the transform evaluated by the C library in double precision.
@Test(arguments: UInt64(1)...3)
func fillEqualsTheTransformOfItsWords(seed: UInt64) {
  var words = RandomStream(seed: seed, purpose: .test)
  var filling = words
  let values = fill(&filling, 40_000)
  for i in stride(from: 0, to: values.count, by: 2) {
    let radius = (-2 * log((Double(words.next()) + 0.5) * 0x1p-32)).squareRoot()
    let angle = words.next()
    let f = (Double((angle >> 7) & 0x7F_FFFF) + 0.5) * 0x1p-23 - 0.5
    let sign: Double = angle >> 31 == 1 ? -1 : 1
    var pair = (sign * radius * cos(.pi / 2 * f), sign * radius * sin(.pi / 2 * f))
    if angle >> 30 & 1 == 1 { pair = (pair.1, pair.0) }
    // Where u → 1 single precision resolves u to 2⁻²⁵, so the radius to 2⁻²⁵/r.
    let tolerance = 1.5e-6 + 0x1p-25 / radius
    #expect(abs(Double(values[i]) - pair.0) < tolerance, "seed \(seed) value \(i)")
    #expect(abs(Double(values[i + 1]) - pair.1) < tolerance, "seed \(seed) value \(i + 1)")
  }
}

@Test func fillReachesFiveSigma() {
  // 8·10⁶ values hold 4.6 beyond 5 σ on average.
  var stream = RandomStream(seed: 2, purpose: .test)
  var beyond = 0
  for _ in 0..<8 {
    for x in fill(&stream, 1_000_000) where abs(x) > 5 { beyond += 1 }
  }
  #expect((1...15).contains(beyond), "\(beyond) values beyond 5 σ")
}

@Test(arguments: [0, 1, 2, 3, 4, 5, 17, 63])
func shorterFillsArePrefixes(count: Int) {
  let stream = RandomStream(seed: 3, purpose: .test)
  var (long, short) = (stream, stream)
  #expect(Array(fill(&long, 64).prefix(count)) == fill(&short, count))
}

@Test func fillInPiecesEqualsOneFill() {
  let stream = RandomStream(seed: 4, purpose: .test)
  var (whole, pieces) = (stream, stream)
  #expect(fill(&pieces, 12) + fill(&pieces, 52) == fill(&whole, 64))
}

@Test func fillBitsAreTheSameEverywhere() {
  var stream = RandomStream(seed: 1, purpose: .test)
  var digest = Digest64()
  for x in fill(&stream, 10_000) { digest.update(x) }
  for _ in 0..<10_000 { digest.update(stream.gaussian()) }
  #expect(digest.hex == "30207b44d8fc78e2")
}

/// References from SciPy 1.17, `scipy.stats.norm.ppf`.
@Test(arguments: [
  (1e-300, -37.0470962993612), (1e-17, -8.493793224109599), (1e-10, -6.361340902404056),
  (1e-5, -4.264890793922825), (0.01, -2.3263478740408408), (0.074, -1.4466320671589785),
  (0.076, -1.4325027208258116), (0.3, -0.5244005127080409), (0.5, 0), (0.9, 1.2815515655446004),
  (0.999999, 4.753424308817087),
])
func normalQuantileReferences(p: Double, expected: Double) {
  #expect(abs(normalQuantile(p) - expected) <= 2e-14 * max(1, abs(expected)))
}

@Test func normalQuantileAtTheBorders() {
  #expect(normalQuantile(0) == -.infinity && normalQuantile(1) == .infinity)
  #expect(normalQuantile(-0.1).isNaN && normalQuantile(1.1).isNaN && normalQuantile(.nan).isNaN)
}
