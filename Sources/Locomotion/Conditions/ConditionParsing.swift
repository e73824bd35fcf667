/// A condition that cannot be read.
public struct ConditionError: Error, Sendable, Equatable, CustomStringConvertible {
  public let text: String
  public let reason: String

  public var description: String { "condition \"\(text)\": \(reason)" }
}

extension Condition {
  /// Reads one condition, `kind[:severity][@onset[s]]`; severity is 3 where it is left out.
  public init(parsing text: String) throws {
    let timed = text.split(separator: "@", omittingEmptySubsequences: false)
    let named = timed[0].split(separator: ":", omittingEmptySubsequences: false)
    guard timed.count <= 2, named.count <= 2 else {
      throw ConditionError(text: text, reason: "expected kind:severity@onset, e.g. slope:3@4s")
    }
    guard let kind = Kind(rawValue: String(named[0])) else {
      let known = Kind.allCases.map(\.rawValue).joined(separator: ", ")
      throw ConditionError(text: text, reason: "unknown kind \"\(named[0])\"; known are \(known)")
    }
    let severity = named.count == 2 ? Int(named[1]) : 3
    guard let severity, Self.severities.contains(severity) else {
      throw ConditionError(
        text: text, reason: "severity \"\(named.last ?? "")\" is not a whole number from 1 to 5")
    }
    var onset = 0.0
    if timed.count == 2 {
      let digits = timed[1].hasSuffix("s") ? timed[1].dropLast() : timed[1]
      guard let value = Double(digits), value.isFinite, value >= 0 else {
        throw ConditionError(
          text: text, reason: "onset \"\(timed[1])\" is not a time in seconds from 0 on")
      }
      onset = value
    }
    self.init(kind, severity: severity, onset: onset)
  }

  /// Reads `a+b+…`; `nominal` or an empty text is no condition at all.
  public static func list(parsing text: String) throws -> [Condition] {
    if text.isEmpty || text == "nominal" { return [] }
    return try text.split(separator: "+", omittingEmptySubsequences: false)
      .map { try Condition(parsing: String($0)) }
  }

  /// The text that `list(parsing:)` reads back.
  public static func text(_ conditions: [Condition]) -> String {
    conditions.isEmpty ? "nominal" : conditions.map(\.description).joined(separator: "+")
  }
}
