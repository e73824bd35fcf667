import Locomotion
public import NumericalMethods

/// What `summary.json` holds under `lifespan`.
public struct LifespanSummary: Sendable, Equatable, Codable {
  public var seed: UInt64
  public var episodes: Int
  public var policies: [PolicyLifespan]

  public init(_ study: LifespanStudy, _ studies: [LifespanLives]) {
    seed = study.seed
    episodes = study.episodes
    policies = studies.map(PolicyLifespan.init)
  }
}

/// One policy over its lifespan.
public struct PolicyLifespan: Sendable, Equatable, Codable {
  /// What the network is like, mean over the lives that go on; nil where none does.
  public struct Activity: Sendable, Equatable, Codable {
    /// Mean spikes per neuron and tick.
    public var firingRate: Double
    /// Euclidean norm of E.
    public var fastNorm: Double
    /// Mean |αE| over mean |W|, mean over plastic projections.
    public var fastShare: Double

    enum CodingKeys: String, CodingKey {
      case firingRate = "firing_rate"
      case fastNorm = "fast_norm"
      case fastShare = "fast_share"
    }
  }

  /// A life of one length.
  public struct Span: Sendable, Equatable, Codable {
    /// In training horizons, and in seconds.
    public var multiple: Int
    public var time: Double
    /// Speed in the last half horizon [m/s]; 0 after a fall.
    public var speed: Estimate
    /// The same whatever the direction [m/s]: a robot that has turned walks on, but not ahead.
    public var pace: Estimate
    /// Speed less the speed in the second half of the first horizon, seed by seed.
    public var change: Estimate
    public var falls: Int
    public var diverged: Int
    /// At the end.
    public var activity: Activity?

    enum CodingKeys: String, CodingKey {
      case multiple, falls, diverged, activity
      case time = "time_s"
      case speed = "speed_mps"
      case pace = "pace_mps"
      case change = "change_mps"
    }
  }

  /// One moment of the longest life.
  public struct Moment: Sendable, Equatable, Codable {
    public var time: Double
    /// In the stretch that ends here [m/s].
    public var speed: Double
    public var alive: Int
    public var activity: Activity?

    enum CodingKeys: String, CodingKey {
      case alive, activity
      case time = "time_s"
      case speed = "speed_mps"
    }
  }

  public struct Row: Sendable, Equatable, Codable {
    public var condition: String
    public var spans: [Span]
    /// Sixty moments, or one a second of a shorter life.
    public var curve: [Moment]
  }

  public var name: String
  public var horizon: Double
  public var conditions: [Row]

  enum CodingKeys: String, CodingKey {
    case name, conditions
    case horizon = "horizon_s"
  }
}

extension PolicyLifespan {
  init(_ lives: LifespanLives) {
    name = lives.policy
    horizon = lives.horizon
    conditions = lives.study.conditions.indices.map { Row(lives, $0) }
  }
}

extension PolicyLifespan.Row {
  private static let moments = 60.0

  init(_ lives: LifespanLives, _ index: Int) {
    let own = lives.lives(index)
    condition = Condition.text(lives.study.conditions[index])
    spans = LifespanStudy.multiples.map { PolicyLifespan.Span(lives, own, $0) }
    let duration = own[0].duration
    curve = LifeRecord.stretches(of: duration, width: max((duration / Self.moments).rounded(), 1))
      .map { PolicyLifespan.Moment(own, $0) }
  }
}

extension PolicyLifespan.Span {
  init(_ lives: LifespanLives, _ own: [LifeRecord], _ multiple: Int) {
    let stream = RandomStream(seed: lives.study.seed, purpose: .bootstrap)
    let (last, first) = (lives.stretch(multiple), lives.stretch(1))
    self.multiple = multiple
    time = last.upperBound
    let over = own.filter { $0.isOver(by: last.upperBound) }
    speed = Estimate(own.map { $0.speed(in: last) }, stream)
    pace = Estimate(own.map { $0.pace(in: last) }, stream)
    change = Estimate(own.map { $0.speed(in: last) - $0.speed(in: first) }, stream)
    falls = over.filter(\.result.outcome.isFall).count
    diverged = over.filter(\.result.outcome.isDiverged).count
    activity = PolicyLifespan.Activity(own, at: time)
  }
}

extension PolicyLifespan.Moment {
  init(_ own: [LifeRecord], _ stretch: Range<Double>) {
    time = stretch.upperBound
    speed = Statistics.interquartileMean(own.map { $0.speed(in: stretch) })
    alive = own.filter { !$0.isOver(by: stretch.upperBound) }.count
    activity = PolicyLifespan.Activity(own, at: time)
  }
}

extension PolicyLifespan.Activity {
  init?(_ own: [LifeRecord], at time: Double) {
    let samples = own.compactMap { $0.sample(at: time) }
    guard !samples.isEmpty else { return nil }
    firingRate = Statistics.mean(samples.map(\.firingRate))
    fastNorm = Statistics.mean(samples.map(\.fastNorm))
    fastShare = Statistics.mean(samples.map(\.fastShare))
  }
}
