import Locomotion
import NumericalMethods

extension Digest64 {
  /// Results of robots' episodes: fitness, length and the digest of each one's course.
  init(_ lives: [EpisodeResult]) {
    self.init()
    for life in lives {
      update(life.fitness)
      update(UInt64(life.controlSteps))
      update(life.digest)
    }
  }

  /// A generation: results of its episodes, the parameters after it, and the score of its
  /// selection where it has one. It follows from the experiment alone, whatever the number of
  /// workers.
  init(_ results: Digest64, parameters: [Float], score: Double?) {
    self.init()
    update(results.value)
    for parameter in parameters { update(parameter) }
    if let score { update(score) }
  }
}
