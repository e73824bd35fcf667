import FileFormats
import NumericalMethods
import Testing

@testable import RobustnessEvaluation

/// The sentences that tables and reports begin with.
@Suite struct HeadlineTests {
  private static func headline(
    _ difference: Double, _ bounds: (Double, Double)?
  ) throws -> [String] {
    var summary = SuiteSummary(
      SuiteSummaryTests.runner,
      [("a", try SuiteSummaryTests.trials("a")), ("b", try SuiteSummaryTests.trials("b"))])
    var estimate = ClusteredEstimate(difference, covers: bounds == nil ? .none : .episodes)
    estimate.t = bounds.map { ClusteredEstimate.Bounds(low: $0.0, high: $0.1) }
    summary.comparisons[0].differenceMps = estimate
    return summary.headline
  }

  @Test func anArmIsToldWithItsAbsoluteSpeed() throws {
    let arm = try Self.headline(0, nil)[0]
    let summary = SuiteSummary(SuiteSummaryTests.runner, [("a", try SuiteSummaryTests.trials("a"))])
    let (all, nominal) = (summary.arms[0].overall, summary.arms[0].nominal)
    #expect(arm.hasPrefix("a walks \(all.primaryMps.estimate.decimals(2)) m/s under 2 conditions"))
    #expect(arm.contains("interquartile means: \(all.primaryIqmMps.estimate.decimals(2)) m/s"))
    #expect(arm.contains("nominal \(nominal.primaryMps.estimate.decimals(2)) m/s"))
    // Two of eight fell and one diverged.
    #expect(arm.hasSuffix("38 % of trials fail."), "\(arm)")
  }

  @Test func aDifferenceIsSaidAsSurelyAsItIs() throws {
    let few = try Self.headline(0.3, nil)[2]
    #expect(few.hasPrefix("a is faster than b by 0.30 m/s; how sure that is cannot be said"))
    #expect(try Self.headline(-0.3, nil)[2].hasPrefix("a is slower than b by 0.30 m/s; how sure"))
    let faster = try Self.headline(0.3, (0.1, 0.5))[2]
    #expect(
      faster == "a is faster than b by 0.30 m/s (0.10 to 0.50; the interval covers episodes).")
    #expect(
      try Self.headline(-0.3, (-0.5, -0.1))[2].hasPrefix("a is slower than b by 0.30 m/s (-0.50"))
    #expect(
      try Self.headline(0.3, (-0.1, 0.7))[2]
        .hasPrefix("a and b are not told apart: a difference of 0.30 m/s (-0.10 to 0.70"))
  }
}
