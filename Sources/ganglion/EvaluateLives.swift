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
  @Option(
    help: """
      Dividend: a further policy to compare with, of the same budget; may be repeated. Of several \
      training seeds, give an --arm.
      """)
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
  @Option(
    help: """
      Dividend: seconds after each condition's onset at which fast weights are frozen, cleared and \
      shuffled (default: 2).
      """)
  var freezeAt: Double?

  /// Whether neither is asked for.
  var isEmpty: Bool { !dividend && !lifespan }

  func validate() throws {
    try require(dividend || fixed.isEmpty, "--fixed is for --dividend")
    try require(dividend || duration == nil, "--duration is for --dividend")
    try require(dividend || freezeAt == nil, "--freeze-at is for --dividend")
    try require("--duration", duration, "1 to 86400 s") { $0 >= 1 && $0 <= 86_400 }
    try require("--freeze-at", freezeAt, "0 to 86400 s") { $0 >= 0 && $0 <= 86_400 }
    try require(
      !isEmpty || condition.isEmpty, "--condition is for --dividend and --lifespan")
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

  /// Refuses conditions that a robot cannot have, before anything is run.
  func checkLifeConditions(_ policies: [NamedPolicy]) throws {
    let named = try lives.conditions(within: .infinity) ?? []
    for (name, policy) in policies {
      try Condition.check(
        Array(named.joined()), of: policy.requireLocomotion(path: name).robot)
    }
  }

  func runDividend(_ arms: [Arm]) throws -> DividendSummary {
    let horizons = arms.flatMap(\.policies).map(\.policy.experiment.evaluation.duration)
    let duration = lives.duration ?? horizons.max() ?? 0
    let runner = DividendStudy.runner(
      conditions: try lives.conditions(within: duration)
        ?? DividendStudy.defaultConditions(duration: duration),
      duration: duration, freezeAt: lives.freezeAt ?? 2, lifeSetting)
    try runner.checkWork(arms)
    return DividendSummary(try finish(SuiteSession(runner, arms), table: "dividend"))
  }

  func runLifespan(_ arms: [Arm]) throws -> LifespanSummary {
    let study = LifespanStudy(
      conditions: [[]] + (try lives.conditions(within: .infinity) ?? []), lifeSetting)
    let studies = try arms.flatMap(\.policies).map { policy in
      announce(policy.name, episodes: study.conditions.count * lifeSetting.episodes)
      return try study.run(policy)
    }
    try write(LifespanLives.csv(studies), to: "lifespan.csv")
    return LifespanSummary(study, studies)
  }
}
