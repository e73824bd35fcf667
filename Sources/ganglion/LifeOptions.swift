import ArgumentParser
import FileFormats
import Foundation
import Locomotion
import Policies
import RobustnessEvaluation

/// Studies of what happens within a life, of walking policies.
struct LifeOptions: ParsableArguments {
  @Flag(help: "Measure the plasticity dividend.")
  var dividend = false
  @Flag(help: "Live up to twenty training horizons.")
  var lifespan = false
  @Option(help: "Dividend: a further policy to compare with, of the same budget; may be repeated.")
  var fixed: [String] = []
  @Option(
    help: """
      Conditions of these lives, e.g. payload:4@5s; joined by +; may be repeated (default: for the \
      dividend six, most of which begin in mid-life; for the lifespan none).
      """)
  var condition: [String] = []

  @Option(
    help: "Dividend: length of a life in seconds (default: that of the policies' evaluation).")
  var duration: Double?

  /// Whether neither is asked for.
  var isEmpty: Bool { !dividend && !lifespan }

  func validate() throws {
    guard dividend || fixed.isEmpty else {
      throw ValidationError("--fixed is for --dividend")
    }
    guard dividend || duration == nil else {
      throw ValidationError("--duration is for --dividend")
    }
    if let duration, !(duration >= 1 && duration <= 86_400) {
      throw ValidationError("--duration is \(duration), expected 1 to 86400 s")
    }
    guard !isEmpty || condition.isEmpty else {
      throw ValidationError("--condition is for --dividend and --lifespan")
    }
  }

  /// The policies of --fixed.
  private func loadFixed() throws -> [NamedPolicy] {
    try fixed.map { ($0, try Policy(decoding: Launch.read($0), path: $0)) }
  }

  /// Refuses what could not be studied, before anything is run.
  func check(_ policies: [NamedPolicy]) throws {
    guard dividend else { return }
    let fixed = try loadFixed()
    for policy in policies { try DividendStudy.check(policy, fixed) }
  }

  /// - Parameter announce: told of each policy and its number of episodes.
  func runDividend(
    _ policies: [NamedPolicy], _ setting: EvaluationSetting, output: String?,
    announce: (_ name: String, _ episodes: Int) -> Void
  ) throws -> DividendSummary {
    let fixed = try loadFixed()
    let duration = duration ?? policies.map(\.policy.experiment.evaluation.duration).max() ?? 0
    let study = DividendStudy(
      conditions: try conditions(within: duration)
        ?? DividendStudy.defaultConditions(duration: duration),
      duration: duration, setting)
    let studies = try policies.map { policy in
      announce(policy.name, study.lives(fixed: fixed.count))
      return try study.run(policy, fixed: fixed)
    }
    if let output, Launch.isFirst {
      try AtomicFile.write(DividendLives.csv(studies), to: output + "/dividend.csv")
    }
    return DividendSummary(study, studies)
  }

  /// - Parameter announce: told of each policy and its number of episodes.
  func runLifespan(
    _ policies: [NamedPolicy], _ setting: EvaluationSetting, output: String?,
    announce: (_ name: String, _ episodes: Int) -> Void
  ) throws -> LifespanSummary {
    let study = LifespanStudy(
      conditions: [[]] + (try conditions(within: .infinity) ?? []), setting)
    let studies = try policies.map { policy in
      announce(policy.name, study.conditions.count * setting.episodes)
      return try study.run(policy)
    }
    if let output, Launch.isFirst {
      try AtomicFile.write(LifespanLives.csv(studies), to: output + "/lifespan.csv")
    }
    return LifespanSummary(study, studies)
  }

  /// Those given; nil without any.
  /// - Throws: `ConditionError`, or a usage error for one that would begin too late.
  private func conditions(within duration: Double) throws -> [[Condition]]? {
    let parsed = try condition.map { try Condition.list(parsing: $0) }.filter { !$0.isEmpty }
    for late in parsed.joined() where late.onset >= duration {
      throw ValidationError("--condition \(late) begins after a life of \(duration) s")
    }
    return condition.isEmpty ? nil : parsed
  }
}

/// What `summary.json` holds for walking policies: the suite's keys, and the studies' under their
/// names.
struct WalkingSummary: Encodable {
  var suite: SuiteSummary?
  var dividend: DividendSummary?
  var lifespan: LifespanSummary?

  private enum CodingKeys: String, CodingKey { case dividend, lifespan }

  func encode(to encoder: any Encoder) throws {
    try suite?.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encodeIfPresent(dividend, forKey: .dividend)
    try container.encodeIfPresent(lifespan, forKey: .lifespan)
  }
}
