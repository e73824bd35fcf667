import EvolutionStrategies
import Testing

@Test(
  arguments: [
    ([3, 1, 2], [0.5, -0.5, 0]),
    ([10, 10, 10, 10], [0, 0, 0, 0]),
    ([1, 5, 5, 7, 0], [-0.25, 0.125, 0.125, 0.5, -0.5]),
    ([.nan, 1, 2], [-0.5, 0, 0.5]),
    ([-.infinity, 1, .infinity, .nan, 2], [-0.25, 0.25, -0.25, -0.25, 0.5]),
    ([.nan, .nan], [0, 0]),
    ([4], [0]),
    ([], []),
  ] as [([Double], [Double])])
func centredRankValues(fitness: [Double], expected: [Double]) {
  #expect(centredRanks(fitness) == expected)
}
