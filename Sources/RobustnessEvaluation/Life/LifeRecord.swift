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
  /// Way along the commanded heading [m]: 0, then after each control step that was lived.
  public var way: [Double]
  /// One a second, for as long as the life lasted.
  public var samples: [Sample]

  /// Mean speed over a stretch of the planned life [m/s]. After a fall the way no longer grows.
  public func speed(in stretch: Range<Double>) -> Double {
    (way(at: stretch.upperBound) - way(at: stretch.lowerBound))
      / (stretch.upperBound - stretch.lowerBound)
  }

  /// Mean speed over the planned life [m/s], as ``TrialResult/speed``.
  public var speed: Double { way[way.count - 1] / duration }

  /// Whether the life ended before `time` [s].
  public func isOver(by time: Double) -> Bool {
    result.outcome != .completed && result.duration <= time + 1e-9
  }

  /// The last sample up to `time` [s]; nil where the life was over before.
  func sample(at time: Double) -> Sample? {
    guard !isOver(by: time) else { return nil }
    return samples.last { $0.time <= time + 1e-9 }
  }

  private func way(at time: Double) -> Double {
    way[min(Int((time / controlPeriod).rounded()), way.count - 1)]
  }

  /// The planned life cut into stretches of `width` seconds; the last may be shorter.
  public static func stretches(of duration: Double, width: Double) -> [Range<Double>] {
    let count = max(Int((duration / width - 1e-9).rounded(.up)), 1)
    return (0..<count).map {
      Double($0) * width..<min(Double($0 + 1) * width, duration)
    }
  }
}
