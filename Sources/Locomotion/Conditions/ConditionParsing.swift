public import FileFormats

/// A condition that cannot be read.
public struct ConditionError: GanglionError, Equatable {
  public let text: String
  public let reason: String

  public var description: String {
    // Names from the text are parts of the reason.
    let reason = TerminalText.quoted(reason, limit: 2000)
    return "condition \"\(TerminalText.quoted(text))\": \(reason)"
  }
}

extension Condition {
  /// Reads one condition, `kind[:severity][(place)][@onset[s][-end[s]]]`; severity is 3 unless
  /// given.
  public init(parsing text: String) throws {
    let parts = try Parts(text)
    let named = parts.head.split(separator: ":", omittingEmptySubsequences: false)
    let timed = parts.tail.split(separator: "@", omittingEmptySubsequences: false)
    guard timed.count <= 2, timed[0].isEmpty, named.count <= 2 else {
      throw ConditionError(
        text: text,
        reason: "expected kind:severity@onset, e.g. slope:3@4s, slope:3@4s-7s or "
          + "dead-joint:3(fl_knee)@4s")
    }
    let cause = try PlacedKind(String(named[0]), at: parts.place, of: text)
    let severity = named.count == 2 ? Int(named[1]) : 3
    guard let severity, Self.severities.contains(severity) else {
      throw ConditionError(
        text: text, reason: "severity \"\(named.last ?? "")\" is not a whole number from 1 to 5")
    }
    let (onset, end) = timed.count == 2 ? try Self.times(timed[1], of: text) : (0, nil)
    self.init(cause, severity: severity, onset: onset, end: end)
  }

  /// Reads `onset` or `onset-end`. A minus that opens a number or its exponent joins no two times.
  private static func times(
    _ part: Substring, of text: String
  ) throws -> (onset: Double, end: Double?) {
    let hyphen = part.indices.dropFirst().first {
      part[$0] == "-" && !"eE".contains(part[part.index(before: $0)])
    }
    let onset = try time(part[..<(hyphen ?? part.endIndex)], "onset", after: nil, of: text)
    guard let hyphen else { return (onset, nil) }
    return (onset, try time(part[part.index(after: hyphen)...], "end", after: onset, of: text))
  }

  /// A day [s].
  private static let longest = 86_400.0

  private static func time(
    _ part: Substring, _ name: String, after bound: Double?, of text: String
  ) throws -> Double {
    let digits = part.hasSuffix("s") ? part.dropLast() : part
    let (lowest, range) = bound.map { ($0.nextUp, "after the onset") } ?? (0, "from 0 on")
    guard let value = Double(digits), value >= lowest, value <= longest else {
      throw ConditionError(
        text: text, reason: "\(name) \"\(part)\" is not a time in seconds \(range), at most a day")
    }
    return value
  }

  /// Most conditions of one episode.
  private static let mostTogether = 32

  /// Reads `a+b+…`; `nominal` or an empty text is no condition at all.
  public static func list(parsing text: String) throws -> [Condition] {
    if text.isEmpty || text == "nominal" { return [] }
    let pieces = pieces(text)
    guard pieces.count <= mostTogether else {
      throw ConditionError(
        text: "\(text.prefix(60))…",
        reason: "\(pieces.count) conditions together, expected at most \(mostTogether)")
    }
    return try pieces.map { try Condition(parsing: $0) }
  }

  /// The text that `list(parsing:)` reads back.
  public static func text(_ conditions: [Condition]) -> String {
    conditions.isEmpty ? "nominal" : conditions.map(\.description).joined(separator: "+")
  }
}
