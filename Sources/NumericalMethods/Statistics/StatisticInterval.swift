/// What the estimate of an interval is called: the keys under which it is encoded.
public protocol EstimateName: CodingKey, Sendable {
  static var estimate: Self { get }
  static var low: Self { get }
  static var high: Self { get }
}

public enum AnyEstimate: String, EstimateName { case estimate, low, high }
public enum MeanEstimate: String, EstimateName { case estimate = "mean", low, high }
public enum InterquartileMeanEstimate: String, EstimateName { case estimate = "iqm", low, high }

/// A statistic of a sample, with the bounds of its confidence interval.
public struct StatisticInterval<Name: EstimateName>: Sendable, Hashable, Codable {
  /// The statistic of the sample itself.
  public var estimate: Double
  /// Lower bound; NaN, and null in files, where there are too few scores for an interval.
  public var low: Double
  /// Upper bound.
  public var high: Double

  /// An interval from its three numbers.
  public init(estimate: Double, low: Double, high: Double) {
    (self.estimate, self.low, self.high) = (estimate, low, high)
  }

  /// The same numbers under another name.
  public init(_ other: StatisticInterval<some EstimateName>) {
    self.init(estimate: other.estimate, low: other.low, high: other.high)
  }

  /// The percentile interval: the bounds are quantiles of what resamples gave.
  ///
  /// Preconditions: `confidence` in (0, 1), at least one draw. NaN bounds where a draw is NaN.
  init(estimate: Double, draws: [Double], confidence: Double) {
    precondition(0 < confidence && confidence < 1, "confidence lies in (0, 1)")
    precondition(!draws.isEmpty, "the bootstrap needs at least one resample")
    let ordered = Statistics.sorted(draws)
    let tail = (1 - confidence) / 2
    self.init(
      estimate: estimate, low: Statistics.quantile(sorted: ordered, tail),
      high: Statistics.quantile(sorted: ordered, 1 - tail))
  }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Name.self)
    estimate = try values.decode(Double.self, forKey: .estimate)
    low = try values.decodeIfPresent(Double.self, forKey: .low) ?? .nan
    high = try values.decodeIfPresent(Double.self, forKey: .high) ?? .nan
  }

  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Name.self)
    try values.encode(estimate, forKey: .estimate)
    try values.encode(low.isNaN ? nil : low, forKey: .low)
    try values.encode(high.isNaN ? nil : high, forKey: .high)
  }
}

/// The interval of any statistic.
public typealias ConfidenceInterval = StatisticInterval<AnyEstimate>
