public import NumericalMethods

/// What `summary.json` holds under `dividend`.
public struct DividendSummary: Sendable, Equatable, Encodable {
  var seed: UInt64
  /// Of each policy, condition and state of its fast weights.
  public var episodes: Int
  /// Length of each life [s].
  public var durationS: Double
  /// When fast weights are held that are held after a change [s after it].
  public var freezeAtS: Double
  public var primary: PrimaryMeasure
  /// What each verdict means.
  public var definitions: [String: String]
  /// How signs of contrasts make verdicts.
  public var truthTables: [DividendTable]
  /// Arms of plastic policies.
  public var arms: [ArmDividend]
  /// Each plastic arm against each arm of fixed policies.
  public var comparisons: [Comparison]
}

/// One arm's dividend under all conditions.
public struct ArmDividend: Sendable, Equatable, Encodable {
  /// Fast weights in one state under a condition.
  public struct State: Sendable, Equatable, Encodable {
    public var name: String
    /// Primary measure [m/s]: mean and interquartile mean.
    public var primaryMps: ClusteredEstimate
    var primaryIqmMps: ClusteredEstimate
    /// Share of trials that fell or diverged.
    public var failed: Double
    /// Mean speed in each second of the life [m/s].
    var speedBySecondMps: [ClusteredEstimate]
    public var cost: CostSummary
  }

  /// A difference of two states, policy by policy and episode by episode.
  public struct Contrast: Sendable, Equatable, Encodable {
    public var contrast: DividendContrast
    /// [m/s]
    public var differenceMps: ClusteredEstimate
    /// P value of the difference, adjusted for the number of conditions (Holm 1979); nil without
    /// intervals.
    public var adjustedP: Double?
    /// Shares of episodes that gain, or lose, more than ``Comparison/margin``.
    public var gains: Double
    public var losses: Double

    /// Which way the difference is shown to be: 1, −1, or 0 where it is not, at 5 % over all
    /// conditions.
    public var sign: Int {
      guard let adjustedP, adjustedP < 0.05 else { return 0 }
      return differenceMps.estimate > 0 ? 1 : -1
    }
  }

  /// Everything under one condition.
  public struct Row: Sendable, Equatable, Encodable {
    public var condition: String
    /// When the world changes [s]; 0 in the nominal world and for conditions of the whole life.
    public var changeS: Double
    public var states: [State]
    public var contrasts: [Contrast]
    public var verdicts: [DividendVerdict] = []

    /// Of a contrast.
    public subscript(_ contrast: DividendContrast) -> Contrast? {
      contrasts.first { $0.contrast == contrast }
    }
  }

  public var name: String
  public var policies: [String]
  /// The nominal world first.
  public var conditions: [Row]
  /// All conditions that begin within the life together.
  public var changing: [Contrast]
}
