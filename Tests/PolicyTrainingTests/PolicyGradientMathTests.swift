import Foundation
import NumericalMethods
import PolicyTraining
import Testing

/// Advantages, losses and divergences against NumPy's on a hand-made rollout
/// (`tools/peers/ppo_reference/run`).
@Suite struct PolicyGradientMathTests {
  private struct Reference: Decodable {
    struct Life: Decodable {
      let rewards, values, advantages, returns: [Double]
    }
    struct Step: Decodable {
      let u, oldMean, mean: [Float]
      let advantage, oldLogProbability, ratio, loss, divergence: Double
      let meanSlope, logDeviationSlope: [Double]
    }
    let discount, traceDecay, clip, entropyWeight, entropy: Double
    let oldLogDeviations, logDeviations: [Float]
    let lives: [Life]
    let steps: [Step]
  }

  private let reference: Reference

  init() throws {
    let path = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Reference/ppo.json")
    reference = try JSONDecoder().decode(Reference.self, from: Data(contentsOf: path))
  }

  @Test func advantagesAreNumPys() {
    for life in reference.lives {
      let estimate = AdvantageEstimate(
        rewards: life.rewards, values: life.values, discount: reference.discount,
        traceDecay: reference.traceDecay)
      for (found, expected) in [
        (estimate.advantages, life.advantages), (estimate.returns, life.returns),
      ] {
        #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 1e-12 }, "\(found) \(expected)")
      }
    }
  }

  /// λ = 1 with a perfect critic's zeros: the discounted sum of rewards; λ = 0: one step's
  /// surprise.
  @Test func theEndsOfTheTraceAreMonteCarloAndOneStep() {
    let (rewards, values) = ([1.0, 2, 4], [0.5, 0.25, 0.125, 8])
    let long = AdvantageEstimate(
      rewards: rewards, values: values, discount: 0.5, traceDecay: 1)
    #expect(long.returns == [4, 6, 8])
    let short = AdvantageEstimate(
      rewards: rewards, values: values, discount: 0.5, traceDecay: 0)
    #expect(short.advantages == [0.625, 1.8125, 7.875])
  }

  @Test func lossesAndSlopesAreNumPys() {
    let policy = GaussianPolicy(logDeviations: reference.logDeviations)
    let old = GaussianPolicy(logDeviations: reference.oldLogDeviations)
    #expect(abs(policy.entropy - reference.entropy) < 1e-12)
    var clipped = 0
    for (n, step) in reference.steps.enumerated() {
      #expect(
        abs(old.logProbability(of: step.u, mean: step.oldMean) - step.oldLogProbability) < 1e-9)
      let divergence = old.divergence(mean: step.oldMean, from: policy, mean: step.mean)
      #expect(abs(divergence - step.divergence) < 1e-7, "step \(n)")
      let found = ClippedSurrogate(
        u: step.u, mean: step.mean, policy: policy, oldLogProbability: step.oldLogProbability,
        advantage: step.advantage, clip: reference.clip, entropy: reference.entropyWeight)
      #expect(abs(found.ratio - step.ratio) < 1e-6 * step.ratio, "step \(n)")
      #expect(abs(found.loss - step.loss) < 1e-6, "step \(n)")
      #expect(agree(found.meanSlope, step.meanSlope), "step \(n)")
      #expect(agree(found.logDeviationSlope, step.logDeviationSlope), "step \(n)")
      clipped += found.isClipped ? 1 : 0
    }
    #expect((2...reference.steps.count - 2).contains(clipped), "\(clipped) clipped")
  }

  /// The mean of k₃ over what the old policy does is its divergence from the new one, of which the
  /// closed form is known; it is never negative, and that of the references' ratios.
  @Test func theEstimatedDivergenceIsTheDivergence() {
    for step in reference.steps {
      let found = ClippedSurrogate(
        u: step.u, mean: step.mean, policy: GaussianPolicy(logDeviations: reference.logDeviations),
        oldLogProbability: step.oldLogProbability, advantage: step.advantage, clip: 0.2, entropy: 0)
      #expect(abs(found.divergence - (step.ratio - 1 - log(step.ratio))) < 1e-5 * step.ratio)
    }
    let old = GaussianPolicy(logDeviations: [-0.5, 0.2])
    let new = GaussianPolicy(logDeviations: [-0.4, 0.1])
    let (oldMean, mean): ([Float], [Float]) = ([0.3, -1], [0.4, -0.8])
    var stream = RandomStream(seed: 1, purpose: .test)
    let estimates = (0..<100_000).map { _ in
      let u = zip(oldMean, old.logDeviations).map { $0 + exp($1) * Float(stream.gaussian()) }
      return ClippedSurrogate(
        u: u, mean: mean, policy: new,
        oldLogProbability: old.logProbability(of: u, mean: oldMean), advantage: 1, clip: 0.2,
        entropy: 0
      ).divergence
    }
    let exact = old.divergence(mean: oldMean, from: new, mean: mean)
    let error = Statistics.standardDeviation(estimates) / (100_000.0).squareRoot()
    #expect(abs(Statistics.mean(estimates) - exact) < 4 * error && error < 0.01 * exact)
    #expect(estimates.allSatisfy { $0 >= 0 })
  }

  private func agree(_ found: [Float], _ expected: [Double]) -> Bool {
    zip(found, expected).allSatisfy { abs(Double($0) - $1) < 1e-5 * max(1, abs($1)) }
  }
}
