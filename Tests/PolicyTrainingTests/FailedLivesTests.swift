import NumericalMethods
import Testing
@testable import PolicyTraining

/// What a generation makes of lives that failed among lives that did not.
@Suite struct FailedLivesTests {
  @Test func oneFailedEpisodeFailsItsCandidateAlone() {
    let fitness = GaitWorld.fitness([1, 2, -.infinity, 5, 3, 5], episodes: 2)
    #expect(fitness == [1.5, -.infinity, 4])
  }

  @Test func theirObservationsAreLeftOut() {
    var (first, broken, last) = (
      RunningMoments(channels: 2), RunningMoments(channels: 2), RunningMoments(channels: 2)
    )
    first.add([1, 2] as [Float])
    broken.add([.nan, 7] as [Float])
    last.add([3, 4] as [Float])
    let merged = GaitWorld.merged([first, nil, broken, last], channels: 2)
    #expect(merged.count == 2 && merged.means == [2, 3])
  }
}
