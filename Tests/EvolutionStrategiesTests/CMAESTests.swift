import Foundation
import NumericalMethods
import Testing

@testable import EvolutionStrategies

@Suite struct CMAESTests {
  private func settings(_ population: Int, _ sigma: Double) -> CMAConfiguration {
    var settings = CMAConfiguration()
    (settings.populationSize, settings.sigma) = (population, sigma)
    return settings
  }

  private func cma(_ dimension: Int, population: Int = 12, seed: UInt64 = 1) -> CMAES {
    CMAES(
      initial: start(dimension), configuration: settings(population, 0.3), seed: seed)
  }

  /// The weights of dimension 20 and population 12 that the documentation of the package `cma`
  /// prints, with its c₁, c_µ and c_c, and from them one whole step in the open.
  @Test func oneStepOfPublishedRates() {
    let weights = [
      0.4024029428, 0.2533890840, 0.1662215645, 0.1043752252, 0.05640347757, 0.01720770576,
      -0.05018713636, -0.1406167894, -0.2203813963, -0.2917332686, -0.3562788884, -0.4152044225,
    ]
    let (c1, cMu, cc, mu) = (0.00437235, 0.00921656, 0.171767, 3.7294589343)
    var one = cma(20)
    let fitness = evaluate(one) { -sphere($0) }
    let order = fitness.indices.sorted { fitness[$0] > fitness[$1] }
    let steps = order.map { k in
      zip(one.candidate(k), one.mean).map { Double($0 - $1) / 0.3 }
    }
    var shift = [Double](repeating: 0, count: 20)
    for i in 0..<20 { for k in 0..<6 { shift[i] += weights[k] * steps[k][i] } }
    let before = one.mean
    one.tell(fitness)
    for i in 0..<20 { #expect(abs(Double(one.mean[i] - before[i]) - 0.3 * shift[i]) < 1e-5) }
    // The first path is short or long: then C follows it or not.
    let cs = (mu + 2) / (20 + mu + 3)
    let square = cs * (2 - cs) * mu * shift.reduce(0) { $0 + $1 * $1 }
    let isShort = square / (1 - (1 - cs) * (1 - cs)) / 20 < 2 + 4.0 / 21
    let gain = isShort ? cc * (2 - cc) * mu : 0
    let lost = isShort ? c1 : c1 * (1 - cc * (2 - cc))
    for i in 0..<20 {
      for j in 0..<20 {
        var expected = (i == j ? 1 : 0) * (1 - lost - cMu * weights.reduce(0, +))
        expected += c1 * gain * shift[i] * shift[j]
        for k in 0..<12 {
          let length = steps[k].reduce(0) { $0 + $1 * $1 }
          let weight = weights[k] < 0 ? weights[k] * 20 / length : weights[k]
          expected += cMu * weight * steps[k][i] * steps[k][j]
        }
        #expect(abs(one.covariance[i * 20 + j] - expected) < 2e-6)
      }
    }
    let growth = cs / (1 + cs) * (square.squareRoot() / (20.0.squareRoot() * 0.98762) - 1)
    #expect(abs(one.sigma / 0.3 - exp(growth)) < 1e-4, "\(one.sigma)")
  }

  @Test func covarianceStaysSymmetricAndPositive() throws {
    for population in [4, 12, 200] {
      var one = cma(15, population: population)
      for _ in 0..<60 { one.tell(evaluate(one) { -ellipsoid($0) }) }
      let found = try #require(SymmetricEigendecomposition(one.covariance, dimension: 15))
      #expect(found.values[0] > 0, "\(population)")
      for i in 0..<15 {
        for j in 0..<i {
          let (a, b) = (one.covariance[i * 15 + j], one.covariance[j * 15 + i])
          #expect(abs(a - b) <= 1e-12 * found.values[14])
        }
      }
    }
  }

  /// Candidates are drawn from N(m, σ² C).
  @Test func candidatesHaveTheCovariance() {
    var one = cma(4, population: 4000)
    for _ in 0..<8 { one.tell(evaluate(one) { -ellipsoid($0) }) }
    let offsets = (0..<4000).map { k in
      zip(one.candidate(k), one.mean).map { Double($0 - $1) / one.sigma }
    }
    for i in 0..<4 {
      for j in 0..<4 {
        let found = Statistics.mean(offsets.map { $0[i] * $0[j] })
        let c = one.covariance
        let scale = (c[5 * i] * c[5 * j]).squareRoot()
        #expect(abs(found - c[4 * i + j]) < 0.1 * scale, "\(i) \(j)")
      }
    }
  }

  /// Candidates until f(best) is below `target`, at most 30 000.
  private func evaluations(
    _ strategy: some EvolutionStrategy, _ f: ([Float]) -> Double, to target: Double = 1e-6
  ) -> Double {
    var strategy = strategy
    while strategy.generation * strategy.populationSize < 30_000 {
      let fitness = evaluate(strategy) { -f($0) }
      if (fitness.max() ?? -.infinity) > -target { break }
      strategy.tell(fitness)
    }
    return Double(strategy.generation * strategy.populationSize)
  }

  /// Reflection at the plane across (1, …, 1), which mixes all axes.
  private func mirrored(_ x: [Float]) -> [Float] {
    let double = 2 * x.reduce(0, +) / Float(x.count)
    return x.map { $0 - double }
  }

  /// The full matrix does not see how the axes lie; the diagonal one does, and is lost on mixed
  /// axes.
  @Test func axesDoNotMatterToTheFullMatrix() {
    let seeds = UInt64(1)...5
    func median(_ make: (UInt64) -> any EvolutionStrategy, _ f: ([Float]) -> Double) -> Double {
      Statistics.median(seeds.map { evaluations(make($0), f) })
    }
    func full(_ seed: UInt64) -> any EvolutionStrategy {
      CMAES(
        initial: [Float](repeating: 1, count: 6), configuration: settings(10, 0.5), seed: seed)
    }
    func separable(_ seed: UInt64) -> any EvolutionStrategy {
      SepCMAES(
        initial: [Float](repeating: 1, count: 6), configuration: settings(10, 0.5), seed: seed)
    }
    let turned: ([Float]) -> Double = { ellipsoid(mirrored($0)) }
    let (along, across) = (median(full, ellipsoid), median(full, turned))
    #expect(abs(across / along - 1) < 0.15, "\(along) \(across)")
    let diagonal = median(separable, ellipsoid)
    #expect(diagonal < 0.8 * along, "\(diagonal) \(along)")
    #expect(median(separable, turned) > 3 * diagonal)
  }

  /// Nine of twelve tie as the best and share the six positive weights: the mean moves to their
  /// plain average, whatever the order of the others.
  @Test func tiesShareTheirWeights() {
    let before = cma(6)
    var after = before
    after.tell((0..<12).map { $0 < 9 ? 1 : -Double($0) })
    for i in 0..<6 {
      let average = (0..<9).reduce(0) { $0 + before.candidate($1)[i] } / 9
      #expect(abs(after.mean[i] - average) < 1e-5)
    }
  }

  @Test func sizes() throws {
    var one = cma(1, population: 4)
    for _ in 0..<200 { one.tell(evaluate(one) { -sphere($0) }) }
    #expect(abs(one.mean[0]) < 1e-3)
    #expect(CMAES.largestDimension == 1000)
  }
}
