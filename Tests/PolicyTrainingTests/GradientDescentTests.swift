import Foundation
import Policies
import PolicyTraining
import TestSupport
import Testing

@Suite struct GradientDescentTests {
  private func descent(_ count: Int = 2, scales: [Float]? = nil) -> GradientDescent {
    GradientDescent(
      initial: (0..<count).map { Float($0) }, scales: scales ?? [Float](repeating: 1, count: count))
  }

  /// The first step of Adam is the step size against the gradient's sign, whatever its length.
  @Test func theFirstStepIsTheStepSizeTimesItsScale() {
    var descent = descent(3, scales: [1, 0.5, 2])
    let norms = descent.step([3, -4, 12], learningRate: 0.25, clip: 0)
    #expect(norms.gradient == 13)
    let moved = zip(descent.parameters, [-0.25, 1.125, 1.5] as [Float]).map { abs($0 - $1) }
    #expect(moved.allSatisfy { $0 < 1e-5 }, "\(descent.parameters)")
    let length = 0.25 * (1 + 0.25 + 4.0).squareRoot()
    #expect(abs(norms.update - length) < 1e-5)
    #expect(descent.generation == 1 && descent.skipped == 0)
  }

  /// Only the ratio of two gradients' lengths shows in Adam, so one is long and one short.
  @Test func longGradientsAreScaledDown() {
    var (clipped, expected, unclipped) = (descent(), descent(), descent())
    let long = clipped.step([6, 8], learningRate: 0.1, clip: 1)
    let short = clipped.step([0.3, -0.4], learningRate: 0.1, clip: 1)
    _ = clipped.step([0.9, -1.2], learningRate: 0.1, clip: 1)
    #expect(long.gradient == 10, "before clipping")
    #expect(abs(short.gradient - 0.5) < 1e-7)
    for gradient in [[0.6, 0.8], [0.3, -0.4], [0.6, -0.8]] as [[Float]] {
      _ = expected.step(gradient, learningRate: 0.1, clip: 0)
    }
    for gradient in [[6, 8], [0.3, -0.4], [0.9, -1.2]] as [[Float]] {
      _ = unclipped.step(gradient, learningRate: 0.1, clip: 0)
    }
    for (a, b) in zip(clipped.parameters, expected.parameters) { #expect(abs(a - b) < 1e-6) }
    #expect(abs(clipped.parameters[1] - unclipped.parameters[1]) > 1e-2)
  }

  @Test func aGradientAsLongAsTheClipIsLeftAlone() {
    var (clipped, unclipped) = (descent(), descent())
    for gradient in [[3, 4], [-1, 2]] as [[Float]] {
      _ = clipped.step(gradient, learningRate: 0.1, clip: 5)
      _ = unclipped.step(gradient, learningRate: 0.1, clip: 0)
    }
    #expect(bits(clipped.parameters) == bits(unclipped.parameters))
  }

  @Test(arguments: [Float.nan, .infinity, -.infinity])
  func gradientsThatAreNotFiniteMoveNothingAndAreCounted(value: Float) {
    var (descent, undisturbed) = (descent(), descent())
    _ = descent.step([1, 2], learningRate: 0.1, clip: 1)
    _ = undisturbed.step([1, 2], learningRate: 0.1, clip: 1)
    let norms = descent.step([1, value], learningRate: 0.1, clip: 1)
    #expect(!norms.gradient.isFinite && norms.update == 0)
    #expect(descent.skipped == 1 && descent.generation == 2)
    #expect(bits(descent.parameters) == bits(undisturbed.parameters))
    _ = descent.step([2, -1], learningRate: 0.1, clip: 1)
    _ = undisturbed.step([2, -1], learningRate: 0.1, clip: 1)
    #expect(bits(descent.parameters) == bits(undisturbed.parameters), "nor its moments")
    #expect(descent.skipped == 1 && undisturbed.skipped == 0)
  }

  @Test func stepsBeyondTheFiniteRangeMoveNothingEither() {
    var (descent, undisturbed) = (descent(), descent())
    _ = descent.step([1, 2], learningRate: 0.1, clip: 1)
    _ = undisturbed.step([1, 2], learningRate: 0.1, clip: 1)
    let norms = descent.step([-3, 1], learningRate: 1e300, clip: 0)
    #expect(norms.update == 0 && norms.failure?.kind == .parameters && descent.skipped == 1)
    #expect(bits(descent.parameters) == bits(undisturbed.parameters))
    _ = descent.step([2, -1], learningRate: 0.1, clip: 1)
    _ = undisturbed.step([2, -1], learningRate: 0.1, clip: 1)
    #expect(bits(descent.parameters) == bits(undisturbed.parameters), "nor its moments")
  }

  @Test func displacementsBeyondTheFiniteRangeMoveNothing() {
    var descent = GradientDescent(initial: [3e38, 1], scales: [1, 1])
    let moved = descent.move(by: [3e38, 1])
    #expect(moved.update == 0 && moved.failure?.kind == .parameters && moved.failure?.index == 0)
    #expect(descent.parameters == [3e38, 1] && descent.skipped == 1 && descent.generation == 1)
  }

  /// Squares that single precision cannot hold.
  @Test func theLongestFiniteGradientIsNotSkipped() {
    var descent = descent()
    let norms = descent.step([3e38, 0], learningRate: 0.1, clip: 1)
    #expect(norms.gradient == Double(3e38 as Float) && descent.skipped == 0)
    #expect(descent.parameters[0] < -0.09 && descent.parameters[1] == 1)
  }

  @Test func aDecodedDescentContinuesBitForBit() throws {
    var generator = SplitMix64(seed: 5)
    func gradient() -> [Float] { (0..<40).map { _ in .random(in: -1...1, using: &generator) } }
    var descent = GradientDescent(initial: gradient(), scales: gradient().map { abs($0) })
    for _ in 0..<7 { _ = descent.step(gradient(), learningRate: 0.01, clip: 1) }
    _ = descent.step([Float](repeating: .nan, count: 40), learningRate: 0.01, clip: 1)
    var back = try JSONDecoder().decode(
      GradientDescent.self, from: JSONEncoder().encode(descent))
    #expect(back.generation == 8 && back.skipped == 1)
    for round in 0..<5 {
      #expect(bits(back.parameters) == bits(descent.parameters), "round \(round)")
      let next = gradient()
      let a = descent.step(next, learningRate: 0.02, clip: 0.5)
      let b = back.step(next, learningRate: 0.02, clip: 0.5)
      #expect(a == b)
    }
  }
}

@Suite struct ScheduleTests {
  private func rates(
    _ schedule: GradientOptions.Schedule, warmup: Int = 0, of generations: Int
  ) -> [Double] {
    var options = GradientOptions()
    (options.learningRate, options.schedule, options.warmup) = (0.5, schedule, warmup)
    return (0..<generations).map { options.learningRate(generation: $0, of: generations) }
  }

