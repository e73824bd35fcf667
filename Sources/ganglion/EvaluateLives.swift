import ArgumentParser
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
    try require(dividend || fixed.isEmpty, "--fixed is for --dividend")
    try require(dividend || duration == nil, "--duration is for --dividend")
    try require("--duration", duration, "1 to 86400 s") { $0 >= 1 && $0 <= 86_400 }
    try require(
      !isEmpty || condition.isEmpty, "--condition is for --dividend and --lifespan")
  }

  /// The policies of --fixed.
  func loadFixed() throws -> [NamedPolicy] {
    try fixed.map { ($0, try Policy(decoding: Launch.read($0), path: $0)) }
  }

  /// Those given; nil without any.
  /// - Throws: `ConditionError`, or a usage error for one that would begin too late.
  func conditions(within duration: Double) throws -> [[Condition]]? {
    let parsed = try condition.map { try Condition.list(parsing: $0) }.filter { !$0.isEmpty }
    for late in parsed.joined() where late.onset >= duration {
      throw ValidationError("--condition \(late) begins after a life of \(duration) s")
    }
    return condition.isEmpty ? nil : parsed
  }
}

extension Evaluate {
  private var lifeSetting: EvaluationSetting { setting(episodes: episodes ?? 20) }

  /// Refuses what could not be studied, before anything is run.
  func checkLives(_ policies: [NamedPolicy]) throws {
    let named = try lives.conditions(within: .infinity) ?? []
    for (name, policy) in policies {
      try Condition.check(
        Array(named.joined()), of: policy.requireLocomotion(path: name).robot)
    }
    guard lives.dividend else { return }
    let fixed = try lives.loadFixed()
    for policy in policies { try DividendStudy.check(policy, fixed) }
  }

  func runDividend(_ policies: [NamedPolicy]) throws -> DividendSummary {
    let fixed = try lives.loadFixed()
    let horizons = policies.map(\.policy.experiment.evaluation.duration)
    let duration = lives.duration ?? horizons.max() ?? 0
    let study = DividendStudy(
      conditions: try lives.conditions(within: duration)
        ?? DividendStudy.defaultConditions(duration: duration),
      duration: duration, lifeSetting)
    let studies = try policies.map { policy in
      announce(policy.name, episodes: study.lives(fixed: fixed.count))
      return try study.run(policy, fixed: fixed)
    }
    try write(DividendLives.csv(studies), to: "dividend.csv")
    return DividendSummary(study, studies)
  }

  func runLifespan(_ policies: [NamedPolicy]) throws -> LifespanSummary {
    let study = LifespanStudy(
      conditions: [[]] + (try lives.conditions(within: .infinity) ?? []), lifeSetting)
    let studies = try policies.map { policy in
      announce(policy.name, episodes: study.conditions.count * lifeSetting.episodes)
      return try study.run(policy)
    }
    try write(LifespanLives.csv(studies), to: "lifespan.csv")
    return LifespanSummary(study, studies)
  }
}
