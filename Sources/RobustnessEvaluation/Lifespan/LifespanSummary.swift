import Locomotion
public import NumericalMethods

/// What `summary.json` holds under `lifespan`.
public struct LifespanSummary: Sendable, Equatable, Encodable {
  var seed: UInt64
  public var episodes: Int
  public var policies: [PolicyLifespan]

  public init(_ study: LifespanStudy, _ studies: [LifespanLives]) {
    (seed, episodes) = (study.setting.seed, study.setting.episodes)
    policies = studies.map(PolicyLifespan.init)
  }
}

/// One policy over its lifespan.
public struct PolicyLifespan: Sendable, Equatable, Encodable {
  /// What the network is like, mean over the lives that go on; nil where none does.
  public struct Activity: Sendable, Equatable, Encodable {
    /// Mean spikes per neuron and tick.
    public var firingRate: Double
    /// Euclidean norm of E.
    public var fastNorm: Double
    /// Mean |αE| over mean |W|, mean over plastic projections.
    public var fastShare: Double
  }

  /// A life of one length.
  public struct Span: Sendable, Equatable, Encodable {
    /// In training horizons, and in seconds.
    public var multiple: Int
    public var timeS: Double
    /// Speed in the last half horizon [m/s]; 0 after a fall.
    public var speedMps: Estimate
    /// The same whatever the direction [m/s]: a robot that has turned walks on, but not ahead.
    public var paceMps: Estimate
    /// Speed less the speed in the second half of the first horizon, seed by seed.
    var changeMps: Estimate
    public var falls: Int
    public var diverged: Int
    /// At the end.
    public var activity: Activity?
  }

  /// One moment of the longest life.
  struct Moment: Sendable, Equatable, Encodable {
    var timeS: Double
    /// In the stretch that ends here [m/s].
    var speedMps: Double
    var alive: Int
    var activity: Activity?
  }

  public struct Row: Sendable, Equatable, Encodable {
    public var condition: String
    public var spans: [Span]
    /// Sixty moments, or one a second of a shorter life.
    var curve: [Moment]
  }

  public var name: String
  /// Length of an episode in training [s].
  public var horizonS: Double
  public var conditions: [Row]
}

extension PolicyLifespan {
  init(_ lives: LifespanLives) {
    name = lives.policy
    horizonS = lives.horizon
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
    let stream = lives.study.setting.bootstrap
    let (last, first) = (lives.stretch(multiple), lives.stretch(1))
    self.multiple = multiple
    timeS = last.upperBound
    let over = own.filter { $0.isOver(by: last.upperBound) }
    speedMps = Estimate(own.map { $0.speed(in: last) }, stream)
    paceMps = Estimate(own.map { $0.pace(in: last) }, stream)
    changeMps = Estimate(own.map { $0.speed(in: last) - $0.speed(in: first) }, stream)
    falls = over.filter(\.result.outcome.isFall).count
    diverged = over.filter(\.result.outcome.isDiverged).count
    activity = PolicyLifespan.Activity(own, at: timeS)
  }
}

extension PolicyLifespan.Moment {
  init(_ own: [LifeRecord], _ stretch: Range<Double>) {
    timeS = stretch.upperBound
    speedMps = Statistics.interquartileMean(own.map { $0.speed(in: stretch) })
    alive = own.filter { !$0.isOver(by: stretch.upperBound) }.count
    activity = PolicyLifespan.Activity(own, at: timeS)
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
