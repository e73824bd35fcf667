/// The settings of a strategy. Absent keys decode to the defaults; decoding does not validate.
public protocol StrategyConfiguration: Sendable, Hashable, Codable {
  /// The defaults.
  init()
  /// Those of the common settings that the strategy has, for a number of parameters.
  init(_ settings: some StrategySettings, dimension: Int)

  /// Candidates in a generation.
  var populationSize: Int { get set }
  /// What that has to be.
  static var population: SettingBound { get }
  /// All other settings.
  static var table: [StrategySetting<Self>] { get }
}

/// A row of a strategy's table: a setting by its encoded key, what it has to be, and the common
/// setting that it is taken from, if there is one.
public struct StrategySetting<Settings>: Sendable {
  typealias Field = WritableKeyPath<Settings, Double> & Sendable
  typealias Source = @Sendable (any StrategySettings) -> Double

  let key: SettingKey
  let field: Field
  let bound: SettingBound
  let source: Source?

  init(_ key: String, _ field: Field, _ bound: SettingBound, from source: Source? = nil) {
    (self.key, self.field, self.bound, self.source) = (SettingKey(key), field, bound, source)
  }
}

/// What a setting has to be, apart from finite.
public struct SettingBound: Sendable {
  let expected: String
  let holds: @Sendable (Double) -> Bool

  static let positive = SettingBound(expected: "above 0") { $0 > 0 }
  static let notNegative = SettingBound(expected: "0 or above") { $0 >= 0 }
  static let share = SettingBound(expected: "in [0, 1)") { 0 <= $0 && $0 < 1 }
  static let decay = SettingBound(expected: "in (0, 1]") { 0 < $0 && $0 <= 1 }
  /// Of candidates that come in antithetic pairs.
  static let even = SettingBound(expected: "an even number from 2") {
    $0 >= 2 && $0.remainder(dividingBy: 2) == 0
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

extension StrategyConfiguration {
  public init(_ settings: some StrategySettings, dimension _: Int) { self.init(settings) }

  init(_ settings: any StrategySettings) {
    self.init()
    populationSize = settings.population
    for row in Self.table {
      if let source = row.source { self[keyPath: row.field] = source(settings) }
    }
  }

  public init(from decoder: any Decoder) throws {
    self.init()
    let values = try decoder.container(keyedBy: SettingKey.self)
    if let count = try values.decodeIfPresent(Int.self, forKey: .population) {
      populationSize = count
    }
    for row in Self.table {
      guard let value = try values.decodeIfPresent(Double.self, forKey: row.key) else { continue }
      self[keyPath: row.field] = value
    }
  }

  /// Throws the first field that is out of bounds.
  public func validate() throws(InvalidSetting) {
    if let problem { throw problem }
  }

  /// The first field that is out of bounds.
  var problem: InvalidSetting? {
    let fields = [(SettingKey.population, Double(populationSize), Self.population)]
    return (fields + Self.table.map { ($0.key, self[keyPath: $0.field], $0.bound) })
      .first { _, found, bound in !bound.holds(found) || !found.isFinite }
      .map { InvalidSetting(field: $0.stringValue, found: $1, expected: $2.expected) }
  }
}

/// The key of a setting.
struct SettingKey: CodingKey {
  static let population = SettingKey("populationSize")
  let stringValue: String
  var intValue: Int? { nil }

  init(_ key: String) { stringValue = key }
  init?(stringValue: String) { self.init(stringValue) }
  init?(intValue _: Int) { nil }
}
