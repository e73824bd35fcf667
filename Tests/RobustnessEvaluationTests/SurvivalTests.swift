import Locomotion
import Testing
@testable import RobustnessEvaluation

/// The highest severity survived, from trials made by hand.
@Suite struct SurvivalTests {
  /// Severity survived of one kind; each severity has ten trials of one retained speed and some
  /// falls.
  private static func survived(
    _ cells: [(severity: Int, retained: Double, failures: Int)], outcome: Outcome = .tippedOver
  ) throws -> SeveritySurvived {
    let rows = cells.map { [Condition(.slope, severity: $0.severity)] }
    let runner = Fixture.runner(
      Suite(name: "s", version: 1, conditions: rows), episodes: 10)
    var trials = try (0..<10).map { _ in try Fixture.result(distance: 1) }
    for (row, cell) in zip(rows, cells) {
      trials += try (0..<10).map { i in
        try Fixture.result(
          row, distance: cell.retained, outcome: i < cell.failures ? outcome : .completed, twin: 1)
      }
    }
    let survived = SuiteSummary(runner, [("p", trials)]).policies[0].survived
    try #require(survived.count == 1)
    return survived[0]
  }

  @Test func itAndAllLowerOnesAreSurvived() throws {
    let all = try Self.survived((1...5).map { ($0, 0.9, 0) })
    #expect(all == SeveritySurvived(name: "slope", severity: 5, tried: [1, 2, 3, 4, 5]))
    let gap = try Self.survived([(1, 0.9, 0), (2, 0.9, 0), (3, 0.4, 0), (4, 0.9, 0), (5, 0.9, 0)])
    #expect(gap.severity == 2, "what is survived beyond a gap does not count")
    #expect(try Self.survived([(1, 0.4, 0), (2, 1, 0)]).severity == 0)
    #expect(try Self.survived([(4, 0.9, 0), (2, 0.9, 0)]).tried == [2, 4])
    #expect(try Self.survived([(4, 0.9, 0), (2, 0.1, 0)]).severity == 0, "whatever the order")
  }

  @Test func halfTheSpeedAndOneFallInTen() throws {
    #expect(try Self.survived([(3, 0.5, 0)]).severity == 3)
    #expect(try Self.survived([(3, 0.499, 0)]).severity == 0)
    #expect(try Self.survived([(3, 1, 1)]).severity == 3)
    #expect(try Self.survived([(3, 1, 2)]).severity == 0)
    #expect(try Self.survived([(3, 1, 2)], outcome: .diverged(.kineticEnergy)).severity == 0)
  }

  @Test func timingsAreSeriesOfTheirOwnAndCompositionsStandAlone() throws {
    let rows = [
      [Condition(.deadJoint, severity: 2)], [Condition(.deadJoint, severity: 4)],
      [Condition(.deadJoint, severity: 4, onset: 4)],
      [Condition(.slope, severity: 2), Condition(.payload, severity: 3)],
    ]
    let runner = Fixture.runner(Suite(name: "s", version: 1, conditions: rows), episodes: 1)
    let trials =
      [try Fixture.result(distance: 1)]
      + (try rows.map { try Fixture.result($0, distance: 1, twin: 1) })
    let survived = SuiteSummary(runner, [("p", trials)]).policies[0].survived
    #expect(
      survived == [
        SeveritySurvived(name: "dead-joint", severity: 4, tried: [2, 4]),
        SeveritySurvived(name: "dead-joint@4s", severity: 4, tried: [4]),
        SeveritySurvived(name: "slope:2+payload:3", severity: 3, tried: [3]),
      ])
  }
}
