/// What intervals of contrasts say of a policy's fast weights under a condition.
public enum DividendVerdict: String, Sendable, Codable, CaseIterable {
  case none
  case staticPolicy = "static"
  case adaptation
  case memory
  case harm
  case standing

  /// What the word means.
  public var definition: String {
    switch self {
    case .none: "no difference is shown; that is not the same as none"
    case .staticPolicy:
      "fast weights pay without learning on: frozen before the change they are faster than none "
        + "(without a change: the rule is faster than none, and no faster than constants)"
    case .adaptation:
      "learning after the change pays: the rule at work is faster than the same fast weights "
        + "frozen before it (without a change: faster than none, and than constants)"
    case .memory:
      "what is learnt after the change lasts: frozen some seconds after it, fast weights are "
        + "faster than frozen before it"
    case .harm:
      "fast weights cost speed: frozen before the change they are slower than none, or the rule at "
        + "work is slower than they are frozen before it (without a change: slower than none, or "
        + "than constants where it pays)"
    case .standing: "the rule does not walk in the nominal world, so that nothing can be said"
    }
  }
}

/// Which words apply, by the signs of two contrasts: 1 where an interval lies above 0, −1 below it,
/// 0 where it holds 0.
public struct DividendTable: Sendable, Equatable, Encodable {
  public struct Row: Sendable, Equatable, Encodable {
    public var first: Int
    public var second: Int
    public var verdicts: [DividendVerdict]
  }

  /// Whether it is for worlds that change within the life.
  public let hasChange: Bool
  /// The contrasts whose signs decide.
  public let first, second: DividendContrast
  /// All nine combinations.
  public let rows: [Row]

  /// Under conditions that begin within the life.
  public static let changing = DividendTable(
    hasChange: true, first: .acquired, second: .learning,
    rows: [
      Row(first: 1, second: 1, verdicts: [.staticPolicy, .adaptation]),
      Row(first: 1, second: 0, verdicts: [.staticPolicy]),
      Row(first: 1, second: -1, verdicts: [.staticPolicy, .harm]),
      Row(first: 0, second: 1, verdicts: [.adaptation]),
      Row(first: 0, second: 0, verdicts: [.none]),
      Row(first: 0, second: -1, verdicts: [.harm]),
      Row(first: -1, second: 1, verdicts: [.adaptation, .harm]),
      Row(first: -1, second: 0, verdicts: [.harm]),
      Row(first: -1, second: -1, verdicts: [.harm]),
    ])

  /// In the nominal world and under conditions of the whole life.
  public static let lasting = DividendTable(
    hasChange: false, first: .total, second: .timing,
    rows: [
      Row(first: 1, second: 1, verdicts: [.adaptation]),
      Row(first: 1, second: 0, verdicts: [.staticPolicy]),
      Row(first: 1, second: -1, verdicts: [.staticPolicy, .harm]),
      Row(first: 0, second: 1, verdicts: [.none]),
      Row(first: 0, second: 0, verdicts: [.none]),
      Row(first: 0, second: -1, verdicts: [.none]),
      Row(first: -1, second: 1, verdicts: [.harm]),
      Row(first: -1, second: 0, verdicts: [.harm]),
      Row(first: -1, second: -1, verdicts: [.harm]),
    ])

  public static let all = [changing, lasting]

  /// A sign in print.
  public static func sign(_ sign: Int) -> String { sign > 0 ? "+" : sign < 0 ? "−" : "0" }

  /// The words for a condition.
  ///
  /// - Parameters:
  ///   - signs: of every contrast.
  ///   - walks: whether the rule walks in the nominal world; nothing else is read where not.
  static func verdicts(
    hasChange: Bool, walks: Bool, signs: (DividendContrast) -> Int
  ) -> [DividendVerdict] {
    guard walks else { return [.standing] }
    let table = hasChange ? changing : lasting
    let (first, second) = (signs(table.first), signs(table.second))
    let row = table.rows.first { $0.first == first && $0.second == second }
    let verdicts = row?.verdicts ?? []
    guard signs(.kept) > 0 else { return verdicts }
    return verdicts.filter { $0 != .none } + [.memory]
  }
}
