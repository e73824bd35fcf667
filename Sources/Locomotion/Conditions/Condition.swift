/// One departure from the nominal robot and world, for the whole episode or for a part of it.
///
/// Written `kind:severity(place)@onset-end`, such as `slope:3`, `payload:2@4s`,
/// `dead-joint:5(fl_knee)@4s-7s`; several joined by `+`.
public struct Condition: Sendable, Hashable, Codable {
  public var kind: Kind
  /// Name of the joint or leg that it strikes, for kinds that strike one; nil is one drawn by the
  /// seed. The severity says how hard, never how many.
  public var place: String?
  /// 1 (mild) to 5 (hard).
  public var severity: Int
  /// When it begins [s]; 0 is the whole episode.
  public var onset: Double
  /// When the robot and its world are as before again [s], after the onset; nil is never.
  public var end: Double?

  public static let severities = 1...5

  public init(
    _ kind: Kind, at place: String? = nil, severity: Int, onset: Double = 0, end: Double? = nil
  ) {
    precondition(place == nil || kind.part != nil, "a place is for kinds that strike a part")
    precondition(Self.severities.contains(severity), "severity is 1 to 5")
    precondition(onset >= 0 && onset.isFinite, "onset is a time from 0 on")
    precondition(end.map { $0 > onset && $0.isFinite } ?? true, "the end is a time after the onset")
    (self.kind, self.place, self.severity) = (kind, place, severity)
    (self.onset, self.end) = (onset, end)
  }

  /// What the severity means, in the unit of the kind's `summary`.
  public var level: Double { kind.levels[severity - 1] }

  /// Whether it is active `time` [s] into an episode; its end is the first moment without it.
  func isActive(at time: Double) -> Bool {
    let rounding = 1e-9
    return onset <= time + rounding && time + rounding < end ?? .infinity
  }
}

extension Condition: CustomStringConvertible {
  public var description: String {
    let base = "\(kind.rawValue):\(severity)" + (place.map { "(\($0))" } ?? "")
    if let end { return "\(base)@\(onset.formatted)s-\(end.formatted)s" }
    return onset == 0 ? base : "\(base)@\(onset.formatted)s"
  }
}

extension Double {
  /// The shortest text that reads back, without a trailing `.0`.
  fileprivate var formatted: String {
    self == rounded() && abs(self) < 1e15 ? String(Int(self)) : String(self)
  }
}
