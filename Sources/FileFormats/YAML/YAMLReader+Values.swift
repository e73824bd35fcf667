import Yams

extension YAMLReader {
  /// This value as a finite number.
  public func double() throws -> Double {
    try plain("a finite number") { Double($0).flatMap { $0.isFinite ? $0 : nil } }
  }

  /// This value as a whole number.
  public func int() throws -> Int { try plain("a whole number") { Int($0) } }

  /// This value as `true` or `false`.
  public func bool() throws -> Bool { try plain("true or false") { Bool($0) } }

  private func plain<T>(_ expected: String, _ value: (String) -> T?) throws -> T {
    guard let value = node.plainText.flatMap(value) else { throw failure(expected: expected) }
    return value
  }

  /// This value as text; plain numbers and booleans read as they are written.
  public func string() throws -> String {
    guard let scalar = node.scalar, !node.isNull else { throw failure(expected: "text") }
    return scalar.string
  }

  /// This value as a case of `type`.
  public func choice<T>(_ type: T.Type) throws -> T
  where T: CaseIterable & RawRepresentable, T.RawValue == String {
    let text = try string()
    if let value = T(rawValue: text) { return value }
    let names = T.allCases.map(\.rawValue)
    let near = suggestion(for: text, among: names)
    throw failure(expected: "one of: \(names.joined(separator: ", "))\(near)")
  }

  /// The number under `key`, or `fallback` when absent; `range` is checked in both its bounds.
  public func double(
    _ key: String, default fallback: Double, in range: ClosedRange<Double>? = nil
  ) throws -> Double {
    try double(key, in: range) ?? fallback
  }

  /// The number under `key`, if present.
  public func double(_ key: String, in range: ClosedRange<Double>? = nil) throws -> Double? {
    guard let child = try child(key) else { return nil }
    let value = try child.double()
    if let range, !range.contains(value) { throw child.failure(expected: Self.text(range)) }
    return value
  }

  /// The positive number under `key`, or `fallback` when absent.
  public func positive(_ key: String, default fallback: Double) throws -> Double {
    try double(key, default: fallback, in: .leastNonzeroMagnitude...(.infinity))
  }

  /// The whole number under `key`, or `fallback` when absent.
  public func int(
    _ key: String, default fallback: Int, in range: ClosedRange<Int>? = nil
  ) throws -> Int {
    guard let child = try child(key) else { return fallback }
    let value = try child.int()
    if let range, !range.contains(value) {
      throw child.failure(
        expected: "a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }

  /// The truth value under `key`, or `fallback` when absent.
  public func bool(_ key: String, default fallback: Bool) throws -> Bool {
    try child(key)?.bool() ?? fallback
  }

  /// The text under `key`, or `fallback` when absent.
  public func string(_ key: String, default fallback: String) throws -> String {
    try child(key)?.string() ?? fallback
  }

  /// The case of `T` named under `key`, or `fallback` when absent.
  public func choice<T>(_ key: String, default fallback: T) throws -> T
  where T: CaseIterable & RawRepresentable, T.RawValue == String {
    try child(key)?.choice(T.self) ?? fallback
  }

  private static func text(_ range: ClosedRange<Double>) -> String {
    switch (range.lowerBound, range.upperBound) {
    case (.leastNonzeroMagnitude, .infinity): "a number above 0"
    case (let low, .infinity): "a number of at least \(low)"
    case (let low, let high): "a number from \(low) to \(high)"
    }
  }
}

extension Node {
  /// The text of an unquoted scalar.
  var plainText: String? {
    guard let scalar, scalar.style == .plain || scalar.style == .any else { return nil }
    return scalar.string
  }

  var isNull: Bool { plainText.map { ["", "~", "null", "Null", "NULL"].contains($0) } ?? false }

  /// What an error message says was found.
  var summary: String {
    switch self {
    case .scalar(let scalar):
      isNull ? "nothing" : plainText == nil ? "text '\(scalar.string)'" : "'\(scalar.string)'"
    case .mapping: "a mapping"
    case .sequence: "a list"
    case .alias: "an alias"
    }
  }
}
