import NumericalMethods

extension MarkupElement {
  /// The text of an attribute that must be there and not be empty.
  func text(_ attribute: String, of place: String) throws -> String {
    guard let value = attributes[attribute], !value.isEmpty else {
      throw RobotDescriptionError.missing(
        location, place: place, expected: "attribute '\(attribute)' of <\(name)>")
    }
    return value
  }

  /// A finite number; `fallback` when the attribute is absent and a fallback is given.
  func number(
    _ attribute: String, of place: String, default fallback: Double? = nil,
    above bound: Double? = nil
  ) throws -> Double {
    if let fallback, attributes[attribute] == nil { return fallback }
    let text = try text(attribute, of: place)
    let expected = bound.map { "a finite number above \($0)" } ?? "a finite number"
    guard let value = Self.finite(text), bound.map({ value > $0 }) ?? true else {
      throw invalid(attribute, place, found: text, expected: expected)
    }
    return value
  }

  /// Three finite numbers apart by blanks; `fallback` when the attribute is absent.
  func vector(_ attribute: String, of place: String, default fallback: Vector3) throws -> Vector3 {
    guard let text = attributes[attribute] else { return fallback }
    let numbers = text.split(whereSeparator: \.isWhitespace).map { Self.finite(String($0)) }
    guard numbers.count == 3, let x = numbers[0], let y = numbers[1], let z = numbers[2] else {
      throw invalid(attribute, place, found: text, expected: "three finite numbers")
    }
    return Vector3(x, y, z)
  }

  func invalid(
    _ attribute: String, _ place: String, found: String, expected: String
  ) -> RobotDescriptionError {
    .invalidNumber(
      location, place: "\(place), \(attribute) of <\(name)>", found: "'\(found)'",
      expected: expected)
  }

  /// Swift's own syntax of numbers, blanks around it apart; infinity and NaN are refused.
  private static func finite(_ text: String) -> Double? {
    let digits = text.split(whereSeparator: \.isWhitespace)
    guard digits.count == 1, let value = Double(digits[0]), value.isFinite else { return nil }
    return value
  }
}
