import Foundation
import Testing

@testable import NumericalMethods

@Suite("Student's t")
struct StudentTTests {
  /// Of the printed table (Fisher, Yates 1963, table III; Abramowitz, Stegun 1964, table 26.10).
  @Test(arguments: [
    (1, 12.706, 63.657), (2, 4.303, 9.925), (3, 3.182, 5.841), (4, 2.776, 4.604),
    (5, 2.571, 4.032), (9, 2.262, 3.250), (10, 2.228, 3.169), (19, 2.093, 2.861),
    (30, 2.042, 2.750), (60, 2.000, 2.660), (120, 1.980, 2.617),
  ])
  func boundsOfTheTable(degrees: Int, t95: Double, t99: Double) {
    #expect(abs(StudentDistribution.bound(0.95, degreesOfFreedom: degrees) - t95) < 5.001e-4)
    #expect(abs(StudentDistribution.bound(0.99, degreesOfFreedom: degrees) - t99) < 5.001e-4)
  }

  @Test func closedFormsOfOneAndTwoDegrees() {
    for share in [0.001, 0.3, 0.5, 0.9, 0.95, 0.9999] {
      let one = tan(.pi / 2 * share)
      #expect(abs(StudentDistribution.bound(share, degreesOfFreedom: 1) / one - 1) < 1e-9)
      let two = share * (2 / (1 - share * share)).squareRoot()
      #expect(abs(StudentDistribution.bound(share, degreesOfFreedom: 2) / two - 1) < 1e-9)
    }
  }

  /// The density by the trapezoidal rule; its constant from Γ.
  @Test(arguments: [3, 4, 7, 12, 41]) func theDensityHoldsTheShare(degrees: Int) {
    let n = Double(degrees)
    let constant = exp(lgamma((n + 1) / 2) - lgamma(n / 2)) / (n * .pi).squareRoot()
    for share in [0.2, 0.8, 0.95] {
      let bound = StudentDistribution.bound(share, degreesOfFreedom: degrees)
      let steps = 20_000
      let sum = (0...steps).reduce(0.0) { sum, k in
        let t = bound * Double(k) / Double(steps)
        let density = constant * pow(1 + t * t / n, -(n + 1) / 2)
        return sum + (k == 0 || k == steps ? density / 2 : density)
      }
      #expect(abs(2 * sum * bound / Double(steps) - share) < 1e-8)
    }
  }

  @Test func intervalsByHand() throws {
    // s² = 2.5, s/√5 = √0.5.
    let interval = try #require(Statistics.studentInterval([1, 2, 3, 4, 5]))
    #expect(interval.estimate == 3)
    #expect(abs(interval.high - (3 + 2.776445105197791 * 0.5.squareRoot())) < 1e-9)
    #expect(abs(interval.low + interval.high - 6) < 1e-12)
    #expect(Statistics.studentInterval([1]) == nil && Statistics.studentInterval([]) == nil)
    let equal = try #require(Statistics.studentInterval([2, 2, 2]))
    #expect([equal.low, equal.estimate, equal.high] == [2, 2, 2])
    #expect(try #require(Statistics.studentInterval([1, .nan, 2])).low.isNaN)
  }

  /// Of samples of five normal values, 95 % of the intervals hold the mean; a normal quantile would
  /// give 88 %.
  @Test func intervalsCoverTheMean() {
    var held = 0
    for sample in 0..<20_000 {
      var stream = RandomStream(seed: 4, purpose: .test, individual: sample)
      let values = (0..<5).map { _ in 7 + 3 * stream.gaussian() }
      guard let interval = Statistics.studentInterval(values) else { continue }
      if interval.low <= 7 && 7 <= interval.high { held += 1 }
    }
    let deviation = (20_000 * 0.95 * 0.05).squareRoot()
    #expect(abs(Double(held) - 19_000) < 4.5 * deviation)
  }
}

extension StudentDistribution {
  /// The t that |T| stays below with probability `share`.
  fileprivate static func bound(_ share: Double, degreesOfFreedom: Int) -> Double {
    quantile((1 + share) / 2, degreesOfFreedom: Double(degreesOfFreedom))
  }
}
