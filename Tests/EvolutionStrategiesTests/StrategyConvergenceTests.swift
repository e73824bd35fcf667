import EvolutionStrategies
import Testing

@Suite struct StrategyConvergenceTests {
  /// f at the mean after so many generations from (1, …, 1).
  private func descend(
    _ kind: Strategy.Kind, _ f: ([Float]) -> Double, dimension: Int, generations: Int,
    population: Int = 20, seed: UInt64
  ) -> Double {
    var one = strategy(
      kind, initial: [Float](repeating: 1, count: dimension), population: population,
      sigma: 0.3, seed: seed)
    for _ in 0..<generations { one.tell(evaluate(one) { -f($0) }) }
    return f(one.mean)
  }

  /// 10 dimensions from f = 10: strategies that adapt σ go on to the end.
  @Test(arguments: [Strategy.Kind.cmaES, .sepCMAES], UInt64(1)...5)
  func sphere(kind: Strategy.Kind, seed: UInt64) {
    let found = descend(
      kind, EvolutionStrategiesTests.sphere, dimension: 10, generations: 150, seed: seed)
    #expect(found < 1e-8, "seed \(seed): \(found)")
  }

  /// 10 dimensions from f = 2.6e6, condition 1e6.
  @Test(arguments: [(Strategy.Kind.cmaES, 400), (.sepCMAES, 250)], UInt64(1)...3)
  func ellipsoid(run: (kind: Strategy.Kind, generations: Int), seed: UInt64) {
    let found = descend(
      run.kind, EvolutionStrategiesTests.ellipsoid, dimension: 10, generations: run.generations,
      seed: seed)
    #expect(found < 1e-6, "seed \(seed): \(found)")
  }

  /// 10 dimensions from f = 10; steps of a fixed length or a fixed σ leave a floor.
  @Test(arguments: [Strategy.Kind.pgpe, .ars], UInt64(1)...5)
  func sphereByGradient(kind: Strategy.Kind, seed: UInt64) {
    let found = descend(
      kind, EvolutionStrategiesTests.sphere, dimension: 10, generations: 300, population: 40,
      seed: seed)
    #expect(found < 0.05, "seed \(seed): \(found)")
  }
}
