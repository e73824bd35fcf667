import FileFormats
import NumericalMethods
import Policies
import PolicyTraining
import TemporalTasks
import TrajectoryReplay

/// A task's episode that is run again tick by tick.
protocol ReplayedRun {
  var run: TaskRun { get }
  mutating func tick()
}

extension TaskRun: ReplayedRun {
  var run: TaskRun { self }
}

extension FailedRun: ReplayedRun {}

/// Policies of temporal tasks.
extension Replay {
  func replayTask(_ policy: Policy, _ options: TemporalOptions) throws {
    let options = try options.loaded()
    let set = EpisodeSet.heldOut(
      options.task, seed: seed ?? Self.defaultSeed, noise: noise ?? options.noise)
    let start = set.run(episode ?? 0, network: try policy.makeNetwork())
    let recorded = try recordedTrajectory(header: TaskRecorder(start.run).header)
    let (run, recorder) = try write(start, isCompared: recorded != nil)
    let agreement = recorded.map {
      Agreement(
        against ?? "",
        TrajectoryComparison($0, header: recorder.header, rows: recorder.rows))
    }
    try report(run, agreement)
    try agreement?.check()
  }

  /// Runs an episode to its end and writes of it what was asked for.
  func write<Episode: ReplayedRun>(
    _ start: Episode, isCompared: Bool = false
  ) throws -> (end: Episode, recorder: TaskRecorder) {
    var episode = start
    var (recorder, picture) = (TaskRecorder(start.run), TaskPicture(start.run))
    while !episode.run.isOver {
      episode.tick()
      if csv != nil || isCompared { recorder.record(episode.run) }
      if svg != nil { picture.record(episode.run) }
    }
    if let csv { try AtomicFile.write(recorder.csv, to: csv) }
    if let svg { try AtomicFile.write(picture.svg(episode.run), to: svg) }
    return (episode, recorder)
  }

  private func report(_ run: TaskRun, _ agreement: Agreement?) throws {
    let record = run.record
    let (outcome, accuracy) = (
      run.isFinite ? "completed" : "diverged", TaskScore([record]).accuracy
    )
    let loss = run.episode.trajectory?.error(logits: run.logits)
    var digest = Digest64()
    for logit in run.logits { digest.update(logit) }
    if display.json {
      // Of a trajectory the share of its variance that the logits explain, and the normalised
      // error.
      return try Console.json([
        "outcome": outcome, "accuracy": accuracy, "explained_variance": record.explained,
        "loss": loss, "responses": record.responses, "targets": record.targets,
        "digest": digest.hex, "against": agreement,
      ])
    }
    Console.output("outcome   \(outcome) after \(run.ticks) ticks")
    if let explained = record.explained, let loss {
      Console.output("explained \(explained.percent(1)) of the variance, loss \(loss.fixed(3))")
    } else {
      let responses = record.responses.map { $0.map { "\($0)" } ?? "-" }
      Console.output(
        """
        accuracy  \(accuracy.percent(1)), \(record.targets.count) trials
        targets   \(record.targets.map { "\($0)" }.joined(separator: " "))
        responses \(responses.joined(separator: " "))
        """)
    }
    Console.output("digest    \(digest.hex)")
    if let agreement { Console.output(agreement.text) }
  }
}
