public import FileFormats
import TemporalTasks

/// Episodes of a temporal task as tensors, for networks of other programs.
///
/// All times are network ticks, from 0 on; ranges hold their first and the one after their last.
/// Episodes of one task have the same numbers of queries and feedbacks.
///
/// - `observations` [episodes, ticks, inputs]; the channels of a reward are 0 until it is known
/// - `queries` [episodes, queries, 4]: first tick, end, right answer, weight in a training loss
/// - `rehearsals`, the same: questions whose answer is on show, for a loss and no score
/// - `feedback` [episodes, feedbacks, 6]: 1 for a reward of ±1 and 0 for a label, the query that it
///   follows, first channel, end, first tick, end
public enum EpisodeTensors {
  /// - Precondition: `episodes` is not empty, and the task asks questions.
  public static func file(_ set: EpisodeSet, _ episodes: Range<Int>) -> SafeTensors {
    let all = episodes.map(set.episode)
    func tensor(_ name: String, _ shape: [Int], _ values: [[Float]]) -> SafeTensors.Tensor {
      SafeTensors.Tensor(name: name, shape: [all.count] + shape, values: values.flatMap(\.self))
    }
    let first = all[0]
    return SafeTensors(
      tensors: [
        tensor("observations", [first.ticks, first.inputs], all.map(\.observations)),
        tensor("queries", [first.queries.count, 4], all.map { $0.queries.flatMap(row) }),
        tensor("rehearsals", [first.rehearsals.count, 4], all.map { $0.rehearsals.flatMap(row) }),
        tensor("feedback", [first.feedback.count, 6], all.map { $0.feedback.flatMap(row) }),
      ],
      metadata: [
        "format": "ganglion-episodes", "schema": "1", "task": type(of: set.task).name,
        "task_version": "\(TaskVersion.current)", "noise": "\(set.noise)",
        "first_episode": "\(episodes.lowerBound)", "outputs": "\(set.task.outputs)",
      ])
  }

  private static func row(_ query: Query) -> [Float] {
    [
      Float(query.ticks.lowerBound), Float(query.ticks.upperBound), Float(query.target),
      query.weight,
    ]
  }

  private static func row(_ feedback: Feedback) -> [Float] {
    [
      feedback.kind == .reward ? 1 : 0, Float(feedback.trial),
      Float(feedback.channels.lowerBound), Float(feedback.channels.upperBound),
      Float(feedback.ticks.lowerBound), Float(feedback.ticks.upperBound),
    ]
  }
}
