import ArgumentParser
import Execution
import FileFormats
import Locomotion
import Policies
import PolicyTraining
import RobotDescription
import TrajectoryReplay

/// Files of runs/*/failures.
extension Replay {
  private struct FailureReport: Encodable {
    let kind: String
    let generation: Int
    let item: Int?
    let recorded: Finding
    let found: Finding
    let reproduced: Bool
    /// Of a robot's episode.
    let outcome: String?
    let durationS: Double?
  }

  /// What was found: by training, or now.
  private struct Finding: Encodable {
    let kind: String?
    let cause: String
    let time: Double?
    let digest: String?

    init(_ record: FailureRecord) {
      (kind, cause) = (record.kind.rawValue, record.cause)
      (time, digest) = (record.time, record.digest)
    }

    init(_ found: Reproduction) {
      (kind, cause) = (found.kind?.rawValue, found.cause)
      (time, digest) = (found.time, found.digest)
    }
  }

  /// Makes the episode or the generation again.
  func replay(_ file: FailureFile) throws {
    try refuseChoices()
    let record = file.record
    var (found, result) = (Reproduction?.none, EpisodeResult?.none)
    if file.isOfGeneration {
      let generation = try FailedGeneration(file, workers: availableCores, path: self.policy)
      found = try generation.run()
    }
    if found == nil || csv != nil || svg != nil || html != nil {
      let episode = try file.policy.robot == nil ? runTask(file) : runLife(file)
      found = found ?? episode.finding
      result = episode.result
    }
    guard let found else { preconditionFailure("a failure is of a generation or an episode") }
    try report(record, found, result)
    guard found.matches(record) else { throw ExitCode(ExitCodes.badInput) }
  }

  /// - Throws: a usage error where the episode is chosen twice.
  private func refuseChoices() throws {
    let isGiven: [(key: String, value: Bool)] = [
      ("--seed", seed != nil), ("--condition", condition != nil), ("--duration", duration != nil),
      ("--heading", heading != nil),
      ("--episode", episode != nil), ("--noise", noise != nil), ("--versus", versus != nil),
      ("--versus-condition", versusCondition != nil), ("--against", against != nil),
    ]
    let given = (isGiven + physics.isGiven).filter(\.value).map(\.key)
    guard !given.isEmpty else { return }
    throw ValidationError(
      "\(given.joined(separator: ", ")): \(policy) is a failure, which names its own episode")
  }

  private typealias Episode = (finding: Reproduction, result: EpisodeResult?)

  private func runLife(_ file: FailureFile) throws -> Episode {
    let library = try html.map { _ in try WebLibrary.installed() }
    let failed = try FailedLife(file, path: self.policy)
    guard html == nil || failed.specification.duration ?? 0 <= Self.longestFilm else {
      throw ValidationError("--html shows at most \(Int(Self.longestFilm)) s")
    }
    let recorder = TrajectoryRecorder(failed.episode, controller: failed.controller)
    let motion = MotionRecorder(controller: failed.controller)
    let picture = StroboscopicPicture()
    let observers: [any EpisodeObserver] = [recorder, picture] + (html == nil ? [] : [motion])
    let result = failed.run(observer: ObserverGroup(observers))
    if let csv { try AtomicFile.write(recorder.table.csv, to: csv) }
    if let svg { try write(picture, to: svg) }
    if let html, let library {
      let film = GaitLife(failed, of: file.policy, path: self.policy).film(motion, result)
      let page = ViewerPage([film].compactMap(\.self), library: library)
      try AtomicFile.write(page.html(), to: html)
    }
    return (failed.finding(result), result)
  }

  private func runTask(_ file: FailureFile) throws -> Episode {
    try refuse([("--html", html != nil)], of: "walking policies")
    var failed = try FailedRun(file, path: self.policy)
    var recorder = TaskRecorder(failed.run)
    var picture = TaskPicture(failed.run)
    while !failed.isOver {
      failed.tick()
      if csv != nil { recorder.record(failed.run) }
      if svg != nil { picture.record(failed.run) }
    }
    if let csv { try AtomicFile.write(recorder.csv, to: csv) }
    if let svg { try AtomicFile.write(picture.svg(failed.run), to: svg) }
    return (failed.finding, nil)
  }

  private func report(
    _ record: FailureRecord, _ found: Reproduction, _ result: EpisodeResult?
  ) throws {
    let report = FailureReport(
      kind: record.kind.rawValue, generation: record.generation, item: record.item,
      recorded: Finding(record), found: Finding(found), reproduced: found.matches(record),
      outcome: result?.outcome.description, durationS: result?.duration)
    if display.json { return try Console.json(report) }
    let place = record.item.map { "episode \($0)" } ?? "the update"
    let unit = record.duration == nil ? "ticks" : "s"
    func text(_ kind: String?, _ cause: String, _ time: Double?) -> String {
      "\(kind ?? "no failure"): \(cause)" + (time.map { ", after \($0) \(unit)" } ?? "")
    }
    Console.output(
      """
      failure   \(place) of generation \(record.generation), seed \(record.seed), \
      \(record.condition)
      recorded  \(text(record.kind.rawValue, record.cause, record.time))
      found     \(text(found.kind?.rawValue, found.cause, found.time))
      again     \(report.reproduced ? "the same failure at the same time" : "not the same")
      """)
  }
}
