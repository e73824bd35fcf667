import Locomotion
import NumericalMethods

extension DividendSummary {
  /// - Parameter studies: lives of one study under several policies.
  public init(_ study: DividendStudy, _ studies: [DividendLives]) {
    seed = study.seed
    episodes = study.episodes
    duration = study.duration
    policies = studies.map(PolicyDividend.init)
  }
}

extension PolicyDividend {
  init(_ lives: DividendLives) {
    let stream = RandomStream(seed: lives.study.seed, purpose: .bootstrap)
    let others = Array(lives.arms.indices.dropFirst())
    name = lives.policy
    conditions = lives.conditions.indices.map { condition in
      Row(
        condition: Condition.text(lives.conditions[condition]),
        arms: lives.arms.indices.map { Arm(lives, $0, condition, stream) },
        gaps: others.map { Gap(lives, $0, condition, stream) })
    }
    let novel = Array(lives.conditions.indices.dropFirst())
    overall = novel.isEmpty ? [] : others.map { Total(lives, $0, novel, stream) }
  }
}

extension PolicyDividend.Arm {
  init(_ lives: DividendLives, _ arm: Int, _ condition: Int, _ stream: RandomStream) {
    let own = lives.lives(arm, condition)
    name = lives.arms[arm].name(lives.names)
    speed = Estimate(strata: [own.map(\.speed)], stream)
    retained = Estimate(strata: [lives.retained(arm, condition)], stream)
    falls = own.filter(\.result.outcome.isFall).count
    diverged = own.filter(\.result.outcome.isDiverged).count
    curve = LifeRecord.stretches(of: lives.study.duration, width: 1).map { second in
      Estimate(strata: [own.map { $0.speed(in: second) }], stream)
    }
    cost = CostSummary(own.reduce(into: ControllerCost()) { $0 += $1.cost })
  }
}

extension PolicyDividend.Gap {
  /// A policy that is slower than this in the nominal world does not walk [m/s].
  private static let walking = 0.05

  init(_ lives: DividendLives, _ arm: Int, _ condition: Int, _ stream: RandomStream) {
    let (rule, other) = (lives.lives(0, condition), lives.lives(arm, condition))
    func gaps(_ value: (LifeRecord) -> Double) -> [Double] {
      zip(rule, other).map { value($0) - value($1) }
    }
    func estimate(_ values: [Double]) -> Estimate { Estimate(strata: [values], stream) }
    against = lives.arms[arm].name(lives.names)
    changed = lives.parting(lives.arms[arm], condition)
    let stretches = LifeStretches(from: changed, to: lives.study.duration)
    let (atOnce, late) = (
      gaps { $0.speed(in: stretches.atOnce) }, gaps { $0.speed(in: stretches.late) }
    )
    retained = estimate(
      zip(lives.retained(0, condition), lives.retained(arm, condition)).map { $0 - $1 })
    speed = estimate(gaps(\.speed))
    self.atOnce = estimate(atOnce)
    early = estimate(gaps { $0.speed(in: stretches.early) })
    self.late = estimate(late)
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
    verdict = DividendVerdict(atOnce: self.atOnce, late: self.late, growth: growth)
  }
}

extension PolicyDividend.Total {
  init(_ lives: DividendLives, _ arm: Int, _ conditions: [Int], _ stream: RandomStream) {
    against = lives.arms[arm].name(lives.names)
    retained = Estimate(
      strata: conditions.map { condition in
        zip(lives.retained(0, condition), lives.retained(arm, condition)).map { $0 - $1 }
      }, stream)
    speed = Estimate(
      strata: conditions.map { condition in
        zip(lives.lives(0, condition), lives.lives(arm, condition)).map { $0.speed - $1.speed }
      }, stream)
  }
}
