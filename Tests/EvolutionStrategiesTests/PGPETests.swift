import EvolutionStrategies
import NumericalMethods
import Testing

@Suite struct PGPETests {
  private func pgpe(
    _ dimension: Int = 7, seed: UInt64 = 1, scales: ParameterScales? = nil,
    _ set: (inout PGPE.Configuration) -> Void = { _ in }
  ) -> PGPE {
    var settings = PGPE.Configuration()
    settings.populationSize = 12
    settings.sigma = 0.5
    set(&settings)
    return PGPE(initial: start(dimension), configuration: settings, seed: seed, scales: scales)
  }

  /// Both gradients from the candidates alone, one by one in double precision, unfolded.
  @Test(arguments: UInt64(1)...5) func gradientsEqualTheirDefinition(seed: UInt64) {
    var one = pgpe(seed: seed)
    for _ in 0..<3 { one.tell(evaluate(one) { -ellipsoid($0) }) }
    let shaped = centredRanks(evaluate(one) { -ellipsoid($0) })
    var mean = [Double](repeating: 0, count: 7)
    var deviation = mean
    for index in 0..<12 {
      for (i, x) in one.candidate(index).enumerated() {
        let (offset, sigma) = (Double(x - one.mean[i]), Double(one.deviations[i]))
        mean[i] += shaped[index] * offset / 12
        deviation[i] += shaped[index] * (offset * offset - sigma * sigma) / sigma / 12
      }
    }
    let found = one.gradients(shaped: shaped)
    for i in 0..<7 {
      #expect(abs(Double(found.mean[i]) - mean[i]) < 1e-5, "seed \(seed)")
      #expect(abs(Double(found.deviation[i]) - deviation[i]) < 1e-5, "seed \(seed)")
    }
  }

  /// The first step has ClipUp's length along the gradient; σ moves by its gradient within a fifth.
  @Test func oneStep() {
    for (rate, isClipped) in [(0.05, false), (50, true)] {
      var one = pgpe { $0.sigmaLearningRate = rate }
      let fitness = evaluate(one) { -sphere($0) }
      let gradients = one.gradients(shaped: centredRanks(fitness))
      let (mean, deviations) = (one.mean, one.deviations)
      let length = euclideanNorm(gradients.mean)
      one.tell(fitness)
      for i in 0..<7 {
        let step = 0.1 * Double(gradients.mean[i]) / length
        #expect(abs(Double(one.mean[i] - mean[i]) - step) < 1e-6)
        let free = deviations[i] + Float(rate) * gradients.deviation[i]
        let clipped = min(max(free, 0.8 * deviations[i]), 1.2 * deviations[i])
        #expect(abs(one.deviations[i] - clipped) < 1e-6 && (free != clipped) == isClipped)
      }
    }
  }

  /// Scales stretch the coordinates: a search scaled by s is that of f(s ∘ u), and no other.
  @Test func scalesAreAChangeOfUnits() {
    let s: [Float] = [1, 2, 4, 0.5, 1, 8, 0.25]
    let scales = ParameterScales(sigma: s, learningRate: s)
    let plain = PGPE(
      initial: zip(start(7), s).map { $0 / $1 }, configuration: pgpe().configuration, seed: 1)
    var (a, b) = (pgpe(scales: scales), plain)
    for _ in 0..<10 {
      a.tell(evaluate(a) { -sphere($0) })
      b.tell(evaluate(b) { -sphere(zip($0, s).map { $0 * $1 }) })
    }
    for i in 0..<7 { #expect(abs(a.mean[i] - s[i] * b.mean[i]) < 1e-4) }
  }

  @Test func stepsDecay() {
    var one = pgpe { $0.learningRateDecay = 0.5 }
    for _ in 0..<3 { one.tell(evaluate(one) { -sphere($0) }) }
    #expect(one.learningRate == 0.1 / 8)
    let summary = one.tell(evaluate(one) { -sphere($0) })
    #expect(summary.updateNorm < 1.0001 * 2 * 0.1 / 8)
  }

  /// Useless parameters lose no deviation, those that hurt do.
  @Test func deviationsFollowWhatIsFound() {
    var one = pgpe(2) { $0.populationSize = 64 }
    for _ in 0..<150 { one.tell(evaluate(one) { -sphere([$0[0]]) }) }
    #expect(one.deviations[0] < 0.1 && one.deviations[1] > 0.25, "\(one.deviations)")
  }
}
