import FileFormats
import NumericalMethods
import Policies
import RobustnessEvaluation

/// Policies of temporal tasks.
extension Evaluate {
  func runTasks(_ loaded: [NamedPolicy]) throws {
    try require(
      lives.isEmpty,
      "--dividend and --lifespan are for walking policies, unlike \(loaded[0].name)")
    try require(arms.arms.isEmpty, "--arm is for walking policies, unlike \(loaded[0].name)")
    try require(suite == nil, "--suite is for walking policies; a task is tried at noises")
    try refuse(
      Array(physics.given.filter { $0.value != nil }.prefix(1)),
      " is for walking policies; a temporal task has no physics")
    try require(!fresh, "--fresh is for walking policies; a task's table is always new")
    let setting = setting(episodes: episodes ?? 512)
    var rows = [TaskTable.header]
    let summaries = try loaded.map { name, policy in
      let options = try policy.requireTemporal(path: name).loaded()
      let noises = noise.isEmpty ? TaskTrials.noises(around: options.noise) : noise
      announce(name, episodes: setting.episodes * noises.count)
      let responses = try TaskTrials.run(policy, options, noises: noises, setting)
      rows += TaskTable.rows(policy: name, noises: noises, responses)
      return TaskPolicySummary(
        name: name, options, setting, noises: noises, responses,
        observed: try TaskTrials.observe(options, noises: noises, setting))
    }
    let summary = TaskSummary(seed: seed, policies: summaries)
    try write(CSV.text(rows), to: "suite.csv")
    try write(summary: summary)
    if display.json { return try Console.json(summary) }
    for policy in summaries { printTable(policy) }
    printAcross(summary.across)
  }

  private func printAcross(_ across: [TaskSummary.Across]) {
    guard let first = across.first else { return }
    Console.output(
      """
      all \(first.accuracy.policies) policies, each by its own mean: mean (95 % t interval) and \
      interquartile mean (95 % bootstrap interval)

      """)
    printRow(["noise", "right", "late", "late, interquartile"])
    for row in across {
      printRow([
        row.noise.fixed(2), mean(row.accuracy), mean(row.lateAccuracy),
        interquartileMean(row.lateAccuracy),
      ])
    }
  }

  private func mean(_ shares: PolicyShares) -> String {
    "\(shares.mean.percent(1)) (\(bounds(shares.tLow, shares.tHigh)))"
  }

  private func interquartileMean(_ shares: PolicyShares) -> String {
    "\(shares.iqm.percent(1)) (\(bounds(shares.low, shares.high)))"
  }

  /// A dash where too few policies say nothing.
  private func bounds(_ low: Double?, _ high: Double?) -> String {
    guard let low, let high else { return "–" }
    return "\((100 * low).fixed(1))–\((100 * high).fixed(1))"
  }

  private func printTable(_ policy: TaskPolicySummary) {
    Console.output(
      """
      \(policy.name)
        \(policy.task), \(policy.episodes) episodes at each noise

      """)
    printRow(["noise", "right (95 % interval)", "late (95 % interval)", "by trial"])
    for row in policy.conditions {
      printRow([
        "\(row.noise.fixed(2))\(row.seenInTraining ? " *" : "")", row.accuracy.percent(1),
        row.lateAccuracy.percent(1),
        row.accuracyByTrial.map { (100 * $0).fixed(0) }.joined(separator: " "),
      ])
    }
    Console.output("  * noise of training")
    for observer in policy.observers {
      let late = observer.conditions.map { (100 * $0.lateAccuracy.estimate).fixed(1) }
      Console.output("  late, by \(observer.name) alone: \(late.joined(separator: " "))")
    }
    Console.output("")
  }

  private func printRow(_ cells: [String]) { Console.row([""] + cells, [2, 10, 24, 24, 24]) }
}
