import Locomotion
import NumericalMethods

extension DividendSummary {
  /// - Parameter session: a finished one of
  /// ``DividendStudy/runner(conditions:duration:freezeAt:primary:_:)``.
  public init(_ session: SuiteSession) {
    self.init(session.runner, session.results.map(\.trials))
  }

  /// - Parameter results: by entrant, in the order of `SuiteRunner.trials(of:_:)`.
  init(_ runner: SuiteRunner, _ results: [[TrialResult]]) {
    let setting = runner.setting
    let resamples = ClusterResamples(seed: setting.seed, episodes: setting.episodes)
    (seed, episodes) = (setting.seed, setting.episodes)
    durationS = runner.suite.duration ?? 0
    freezeAtS = runner.freezeAt
    primary = runner.suite.primary
    definitions = Dictionary(
      uniqueKeysWithValues: DividendVerdict.allCases.map { ($0.rawValue, $0.definition) })
    truthTables = DividendTable.all
    let all = results.grouped(by: \.[0].trial.member.arm).enumerated().map { index, arm in
      DividendTrials(arm.key, arm.elements, arm: index, episodes: setting.episodes)
    }
    let plastic = all.filter { $0.states.count > 1 }
    arms = plastic.map { ArmDividend($0, resamples) }
    guard !runner.suite.conditions.isEmpty else {
      comparisons = []
      return
    }
    comparisons = plastic.flatMap { arm in
      all.filter { $0.states.count == 1 }.map { fixed in
        Comparison(arm.table(.rule), fixed.table(.rule), nil, resamples)
      }
    }
  }
}

/// The trials of one arm's study.
struct DividendTrials {
  let name: String
  let arm: Int
  let states: [FastWeightTiming]
  private let results: [FastWeightTiming: ArmResults]

  init(_ name: String, _ results: [[TrialResult]], arm: Int, episodes: Int) {
    (self.name, self.arm) = (name, arm)
    let groups = results.grouped(by: \.[0].trial.timing)
    states = groups.map(\.key)
    self.results = Dictionary(
      uniqueKeysWithValues: groups.map {
        ($0.key, ArmResults(name: name, policies: $0.elements, episodes: episodes))
      })
  }

  /// The arm with its fast weights in a state that was tried.
  func results(_ state: FastWeightTiming) -> ArmResults { results[state]! }

  func table(_ state: FastWeightTiming) -> ArmTable { ArmTable(results(state), arm: arm) }

  /// Trials of all policies under a condition, by its place after the nominal world.
  func trials(_ state: FastWeightTiming, _ condition: Int) -> [TrialResult] {
    let results = results(state)
    return results.policies.flatMap { $0.chunked(results.episodes)[condition] }
  }

  func scores(
    _ state: FastWeightTiming, _ conditions: [Int], _ score: (TrialResult) -> Double
  ) -> CrossedScores {
    CrossedScores(
      results(state).scores(score).map { policy in conditions.map { policy[$0] } }, arm: arm)
  }

  /// The conditions of the trials, none for the nominal world.
  var conditions: [[Condition]] {
    let results = results(.rule)
    return results.policies[0].chunked(results.episodes).map { $0[0].trial.conditions }
  }

  /// A contrast under some conditions, trial by trial.
  func difference(_ contrast: DividendContrast, _ conditions: [Int]) -> CrossedScores {
    let sides = contrast.sides
    let measure = sides.isLate ? \TrialResult.late : \TrialResult.primary
    let scores = [sides.of, sides.against].map {
      self.scores($0, conditions) { $0[keyPath: measure] }.scores
    }
    return CrossedScores(
      zip(scores[0], scores[1]).map { policy in
        zip(policy.0, policy.1).map { zip($0, $1).map { $0 - $1 } }
      }, arm: arm)
  }
}

extension ArmDividend {
  /// What is slower than this does not walk [m/s].
  private static let walking = 0.05

  init(_ trials: DividendTrials, _ resamples: ClusterResamples) {
    name = trials.name
    policies = trials.results(.rule).policies.map { $0[0].trial.policy }
    let conditions = trials.conditions
    let walks = trials.scores(.rule, [0], \.primary).mean(nil).estimate > Self.walking
    self.conditions = conditions.indices.map { Row(trials, $0, resamples) }
    let changing = conditions.indices.filter { conditions[$0].onset > 0 }
    self.changing =
      changing.isEmpty
      ? [] : DividendContrast.allCases.map { Contrast(trials, $0, changing, resamples) }
    adjust()
    for index in self.conditions.indices { self.conditions[index].judge(walks: walks) }
  }
}

extension ArmDividend {
  /// Adjusts the p values of each contrast for the number of conditions in which its two states
  /// part at all: they are the same where the world changes with the life's start.
  private mutating func adjust() {
    for place in DividendContrast.allCases.indices {
      let p = conditions.map { $0.contrasts[place].differenceMps.p }
      for index in p.indices { conditions[index].contrasts[place].adjustedP = p[index] }
      let parting = p.indices.filter {
        (conditions[$0].contrasts[place].differenceMps.standardError ?? 0) > 0
      }
      let adjusted = Statistics.holm(parting.compactMap { p[$0] })
      for (index, adjusted) in zip(parting, adjusted) {
        conditions[index].contrasts[place].adjustedP = adjusted
      }
    }
  }
}

extension ArmDividend.Row {
  init(_ trials: DividendTrials, _ index: Int, _ resamples: ClusterResamples) {
    let conditions = trials.conditions[index]
    condition = Condition.text(conditions)
    changeS = conditions.onset
    states = trials.states.map { ArmDividend.State(trials, $0, index, resamples) }
    contrasts = DividendContrast.allCases.map {
      ArmDividend.Contrast(trials, $0, [index], resamples)
    }
  }

  /// - Parameter walks: whether the rule walks in the nominal world.
  fileprivate mutating func judge(walks: Bool) {
    let signs = Dictionary(uniqueKeysWithValues: contrasts.map { ($0.contrast, $0.sign) })
    verdicts = DividendTable.verdicts(hasChange: changeS > 0, walks: walks) { signs[$0] ?? 0 }
  }
}

extension ArmDividend.State {
  init(
    _ trials: DividendTrials, _ state: FastWeightTiming, _ condition: Int,
    _ resamples: ClusterResamples
  ) {
    let own = trials.trials(state, condition)
    let primary = trials.scores(state, [condition], \.primary)
    name = state.name
    primaryMps = primary.mean(resamples)
    primaryIqmMps = primary.interquartileMean(resamples)
    failed = Double(own.count(where: \.hasFailed)) / Double(own.count)
    let seconds = own.map(\.speedBySecond.count).max() ?? 0
    speedBySecondMps = (0..<seconds).map { second in
      trials.scores(state, [condition]) {
        second < $0.speedBySecond.count ? $0.speedBySecond[second] : 0
      }.mean(nil)
    }
    cost = CostSummary(own)
  }
}

extension ArmDividend.Contrast {
  init(
    _ trials: DividendTrials, _ contrast: DividendContrast, _ conditions: [Int],
    _ resamples: ClusterResamples
  ) {
    let difference = trials.difference(contrast, conditions)
    let all = difference.scores.flatMap { $0.flatMap(\.self) }
    self.contrast = contrast
    differenceMps = difference.mean(resamples)
    gains = Double(all.count { $0 > Comparison.margin }) / Double(all.count)
    losses = Double(all.count { $0 < -Comparison.margin }) / Double(all.count)
  }
}
