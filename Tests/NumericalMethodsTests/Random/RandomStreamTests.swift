import Foundation
import NumericalMethods
import Testing

private func stream(_ seed: UInt64) -> RandomStream { RandomStream(seed: seed, purpose: .test) }

@Test(arguments: UInt64(1)...4)
func uniformMoments(seed: UInt64) {
  var stream = stream(seed)
  let n = 100_000
  let values = (0..<n).map { _ in stream.uniform() }
  #expect(values.allSatisfy { 0 <= $0 && $0 < 1 }, "seed \(seed)")
  // Five standard errors: 5 √(1/12 n) and 5 √(1/180 n).
  #expect(abs(Statistics.mean(values) - 0.5) < 0.0046, "seed \(seed)")
  #expect(abs(Statistics.variance(values) - 1.0 / 12) < 0.0012, "seed \(seed)")
  let lagged = zip(values, values.dropFirst()).map { ($0 - 0.5) * ($1 - 0.5) }
  #expect(abs(Statistics.mean(lagged)) < 5.0 / 12 / Double(n).squareRoot(), "seed \(seed)")
}

@Test(arguments: UInt64(1)...3)
func uniformInRangeStaysInside(seed: UInt64) {
  var stream = stream(seed)
  for range in [-3.0...5, 2...2, -1e300...1e300, 0.1...0.1.nextUp] {
    let values = (0..<1000).map { _ in stream.uniform(in: range) }
    #expect(values.allSatisfy { range.contains($0) }, "seed \(seed) \(range)")
  }
  let mean = Statistics.mean((0..<40_000).map { _ in stream.uniform(in: -3...5) })
  #expect(abs(mean - 1) < 5 * 8 / (12.0 * 40_000).squareRoot(), "seed \(seed) mean \(mean)")
}

@Test(arguments: [1, 2, 3, 7, 10, 1000])
func belowIsUniform(bound: Int) {
  var stream = stream(UInt64(bound))
  let trials = 20_000
  var counts = [Int](repeating: 0, count: bound)
  for _ in 0..<trials { counts[stream.below(bound)] += 1 }
  let expected = Double(trials) / Double(bound)
  let chiSquared = counts.reduce(0) { $0 + pow(Double($1) - expected, 2) / expected }
  // Mean k − 1, variance 2 (k − 1); five standard deviations.
  let freedom = Double(bound - 1)
  #expect(abs(chiSquared - freedom) <= 5 * (2 * freedom).squareRoot(), "χ² \(chiSquared)")
}

@Test func belowRejectsWhereTheProductIsBiased() {
  // With 3 · 2³⁰ a quarter of the words must be rejected: without it values ≡ 0 mod 3 come twice
  // as often.
  var stream = stream(5)
  var multiples = 0
  let trials = 30_000
  for _ in 0..<trials where stream.below(3 << 30) % 3 == 0 { multiples += 1 }
  #expect(abs(Double(multiples) / Double(trials) - 1.0 / 3) < 0.014)
  for _ in 0..<100 { #expect((0..<(1 << 32)).contains(stream.below(1 << 32))) }
}

@Test(arguments: UInt64(1)...3)
func boolIsFair(seed: UInt64) {
  var stream = stream(seed)
  let heads = (0..<40_000).count { _ in stream.bool() }
  #expect(abs(heads - 20_000) < 500, "seed \(seed): \(heads)")
}

@Test func equalNamesGiveEqualStreams() {
  var a = stream(9)
  var b = a
  #expect((0..<50).map { _ in a.next() } == (0..<50).map { _ in b.next() })
  #expect(a == b)
}
