/// What the estimate of an interval is called where the interval is encoded.
public protocol EstimateName: Sendable {
  static var key: String { get }
}

/// `estimate`, for any statistic.
public enum AnyEstimate: EstimateName { public static let key = "estimate" }

/// `mean`.
public enum MeanEstimate: EstimateName { public static let key = "mean" }

/// `iqm`, the interquartile mean.
public enum InterquartileMeanEstimate: EstimateName { public static let key = "iqm" }

/// A statistic of a sample, with the bounds of its confidence interval. Encodes as the estimate
/// under its name, `low` and `high`.
public struct StatisticInterval<Name: EstimateName>: Sendable, Hashable, Codable {
  /// The statistic of the sample itself.
  public var estimate: Double
  /// Lower bound.
  public var low: Double
  /// Upper bound.
  public var high: Double

  /// An interval from its three numbers.
  public init(estimate: Double, low: Double, high: Double) {
    self.estimate = estimate
    self.low = low
    self.high = high
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

  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }

    static var estimate: Key { Key(stringValue: Name.key) }
    static var low: Key { Key(stringValue: "low") }
    static var high: Key { Key(stringValue: "high") }
  }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    estimate = try values.decode(Double.self, forKey: .estimate)
    low = try values.decode(Double.self, forKey: .low)
    high = try values.decode(Double.self, forKey: .high)
  }

  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Key.self)
    try values.encode(estimate, forKey: .estimate)
    try values.encode(low, forKey: .low)
    try values.encode(high, forKey: .high)
  }
}

/// The interval of any statistic.
public typealias ConfidenceInterval = StatisticInterval<AnyEstimate>
