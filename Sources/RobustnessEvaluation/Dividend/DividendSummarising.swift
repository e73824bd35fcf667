import Locomotion
import NumericalMethods

extension DividendSummary {
  /// - Parameter studies: lives of one study under several policies.
  public init(_ study: DividendStudy, _ studies: [DividendLives]) {
    (seed, episodes, durationS) = (study.setting.seed, study.setting.episodes, study.duration)
    policies = studies.map(PolicyDividend.init)
  }
}

extension PolicyDividend {
  init(_ lives: DividendLives) {
    let stream = lives.study.setting.bootstrap
    let others = Array(lives.arms.indices.dropFirst())
    name = lives.policy
    conditions = lives.conditions.indices.map { Row(lives, $0, stream) }
    let novel = Array(lives.conditions.indices.dropFirst())
    overall = novel.isEmpty ? [] : others.map { Total(lives, $0, novel, stream) }
  }
}

extension PolicyDividend.Row {
  init(_ lives: DividendLives, _ index: Int, _ stream: RandomStream) {
    let conditions = lives.conditions[index]
    condition = Condition.text(conditions)
    arms = lives.arms.indices.map { PolicyDividend.Arm(lives, $0, index, stream) }
    gaps = lives.arms.indices.dropFirst().map { PolicyDividend.Gap(lives, $0, index, stream) }
    reading = DividendReading(
      off: gaps[0].verdict, frozen: gaps[1].verdict,
      isLateChange: lives.change(index) >= lives.study.duration / 2)
  }
}

extension PolicyDividend.Arm {
  init(_ lives: DividendLives, _ arm: Int, _ condition: Int, _ stream: RandomStream) {
    let own = lives.lives(arm, condition)
    name = lives.arms[arm].name(lives.names)
    speedMps = Estimate(own.map(\.speed), stream)
    retained = Estimate(lives.retained(arm, condition), stream)
    falls = own.filter(\.result.outcome.isFall).count
    diverged = own.filter(\.result.outcome.isDiverged).count
    speedBySecondMps = LifeRecord.stretches(of: lives.study.duration, width: 1).map { second in
      Estimate(own.map { $0.speed(in: second) }, stream)
    }
    cost = CostSummary(own.reduce(into: ControllerCost()) { $0 += $1.cost })
  }
}

extension PolicyDividend.Gap {
  /// What is slower than this does not walk [m/s].
  private static let walking = 0.05

  init(_ lives: DividendLives, _ arm: Int, _ condition: Int, _ stream: RandomStream) {
    let (rule, other) = (lives.lives(0, condition), lives.lives(arm, condition))
    func gaps(_ value: (LifeRecord) -> Double) -> [Double] {
      zip(rule, other).map { value($0) - value($1) }
    }
    func estimate(_ values: [Double]) -> Estimate { Estimate(values, stream) }
    against = lives.arms[arm].name(lives.names)
    changedAtS = lives.parting(lives.arms[arm], condition)
    let stretches = LifeStretches(from: changedAtS, to: lives.study.duration)
    let (atOnce, late) = (
      gaps { $0.speed(in: stretches.atOnce) }, gaps { $0.speed(in: stretches.late) }
    )
    retained = estimate(
      zip(lives.retained(0, condition), lives.retained(arm, condition)).map { $0 - $1 })
    speedMps = estimate(gaps(\.speed))
    atOnceMps = estimate(atOnce)
    earlyMps = estimate(gaps { $0.speed(in: stretches.early) })
    lateMps = estimate(late)
    // A robot that gets going is slow at first, and so is every gap: gaps are compared as shares of
    // the speed that the rule has in the nominal world at that time.
    let twins = lives.lives(0, 0)
    let scales = [stretches.atOnce, stretches.late].map { stretch in
      Statistics.mean(twins.map { $0.speed(in: stretch) })
    }
    guard scales.allSatisfy({ $0 > Self.walking }) else {
      (growth, verdict) = (nil, .standing)
      return
    }
    let growth = estimate(zip(atOnce, late).map { $1 / scales[1] - $0 / scales[0] })
    self.growth = growth
    let walks =
      Statistics.interquartileMean(rule.map { $0.speed(in: stretches.late) }) > Self.walking
    verdict = DividendVerdict(
      atOnce: atOnceMps, late: lateMps, growth: growth, ruleWalks: walks)
  }
}

extension PolicyDividend.Total {
  init(_ lives: DividendLives, _ arm: Int, _ conditions: [Int], _ stream: RandomStream) {
    func estimate(_ gaps: (Int) -> [Double]) -> Estimate {
      var stream = stream
      return Estimate(strata: conditions.map(gaps), &stream)
    }
    against = lives.arms[arm].name(lives.names)
    retained = estimate { condition in
      zip(lives.retained(0, condition), lives.retained(arm, condition)).map { $0 - $1 }
    }
    speedMps = estimate { condition in
      zip(lives.lives(0, condition), lives.lives(arm, condition)).map { $0.speed - $1.speed }
    }
  }
}
