import Locomotion
import NumericalMethods
import TemporalTasks

extension Digest64 {
  /// What robots' lives came to: fitness, length and the digest of each one's course.
  init(_ lives: [EpisodeResult]) {
    self.init()
    for life in lives {
      update(life.fitness)
      update(UInt64(life.controlSteps))
      update(life.digest)
    }
  }

  /// What batches of a temporal task came to: losses, and the answer to every question.
  init(_ batches: [TaskBatch.Result]) {
    self.init()
    for batch in batches {
      update(batch.loss)
      update(batch.weight)
      update(batch.spikes)
      for response in batch.records.flatMap(\.responses) {
        update(UInt64(bitPattern: Int64(response ?? -1)))
      }
    }
  }

  /// A generation: what its episodes came to, the parameters after it, and the score of its selection
  /// where it has one. It follows from the experiment alone, whatever the number of workers.
  init(_ results: Digest64, parameters: [Float], score: Double?) {
    self.init()
    update(results.value)
    for parameter in parameters { update(parameter) }
    if let score { update(score) }
  }
}
