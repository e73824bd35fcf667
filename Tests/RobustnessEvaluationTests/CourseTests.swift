import Locomotion
import Testing
@testable import RobustnessEvaluation

/// Courses made by hand: a speed for each stretch of time, ten control steps a second.
@Suite struct CourseTests {
  private static func course(_ stretches: (seconds: Double, speed: Double)..., planned: Double = 10)
    -> Course
  {
    var positions = [0.0]
    for (seconds, speed) in stretches {
      for _ in 0..<Int((seconds * 10).rounded()) { positions.append(positions.last! + speed * 0.1) }
    }
    return Course(positions: positions, period: 0.1, planned: planned)
  }

  private static let fault = [Condition(.deadJoint, severity: 5, onset: 4)]

  private static func recovery(_ course: Course, reference: Double? = nil) -> Double? {
    course.recoveryTime(
      fault, reference: reference ?? course.speedBefore(fault) ?? 0, outcome: .completed)
  }

  private func expect(
    _ found: Double?, _ expected: Double, location: Testing.SourceLocation = #_sourceLocation
  ) {
    #expect(
      abs((found ?? .nan) - expected) < 1e-9, "\(String(describing: found))",
      sourceLocation: location)
  }

  @Test func speedBeforeLeavesOutTheFirstSecond() {
    let course = Self.course((1, 0), (3, 2), (6, 1))
    expect(course.speedBefore(Self.fault), 2)
    expect(course.speedBefore([Condition(.deadJoint, severity: 5, onset: 1.5)]), 1.0 / 1.5)
    #expect(course.speedBefore([Condition(.slope, severity: 2)]) == nil, "of the whole life")
    #expect(course.speedBefore([]) == nil)
    #expect(Self.course((3, 1)).speedBefore(Self.fault) == nil, "fell before the onset")
  }

  @Test func speedAfterIsOverThePlannedLife() {
    expect(Self.course((4, 2), (6, 1)).speedAfter(Self.fault, outcome: .completed), 1)
    expect(
      Self.course((4, 2), (3, 1)).speedAfter(Self.fault, outcome: .tippedOver), 0.5)
    let thrown = Self.course((4, 2), (1, 1000))
    expect(thrown.speedAfter(Self.fault, outcome: .diverged(.kineticEnergy)), 0)
    #expect(Self.course((3, 2)).speedAfter(Self.fault, outcome: .tippedOver) == nil)
    #expect(Self.course((10, 2)).speedAfter([], outcome: .completed) == nil)
  }

  /// From a second after the first change on; of conditions of the whole life from its first
  /// second.
  @Test func thePrimaryMeasureBeginsASecondAfterTheChange() {
    func primary(
      _ course: Course, _ conditions: [Condition] = Self.fault, _ outcome: Outcome = .completed,
      settling: Double = 1, delay: Double = 0
    ) -> Double {
      course.primary(
        PrimaryMeasure(settling: settling), conditions, outcome: outcome, delay: delay)
    }
    let course = Self.course((1, 0), (3, 2), (1, 0.3), (5, 1))
    expect(primary(course), 1)
    expect(primary(course, settling: 0), 5.3 / 6)
    expect(primary(course, []), (6 + 0.3 + 5) / 9)
    expect(primary(course, [Condition(.slope, severity: 2)]), (6 + 0.3 + 5) / 9)
    expect(primary(course, delay: 3), 1)
    let passing = [
      Condition(.slope, severity: 1), Condition(.icePatches, severity: 5, onset: 3, end: 5),
    ]
    expect(primary(course, passing), (0.3 + 5) / 6)
    // A fall costs: two metres in what is left of ten seconds; before the measure begins, all.
    expect(primary(Self.course((4, 2), (3, 1)), Self.fault, .tippedOver), 2.0 / 5)
    expect(primary(Self.course((4.5, 2)), Self.fault, .tippedOver), 0)
    expect(primary(Self.course((4, 2), (1, 1000)), Self.fault, .diverged(.kineticEnergy)), 0)
    // A measure that would begin after the life has its last control step.
    expect(primary(Self.course((9.9, 1), (0.1, 3)), settling: 60), 3)
  }

  @Test func everySecondHasItsSpeed() {
    let course = Self.course((1, 2), (1, 0.5), (0.5, 1), planned: 3.5)
    let speeds = course.speedBySecond(outcome: .tippedOver)
    #expect(speeds.count == 4)
    for (found, expected) in zip(speeds, [2, 0.5, 0.5, 0]) { expect(found, expected) }
    #expect(course.speedBySecond(outcome: .diverged(.kineticEnergy)).isEmpty)
  }

  @Test func recoveryIsTheBeginningOfTheFirstGoodSecondThatLasts() {
    // Slow from 4 to 6 s, then as before.
    expect(Self.recovery(Self.course((4, 1), (2, 0.2), (4, 1))), 1.9)
    expect(Self.recovery(Self.course((10, 1))), 0)
    expect(Self.recovery(Self.course((4, 1), (6, 0.91))), 0)
    #expect(Self.recovery(Self.course((4, 1), (6, 0.89))) == nil, "never")
    // One good second in a slow walk.
    #expect(Self.recovery(Self.course((4, 1), (2, 0.2), (1, 1), (3, 0.2))) == nil)
    // Back only for the last second …
    expect(Self.recovery(Self.course((4, 1), (5, -0.1), (1, 1))), 5)
    // … and for less than that.
    #expect(Self.recovery(Self.course((4, 1), (5.5, 0), (0.5, 1))) == nil)
    expect(Self.recovery(Self.course((4, 1), (2, 0.2), (4, 1)), reference: 0.2), 0)
  }

  @Test func whoFallsHasNotRecovered() {
    let course = Self.course((4, 1), (3, 1))
    for outcome in [Outcome.tippedOver, .collapsed, .diverged(.jointDrift)] {
      #expect(course.recoveryTime(Self.fault, reference: 1, outcome: outcome) == nil)
    }
    #expect(course.recoveryTime([], reference: 1, outcome: .completed) == nil)
    let whole = [Condition(.slope, severity: 2)]
    #expect(course.recoveryTime(whole, reference: 1, outcome: .completed) == nil)
    #expect(course.recoveryTime(Self.fault, reference: 0, outcome: .completed) == nil)
  }

  @Test func severalConditionsCountFromTheLastChange() {
    let two = [
      Condition(.slope, severity: 2), Condition(.deadJoint, severity: 3, onset: 3),
      Condition(.payload, severity: 2, onset: 6),
    ]
    let course = Self.course((3, 1), (3, 0.5), (1, 0.2), (3, 1))
    expect(course.speedBefore(two), 1)
    expect(course.speedAfter(two, outcome: .completed), 0.8)
    expect(course.recoveryTime(two, reference: 1, outcome: .completed), 0.9)
  }

  /// What ends is recovered from after its end.
  @Test func conditionsThatEndCountFromTheirEnd() {
    let passing = [Condition(.icePatches, severity: 5, onset: 3, end: 5)]
    let course = Self.course((3, 1), (2, 0.2), (2, 0.45), (3, 1))
    expect(course.speedBefore(passing), 1)
    expect(course.speedAfter(passing, outcome: .completed), 0.78)
    expect(course.recoveryTime(passing, reference: 1, outcome: .completed), 1.9)
    let fromTheStart = [Condition(.icePatches, severity: 5, end: 5)]
    #expect(course.speedBefore(fromTheStart) == nil)
    expect(course.recoveryTime(fromTheStart, reference: 1, outcome: .completed), 1.9)
    let lasting = [Condition(.slope, severity: 1)] + passing
    expect(course.recoveryTime(lasting, reference: 1, outcome: .completed), 1.9)
  }

  /// The reference is the trial's own speed before the condition, not its twin's.
  @Test func aTrialTakesItsCourse() throws {
    var trial = try Fixture.result(Self.fault, distance: 6, twin: 2)
    trial.take(Self.course((4, 1), (2, 0.2), (4, 1)))
    expect(trial.speedBefore, 1)
    expect(trial.speedAfter, 4.4 / 6)
    expect(trial.recoveryTime, 1.9)
    trial.take(Self.course((3, 1)))
    #expect(trial.speedBefore == nil && trial.speedAfter == nil && trial.recoveryTime == nil)
  }
}
