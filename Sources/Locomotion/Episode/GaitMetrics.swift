import NumericalMethods

/// How the robot moved, apart from how far. A metric is a property here and a row in `columns`.
public struct GaitMetrics: Sendable, Equatable {
  /// Frequency [Hz] at which the joints' summed power spectrum peaks.
  public var frequency = 0.0
  /// Share of time that a foot is on the ground, mean over feet.
  public var dutyFactor = 0.0
  /// Way that feet slide on the ground per way walked [m/m].
  public var slip = 0.0
  /// Mechanical work Σ|τ q̇| dt over m g d.
  public var costOfTransport = 0.0
  /// Separation of a joint's anchors [m]: at each step the worst joint's, root mean square over
  /// steps.
  public var jointDrift = 0.0
  /// Largest total mechanical power [W].
  public var peakPower = 0.0
  /// Share of the ground's tangential impulse, over all contacts, that lies beyond Coulomb's bound:
  /// Σ max(0, |F_t| − µ F_n) dt over Σ |F_t| dt. A solver's flaw; real ground gives nothing of it.
  public var coneViolation = 0.0
  /// Share of control steps in which the ground bears a shape that is not a foot.
  public var nonFootContact = 0.0
  /// Share of actions at the end of their range: |a| ≥ 0.999, over motors and control steps.
  public var saturatedActions = 0.0
  /// Largest |q̇| over its joint's velocity limit, at the ends of control steps.
  public var peakJointRate = 0.0
  /// Way sideways of the commanded heading per way walked [m/m].
  public var drift = 0.0
  /// Angle that the base has turned by about the vertical [rad]; full turns count.
  public var headingChange = 0.0

  public init() {}
}

extension GaitMetrics {
  /// One metric.
  public struct Column: Sendable {
    /// How the metric of several episodes is summarised.
    public enum Summary: Sendable { case mean, largest }

    public let metric: WritableKeyPath<GaitMetrics, Double> & Sendable
    /// Its key in JSON.
    public let name: String
    /// Empty for ratios.
    public let unit: String
    public let summary: Summary
  }

  /// The table of metrics. Messages between machines carry them in this order.
  public static let columns: [Column] = [
    Column(metric: \.frequency, name: "frequency", unit: "Hz", summary: .mean),
    Column(metric: \.dutyFactor, name: "dutyFactor", unit: "", summary: .mean),
    Column(metric: \.slip, name: "slip", unit: "m/m", summary: .mean),
    Column(metric: \.costOfTransport, name: "costOfTransport", unit: "", summary: .mean),
    Column(metric: \.jointDrift, name: "jointDrift", unit: "m", summary: .largest),
    Column(metric: \.peakPower, name: "peakPower", unit: "W", summary: .largest),
    Column(metric: \.coneViolation, name: "coneViolation", unit: "", summary: .mean),
    Column(metric: \.nonFootContact, name: "nonFootContact", unit: "", summary: .mean),
    Column(metric: \.saturatedActions, name: "saturatedActions", unit: "", summary: .mean),
    Column(metric: \.peakJointRate, name: "peakJointRate", unit: "", summary: .largest),
    Column(metric: \.drift, name: "driftMPerM", unit: "m/m", summary: .mean),
    Column(metric: \.headingChange, name: "headingChangeRad", unit: "rad", summary: .mean),
  ]

  /// The metrics in the order of `columns`.
  public var values: [Double] { Self.columns.map { self[keyPath: $0.metric] } }

  /// - Returns: nil unless there is a value for each of the `columns`.
  public init?(values: [Double]) {
    guard values.count == Self.columns.count else { return nil }
    for (column, value) in zip(Self.columns, values) { self[keyPath: column.metric] = value }
  }

  /// Several episodes' metrics, summarised over what is finite; 0 where nothing is.
  public init(summarising episodes: [GaitMetrics]) {
    for column in Self.columns {
      let values = episodes.map { $0[keyPath: column.metric] }.filter(\.isFinite)
      if values.isEmpty { continue }
      self[keyPath: column.metric] =
        switch column.summary {
        case .mean: Statistics.mean(values)
        case .largest: values.max() ?? 0
        }
    }
  }
}

extension GaitMetrics: Codable {
  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    for column in Self.columns {
      self[keyPath: column.metric] = try container.decode(
        Double.self, forKey: Key(stringValue: column.name))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    for column in Self.columns {
      try container.encode(self[keyPath: column.metric], forKey: Key(stringValue: column.name))
    }
  }
}

extension GaitMetrics {
  /// Cone violation up to which a gait counts as one that real ground allows.
  static let soundConeViolation = 0.05

  /// A warning of a cone violation on ground of Coulomb coefficient `friction`; nil while it is at
  /// most 5 %.
  public static func finding(coneViolation: Double?, friction: Double) -> String? {
    guard let coneViolation, coneViolation > soundConeViolation else { return nil }
    let percent = Int((100 * coneViolation).rounded())
    let bound = Int((100 * soundConeViolation).rounded())
    return
      "\(percent) % of the feet's tangential push, more than \(bound) %, is beyond what friction "
      + "µ=\(friction) allows; the gait may not transfer"
  }
}
