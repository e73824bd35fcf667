import Locomotion
import NumericalMethods

/// An arm's results: for each of its policies, those of `SuiteRunner.trials(of:)` in that order.
struct ArmResults {
  let name: String
  let policies: [[TrialResult]]
  let episodes: Int

  /// [policies][conditions, the nominal world first][episodes]
  func scores(_ score: (TrialResult) -> Double) -> [[[Double]]] {
    policies.map { $0.map(score).chunked(episodes) }
  }
}

extension SuiteSummary {
  /// Thresholds of the performance profiles.
  static let thresholds = (0...25).map { Double($0) / 20 }

  /// The table of a suite run.
  ///
  /// - Parameters:
  ///   - results: for each policy, the results of `SuiteRunner.trials(of:)` in that order; those of
  ///     an arm one after the other.
  ///   - headroom: the arms that it is read from.
  init(
    _ runner: SuiteRunner, _ results: [(name: String, trials: [TrialResult])],
    headroom roles: HeadroomArms? = nil
  ) {
    let setting = runner.setting
    let resamples = ClusterResamples(seed: setting.seed, episodes: setting.episodes)
    suite = runner.suite.name
    suiteVersion = runner.suite.version
    seed = setting.seed
    primary = runner.suite.primary
    policies = results.map { PolicySummary($0.name, $0.trials, setting, resamples) }
    let grouped = results.map(\.trials).grouped(by: \.[0].trial.member.arm).map {
      ArmResults(name: $0.key, policies: $0.elements, episodes: setting.episodes)
    }
    let tables = grouped.enumerated().map { ArmTable($1, arm: $0) }
    arms = tables.map { ArmSummary($0, resamples) }
    let headroom = roles.flatMap { Headroom($0, tables) }
    self.headroom = headroom
    comparisons = tables.indices.flatMap { i in
      tables.indices.filter { $0 > i }.map { j in
        Comparison(tables[i], tables[j], headroom, resamples)
      }
    }
  }
}

/// An arm's scores, ready to be compared.
struct ArmTable {
  let results: ArmResults
  /// Primary measure under the conditions, without the nominal world.
  let primary: CrossedScores
  let nominal: CrossedScores
  let retained: CrossedScores
  /// As the primary measure, −∞ where a trial diverged.
  let ranks: CrossedScores

  init(_ results: ArmResults, arm: Int) {
    self.results = results
    func table(_ score: (TrialResult) -> Double) -> CrossedScores {
      CrossedScores(results.scores(score).map { Array($0.dropFirst()) }, arm: arm)
    }
    primary = table(\.primary)
    retained = table(\.retainedAtMost)
    ranks = table(\.rank)
    nominal = CrossedScores(results.scores(\.primary).map { [$0[0]] }, arm: arm)
  }

  /// The names of the conditions.
  var conditions: [String] {
    results.policies[0].chunked(results.episodes).dropFirst().map { $0[0].trial.condition }
  }
}

extension ArmSummary {
  init(_ table: ArmTable, _ resamples: ClusterResamples) {
    let results = table.results
    name = results.name
    policies = results.policies.map { $0[0].trial.policy }
    trainingSeeds = results.policies.map { $0[0].trial.member.trainingSeed }
    let failures = results.scores { $0.hasFailed ? 1 : 0 }
    func share(_ rows: [[[Double]]]) -> Double {
      Statistics.mean(rows.flatMap { $0.flatMap(\.self) })
    }
    func row(
      _ name: String, _ scores: CrossedScores, _ failures: [[[Double]]], _ retained: CrossedScores?
    ) -> Row {
      Row(
        name: name, primaryMps: scores.mean(resamples),
        primaryIqmMps: scores.interquartileMean(resamples), failed: share(failures),
        retained: retained.map { $0.interquartileMean(resamples) })
    }
    nominal = row("nominal", table.nominal, failures.map { [$0[0]] }, nil)
    overall = row(
      "all", table.primary, failures.map { Array($0.dropFirst()) }, table.retained)
    conditions = table.conditions.enumerated().map { index, name in
      row(
        name, table.primary.task(index), failures.map { [$0[index + 1]] },
        table.retained.task(index))
    }
  }
}

extension Comparison {
  init(
    _ a: ArmTable, _ b: ArmTable, _ headroom: Headroom?, _ resamples: ClusterResamples
  ) {
    (self.a, self.b) = (a.results.name, b.results.name)
    differenceMps = CrossedPairs.differences(a.primary, b.primary).mean(resamples)
    probabilityOfImprovement = CrossedPairs.improvement(a.ranks, b.ranks).mean(resamples)
    gains = CrossedPairs.gains(a.primary, b.primary, over: Self.margin).mean(resamples)
    losses = CrossedPairs.gains(b.primary, a.primary, over: Self.margin).mean(resamples)
    conditions = a.conditions.enumerated().map { index, name in
      Row(name, a.primary.task(index), b.primary.task(index), headroom?.conditions[index].isOpen)
    }
    let p = conditions.compactMap(\.differenceMps.p)
    guard p.count == conditions.count else { return }
    for (index, adjusted) in Statistics.holm(p).enumerated() {
      conditions[index].adjustedP = adjusted
    }
  }
}

extension Comparison.Row {
  init(_ condition: String, _ a: CrossedScores, _ b: CrossedScores, _ hasHeadroom: Bool?) {
    self.condition = condition
    self.hasHeadroom = hasHeadroom
    let margin = Comparison.margin
    differenceMps = CrossedPairs.differences(a, b).mean(nil)
    gains = CrossedPairs.gains(a, b, over: margin).mean(nil).estimate
    losses = CrossedPairs.gains(b, a, over: margin).mean(nil).estimate
  }
}

extension Headroom {
  /// Nil where an arm is missing.
  init?(_ roles: HeadroomArms, _ tables: [ArmTable]) {
    guard
      let oracle = tables.first(where: { $0.results.name == roles.oracle }),
      let nominal = tables.first(where: { $0.results.name == roles.nominal })
    else { return nil }
    (self.oracle, self.nominal) = (roles.oracle, roles.nominal)
    conditions = oracle.conditions.enumerated().map { index, name in
      let (told, untold) = (oracle.primary.task(index), nominal.primary.task(index))
      return Row(
        condition: name, oracleMps: told.mean(nil).estimate,
        nominalMps: untold.mean(nil).estimate,
        gainMps: CrossedPairs.differences(told, untold).mean(nil))
    }
  }
}
