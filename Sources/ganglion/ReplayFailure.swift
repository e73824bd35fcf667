import ArgumentParser
import Execution
import FileFormats
import Locomotion
import Policies
import PolicyTraining

/// Files of runs/*/failures.
extension Replay {
  /// Makes the episode or the generation again.
  func reproduce(_ file: FailureFile) throws {
    var (found, result) = (Reproduction?.none, EpisodeResult?.none)
    if file.isOfGeneration {
      found = try FailedGeneration(file, workers: availableCores, path: policy).run()
    }
    if found == nil || csv != nil || svg != nil || html != nil {
      let finding: Reproduction
      (finding, result) = try file.policy.robot == nil ? runTask(file) : runRobot(file)
      found = found ?? finding
    }
    guard let found else { preconditionFailure("a failure is of a generation or an episode") }
    try report(file.record, found, result)
    guard found.matches(file.record) else { throw ExitCode(ExitCodes.badInput) }
  }

  private func runRobot(_ file: FailureFile) throws -> (Reproduction, EpisodeResult?) {
    let failed = try FailedLife(file, path: policy)
    let result = try write(ReplayedEpisode(failed, path: policy)).first.result
    return (failed.finding(result), result)
  }

  private func runTask(_ file: FailureFile) throws -> (Reproduction, EpisodeResult?) {
    try refuse([("--html", html)], ": only for walking policies, unlike \(policy)")
    return (try write(FailedRun(file, path: policy)).end.finding, nil)
  }

  private func report(
    _ record: FailureRecord, _ found: Reproduction, _ result: EpisodeResult?
  ) throws {
    let isSame = found.matches(record)
    if display.json {
      return try Console.json([
        "kind": record.kind, "generation": record.generation, "item": record.item,
        "recorded": [
          "kind": record.kind, "cause": record.cause, "time": record.time,
          "digest": record.digest,
        ] as Fields,
        "found": [
          "kind": found.kind, "cause": found.cause, "time": found.time, "digest": found.digest,
        ] as Fields,
        "reproduced": isSame, "outcome": result?.outcome.description,
        "duration_s": result?.duration,
      ])
    }
    let place = record.item.map { "episode \($0)" } ?? "the update"
    let unit = record.duration == nil ? "ticks" : "s"
    func text(_ kind: Failure.Kind?, _ cause: String, _ time: Double?) -> String {
      "\(kind?.rawValue ?? "no failure"): \(cause)" + (time.map { ", after \($0) \(unit)" } ?? "")
    }
    Console.output(
      """
      failure   \(place) of generation \(record.generation), seed \(record.seed), \
      \(record.condition)
      recorded  \(text(record.kind, record.cause, record.time))
      found     \(text(found.kind, found.cause, found.time))
      again     \(isSame ? "the same failure at the same time" : "not the same")
      """)
  }
}