  private func expectEqual(
    _ found: [Double], _ expected: [Double], location: Testing.SourceLocation = #_sourceLocation
  ) {
    #expect(found.count == expected.count, sourceLocation: location)
    for (a, b) in zip(found, expected) {
      #expect(abs(a - b) < 1e-15, "\(found)", sourceLocation: location)
    }
  }

  @Test func values() {
    expectEqual(rates(.constant, of: 4), [0.5, 0.5, 0.5, 0.5])
    expectEqual(rates(.linear, of: 4), [0.5, 0.375, 0.25, 0.125])
    let root = 3.0.squareRoot() / 2
    expectEqual(
      rates(.cosine, of: 6),
      [0.5, 0.25 + 0.25 * root, 0.375, 0.25, 0.125, 0.25 - 0.25 * root])
  }

  @Test func theWarmUpRisesToTheStepSizeAndTheRestFalls() {
    expectEqual(rates(.constant, warmup: 3, of: 6), [0.125, 0.25, 0.375, 0.5, 0.5, 0.5])
    expectEqual(rates(.linear, warmup: 1, of: 5), [0.25, 0.5, 0.375, 0.25, 0.125])
    expectEqual(rates(.cosine, warmup: 1, of: 3), [0.25, 0.5, 0.25])
  }

  @Test(arguments: GradientOptions.Schedule.allCases)
  func anyBudgetGivesPositiveSteps(schedule: GradientOptions.Schedule) {
    for (warmup, generations) in [(0, 1), (5, 1), (5, 5), (5, 6), (0, 997), (400, 997)] {
      let rates = rates(schedule, warmup: warmup, of: generations)
      #expect(rates.allSatisfy { $0 > 0 && $0 <= 0.5 }, "\(warmup) of \(generations)")
    }
    var options = GradientOptions()
    options.schedule = schedule
    let beyond = options.learningRate(generation: 2000, of: 1000)
    #expect((schedule == .constant) == (beyond > 0), "the end has been reached")
    #expect(beyond >= 0)
  }
}
