import FileFormats
import Foundation
import Locomotion
import Policies
import TrajectoryReplay

/// Walking policies.
extension Replay {
  /// A page of this many seconds takes a browser a moment to read.
  private static let longestFilm = 600.0

  /// The files that are asked for, of a robot's episode, without a word.
  func writeFiles() throws {
    let policy = try Policy(path: self.policy)
    _ = try write(
      ReplayedEpisode(policy, path: self.policy, conditions: condition ?? "nominal", of: self))
  }

  func replayRobot(_ policy: Policy) throws {
    let first = try ReplayedEpisode(
      policy, path: self.policy, conditions: condition ?? "nominal", of: self)
    let recorded = try recordedTrajectory(header: first.header)
    let (record, second) = try write(first) { try secondEpisode(policy) }
    let agreement = recorded.map {
      Agreement(against ?? "", TrajectoryComparison($0, record.table))
    }
    display.tell(record.finding)
    try report(record, second, agreement)
    try agreement?.check()
  }

  /// Runs an episode and writes of it what was asked for; a page shows `second` beside it.
  func write(
    _ first: ReplayedEpisode, beside second: () throws -> ReplayedEpisode? = { nil }
  ) throws -> (first: ReplayedEpisode.Record, second: ReplayedEpisode.Record?) {
    let library = try html.map { _ in try WebLibrary.installed() }
    let duration = first.specification.duration ?? first.episode.task.duration
    try require(
      html == nil || duration <= Self.longestFilm,
      "--html shows at most \(Int(Self.longestFilm)) s, not \(duration)")
    let record = first.recorded(hasTable: csv != nil || against != nil, hasFilm: html != nil)
    if let csv { try AtomicFile.write(record.table.csv, to: csv) }
    if let svg {
      guard let picture = record.picture.svg else {
        throw FileError(
          path: svg, operation: "draw a picture", reason: "the episode ended before 3 s")
      }
      try AtomicFile.write(picture, to: svg)
    }
    guard let html, let library else { return (record, nil) }
    let other = try second()?.recorded(hasTable: false, hasFilm: true)
    let page = ViewerPage([record.film, other?.film].compactMap(\.self), library: library)
    try AtomicFile.write(page.html(), to: html)
    return (record, other)
  }

  /// The episode to be shown beside the first; nil where none is asked for.
  private func secondEpisode(_ policy: Policy) throws -> ReplayedEpisode? {
    guard versus != nil || versusCondition != nil else { return nil }
    let second = try versus.map { try Policy(path: $0) }
    second?.warnings(path: versus ?? "").forEach(Console.warn)
    return try ReplayedEpisode(
      second ?? policy, path: versus ?? self.policy,
      conditions: versusCondition ?? condition ?? "nominal", of: self)
  }

  private func report(
    _ record: ReplayedEpisode.Record, _ versus: ReplayedEpisode.Record?, _ agreement: Agreement?
  ) throws {
    if display.json {
      let second = versus.map {
        ["policy": $0.source.path, "condition": $0.conditions] + $0.fields
      }
      return try Console.json(
        record.fields + ["gait": record.gait, "versus": second, "against": agreement])
    }
    Console.output(record.text)
    if let gait = record.gait {
      Console.output(
        """
        gait      \(gait.steps), peak power \(gait.peakPower.fixed(0)) W, joint drift \
        \((gait.jointDrift * 1000).fixed(2)) mm
        \(gait.limits)
        """)
    }
    if let heading {
      Console.output("heading   \(record.heading.fixed(2)) rad, \(heading.fixed(2)) asked for")
    }
    if let versus {
      Console.output("versus    \(versus.source.path), \(versus.conditions)\n\(versus.text)")
    }
    if let agreement { Console.output(agreement.text) }
  }
}

extension WebLibrary {
  /// three.js of the system, or the file that `GANGLION_THREE_JS` names.
  fileprivate static func installed() throws -> WebLibrary {
    let path = ProcessInfo.processInfo.environment["GANGLION_THREE_JS"]
    return try WebLibrary(threeAt: path ?? systemPath)
  }
}
