import ArgumentParser
import FileFormats
import NumericalMethods
import Policies
import RobustnessEvaluation
import TemporalTasks

/// Policies of temporal tasks.
extension Evaluate {
  func runTasks(_ loaded: [NamedPolicy]) throws {
    guard lives.isEmpty else {
      throw ValidationError(
        "--dividend and --lifespan are for walking policies, unlike \(loaded[0].name)")
    }
    guard suite == nil else {
      throw ValidationError("--suite is for walking policies; a task is tried at noises")
    }
    if let option = physics.isGiven.first(where: \.value)?.key {
      throw ValidationError("\(option) is for walking policies; a temporal task has no physics")
    }
    guard !fresh else {
      throw ValidationError("--fresh is for walking policies; a task's table is always new")
    }
    let setting = setting(episodes: episodes ?? 512)
    var rows = [TaskTable.header]
    let summaries = try loaded.map { name, policy in
      let options = try policy.requireTemporal(path: name)
      let noises = noise.isEmpty ? TaskTrials.noises(around: options.noise) : noise
      announce(name, episodes: setting.episodes * noises.count)
      let responses = try TaskTrials.run(policy, options, noises: noises, setting)
      rows += TaskTable.rows(policy: name, noises: noises, responses)
      return TaskPolicySummary(name: name, options, setting, noises: noises, responses)
    }
    let summary = TaskSummary(seed: seed, policies: summaries)
    if let output, Launch.isFirst {
      try AtomicFile.write(CSV.text(rows), to: output + "/suite.csv")
      try write(summary, to: output)
    }
    if display.json { return try Console.json(summary) }
    for policy in summaries { printTable(policy) }
    guard !summary.across.isEmpty else { return }
    Console.output(
      "all \(summaries.count) policies, interquartile mean (95 % interval over policies)\n\n"
        + "  noise     right                   late")
    for row in summary.across {
      Console.output(
        "  " + row.noise.fixed(2).padded(10) + row.accuracy.percent.padded(24)
          + row.lateAccuracy.percent)
    }
  }

  private func printTable(_ policy: TaskPolicySummary) {
    Console.output(
      """
      \(policy.name)
        \(policy.task), \(policy.episodes) episodes at each noise

        noise     right (95 % interval)   late (95 % interval)    by trial
      """)
    for row in policy.conditions {
      let noise = "\(row.noise.fixed(2))\(row.seenInTraining ? " *" : "")"
      let curve = row.accuracyByTrial.map { (100 * $0).fixed(0) }.joined(separator: " ")
      Console.output(
        "  " + noise.padded(10) + percent(row.accuracy).padded(24)
          + percent(row.lateAccuracy).padded(24) + curve)
    }
    Console.output("  * noise of training\n")
  }

  private func percent(_ share: TaskPolicySummary.Share) -> String {
    "\((100 * share.estimate).fixed(1)) % (\((100 * share.low).fixed(1))–\((100 * share.high).fixed(1)))"
  }
}
