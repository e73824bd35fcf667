public import Locomotion

/// How one life went over time.
public struct LifeRecord: Sendable, Equatable {
  /// What the network was like at one moment.
  public struct Sample: Sendable, Equatable {
    /// [s]
    public var time: Double
    /// Mean spikes per neuron and tick since the sample before, in [0, 1].
    public var firingRate: Double
    /// Euclidean norm of the fast weights E of all projections together.
    public var fastNorm: Double
    /// Mean over plastic projections of mean |αE| over mean |W|.
    public var fastShare: Double
  }

  public var result: EpisodeResult
  public var cost: ControllerCost
  /// Length of a life that is lived to its end [s].
  public var duration: Double
  /// [s]
  public var controlPeriod: Double
  /// Way along the commanded heading and to its left [m]: 0, then after each control step lived.
  public var way, drift: [Double]
  /// One a second, for as long as the life lasted.
  public var samples: [Sample]

  /// Mean speed over a stretch of the planned life [m/s], along the commanded heading. After a fall
  /// the way no longer grows; of a life that diverges nothing counts.
  public func speed(in stretch: Range<Double>) -> Double { speed(along: way, in: stretch) }

  /// The same whatever the direction, at least 0.
  public func pace(in stretch: Range<Double>) -> Double {
    let (ahead, aside) = (speed(along: way, in: stretch), speed(along: drift, in: stretch))
    return (ahead * ahead + aside * aside).squareRoot()
  }

  /// Mean speed over the planned life [m/s], as ``TrialResult/speed``.
  public var speed: Double {
    result.outcome.isDiverged ? 0 : way[way.count - 1] / duration
  }

  /// Whether the life ended before `time` [s].
  public func isOver(by time: Double) -> Bool {
    result.outcome != .completed && result.duration <= time + 1e-9
  }

  /// The last sample up to `time` [s]; nil where the life was over before.
  func sample(at time: Double) -> Sample? {
    guard !isOver(by: time) else { return nil }
    return samples.last { $0.time <= time + 1e-9 }
  }

  private func speed(along way: [Double], in stretch: Range<Double>) -> Double {
    guard !result.outcome.isDiverged else { return 0 }
    func place(_ time: Double) -> Double {
      way[min(Int((time / controlPeriod).rounded()), way.count - 1)]
    }
    return (place(stretch.upperBound) - place(stretch.lowerBound))
      / (stretch.upperBound - stretch.lowerBound)
  }

  /// The planned life cut into stretches of `width` seconds; the last may be shorter.
  public static func stretches(of duration: Double, width: Double) -> [Range<Double>] {
    let count = max(Int((duration / width - 1e-9).rounded(.up)), 1)
    return (0..<count).map {
      Double($0) * width..<min(Double($0 + 1) * width, duration)
    }
  }
}
