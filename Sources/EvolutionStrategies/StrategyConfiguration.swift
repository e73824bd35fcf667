/// The settings of a strategy. Absent keys decode to the defaults, which `init()` gives.
public protocol StrategyConfiguration: Sendable, Hashable, Codable {
  /// Those of the common settings that the strategy has, for a number of parameters.
  init(_ settings: some StrategySettings, dimension: Int)

  /// Candidates in a generation.
  var populationSize: Int { get }
  /// The first field that is out of bounds.
  var problem: InvalidSetting? { get }
}

extension StrategyConfiguration {
  /// Throws the first field that is out of bounds.
  public func validate() throws(InvalidSetting) {
    if let problem { throw problem }
  }

  /// Precondition of every strategy: valid settings, and scales for as many parameters as there
  /// are.
  func require(_ scales: ParameterScales?, for dimension: Int) {
    if let problem { preconditionFailure(problem.description) }
    precondition(scales.map { $0.dimension == dimension } ?? true, "one scale for every parameter")
  }
}

/// A strategy's setting that is out of bounds.
public struct InvalidSetting: Error, Hashable, CustomStringConvertible {
  /// Name of the field.
  public let field: String
  /// Its value.
  public let found: Double
  /// What it has to be.
  public let expected: String

  /// One line: field, value found, what was expected.
  public var description: String { "\(field) is \(found), expected \(expected)" }
}

/// A bound on a setting.
struct SettingCheck {
  private let setting: InvalidSetting
  private let holds: Bool

  init(_ field: String, _ found: Double, _ holds: Bool, _ expected: String) {
    setting = InvalidSetting(field: field, found: found, expected: expected)
    self.holds = holds && found.isFinite
  }

  static func positive(_ field: String, _ found: Double) -> SettingCheck {
    SettingCheck(field, found, found > 0, "above 0")
  }

  /// In [0, 1).
  static func share(_ field: String, _ found: Double) -> SettingCheck {
    SettingCheck(field, found, 0 <= found && found < 1, "in [0, 1)")
  }

  /// In (0, 1].
  static func decay(_ field: String, _ found: Double) -> SettingCheck {
    SettingCheck(field, found, 0 < found && found <= 1, "in (0, 1]")
  }

  /// Of candidates that come in antithetic pairs.
  static func evenPopulation(_ count: Int) -> SettingCheck {
    let isEven = count >= 2 && count.isMultiple(of: 2)
    return SettingCheck("populationSize", Double(count), isEven, "an even number from 2")
  }

  /// The first that does not hold.
  static func first(of checks: [SettingCheck]) -> InvalidSetting? {
    checks.first { !$0.holds }?.setting
  }
}
