import Testing

@testable import NumericalMethods

private let sample = [3.5, -1.25, 8, 0.5, 2, 2, 11, -4, 6.75, 1]

// References from NumPy 2 and SciPy 1.17.

@Test func moments() {
  #expect(abs(Statistics.mean(sample) - 2.95) < 1e-14)
  #expect(abs(Statistics.variance(sample) - 20.28888888888889) < 1e-13)
  #expect(abs(Statistics.variance(sample, degreesOfFreedomRemoved: 0) - 18.26) < 1e-13)
  #expect(abs(Statistics.standardDeviation(sample) - 20.28888888888889.squareRoot()) < 1e-14)
}

@Test(
  arguments: zip(
    [0, 0.1, 0.25, 0.333, 0.5, 0.9, 1],
    [-4, -1.525, 0.625, 0.9985000000000002, 2, 8.299999999999999, 11]))
func quantiles(level: Double, expected: Double) {
  #expect(Statistics.quantile(sample, level) == expected)
}

@Test(
  arguments: zip(
    1...10, [3.5, 1.125, 3.4166666666666665, 2, 2, 2, 3.2, 2, 2.95, 2.625]))
func interquartileMeans(count: Int, expected: Double) {
  #expect(abs(Statistics.interquartileMean(Array(sample.prefix(count))) - expected) < 1e-14)
}

@Test func ranks() {
  #expect(Statistics.tiedRanks(sample) == [7, 2, 9, 3, 5.5, 5.5, 10, 1, 8, 4])
  #expect(Statistics.tiedRanks([2, 2, 2]) == [2, 2, 2])
  #expect(Statistics.tiedRanks([]) == [])
}

@Test(arguments: UInt64(1)...20)
func improvementEqualsTheCountOfPairs(seed: UInt64) {
  var stream = RandomStream(seed: seed, purpose: .test)
  let x = (0..<(1 + stream.below(9))).map { _ in Double(stream.below(5)) }
  let y = (0..<(1 + stream.below(9))).map { _ in Double(stream.below(5)) }
  var wins = 0.0
  for a in x { for b in y { wins += a > b ? 1 : a == b ? 0.5 : 0 } }
  let expected = wins / Double(x.count * y.count)
  let found = Statistics.probabilityOfImprovement(x, over: y)
  #expect(abs(found - expected) < 1e-14, "seed \(seed)")
  let reverse = Statistics.probabilityOfImprovement(y, over: x)
  #expect(abs(found + reverse - 1) < 1e-14, "seed \(seed)")
}

@Test func nanPropagatesAndEmptyGivesNaN() {
  let broken = [1, .nan, 3]
  for statistic in [
    Statistics.mean, Statistics.median, Statistics.interquartileMean,
    { Statistics.variance($0) }, { Statistics.standardDeviation($0) },
    { Statistics.quantile($0, 1) }, { Statistics.probabilityOfImprovement($0, over: [1]) },
  ] as [([Double]) -> Double] {
    #expect(statistic(broken).isNaN)
    #expect(statistic([]).isNaN)
  }
  #expect(Statistics.tiedRanks(broken).allSatisfy { $0.isNaN })
  #expect(Statistics.variance([1]).isNaN)
}

@Test func infinitiesDoNotBecomeNaN() {
  #expect(Statistics.median([-.infinity, -.infinity, 1]) == -.infinity)
  #expect(Statistics.quantile([1, 2, .infinity], 0.25) == 1.5)
}
