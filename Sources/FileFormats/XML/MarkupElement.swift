package import NumericalMethods

/// An XML element with its place in the file; its readers throw ``XMLError``.
package struct MarkupElement {
  package var name: String
  package var attributes: [String: String]
  package let location: SourceLocation
  package var children: [MarkupElement] = []
  /// The text inside, without that of children; empty unless the parser was asked to keep it.
  package var content = ""

  package init(name: String, attributes: [String: String], location: SourceLocation) {
    (self.name, self.attributes, self.location) = (name, attributes, location)
  }

  package func children(_ name: String) -> [MarkupElement] { children.filter { $0.name == name } }

  /// The only child called `name`, or nil; two are an error.
  package func child(_ name: String, of place: String) throws -> MarkupElement? {
    let found = children(name)
    if found.count > 1 {
      throw found[1].duplicate("\(place), <\(name)>", first: found[0].location)
    }
    return found.first
  }

  /// The only child called `name`; its absence is an error.
  package func required(_ name: String, of place: String) throws -> MarkupElement {
    guard let found = try child(name, of: place) else {
      throw XMLError(location, "\(place): missing element <\(name)>")
    }
    return found
  }

  /// The error of a place that is taken.
  package func duplicate(_ place: String, first: SourceLocation) -> XMLError {
    XMLError(location, "\(place): already defined at line \(first.line)")
  }
}

extension MarkupElement {
  /// The text of an attribute that must be there and not be empty.
  package func text(_ attribute: String, of place: String) throws -> String {
    guard let value = attributes[attribute], !value.isEmpty else {
      throw XMLError(location, "\(place): missing attribute '\(attribute)' of <\(name)>")
    }
    return value
  }

  /// A finite number in a range; `fallback` when the attribute is absent and a fallback is given.
  package func number(
    _ attribute: String, of place: String, default fallback: Double? = nil,
    in range: ClosedRange<Double>? = nil
  ) throws -> Double {
    if let fallback, attributes[attribute] == nil { return fallback }
    let text = try text(attribute, of: place)
    guard let value = Self.finite(text), range?.contains(value) ?? true else {
      throw invalid(
        attribute, place, found: text, expected: Self.expected("a finite number", in: range))
    }
    return value
  }

  /// Three finite numbers in a range, apart by blanks; `fallback` when the attribute is absent.
  package func vector(
    _ attribute: String, of place: String, default fallback: Vector3,
    in range: ClosedRange<Double>? = nil
  ) throws -> Vector3 {
    guard let text = attributes[attribute] else { return fallback }
    let numbers = Self.words(text, most: 3).map { Self.finite(String($0)) }
    guard numbers.count == 3, let x = numbers[0], let y = numbers[1], let z = numbers[2],
      range.map({ $0.contains(x) && $0.contains(y) && $0.contains(z) }) ?? true
    else {
      throw invalid(
        attribute, place, found: text, expected: Self.expected("three finite numbers", in: range))
    }
    return Vector3(x, y, z)
  }

  private static func expected(_ what: String, in range: ClosedRange<Double>?) -> String {
    range.map { "\(what) from \($0.lowerBound) to \($0.upperBound)" } ?? what
  }

  /// The words of a text, one more than `most` at most.
  private static func words(_ text: String, most: Int) -> [Substring] {
    var words = text.split(maxSplits: most, whereSeparator: \.isWhitespace)
    if words.count == most + 1, words[most].allSatisfy(\.isWhitespace) { words.removeLast() }
    return words
  }

  /// The error of an attribute's value.
  package func invalid(
    _ attribute: String, _ place: String, found: String, expected: String
  ) -> XMLError {
    XMLError(
      location,
      "\(place), \(attribute) of <\(name)>: found '\(found.prefix(80))', expected \(expected)")
  }

  /// Swift's own syntax of numbers, blanks around it apart; infinity and NaN are refused.
  private static func finite(_ text: String) -> Double? {
    let digits = words(text, most: 1)
    guard digits.count == 1, let value = Double(digits[0]), value.isFinite else { return nil }
    return value
  }
}

extension MarkupElement {
  /// The element as XML, one line an element, attributes by name; read back, it is the same tree.
  package var text: String { lines(indent: "").joined(separator: "\n") + "\n" }

  /// The parser has bounded the depth of the tree, so recursion is safe.
  private func lines(indent: String) -> [String] {
    Self.lines(
      name, attributes.sorted { $0.key < $1.key }, indent: indent,
      children.flatMap { $0.lines(indent: indent + "  ") })
  }

  /// The lines of an element around those of its children.
  package static func lines(
    _ name: String, _ attributes: [(key: String, value: String)], indent: String,
    _ children: [String]
  ) -> [String] {
    let head = attributes.map { " \($0.key)=\"\(escaped($0.value))\"" }.joined()
    if children.isEmpty { return ["\(indent)<\(name)\(head)/>"] }
    return ["\(indent)<\(name)\(head)>"] + children + ["\(indent)</\(name)>"]
  }

  private static func escaped(_ value: String) -> String {
    let names: [Unicode.Scalar: String] = [
      "&": "&amp;", "<": "&lt;", "\"": "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;",
    ]
    return value.replacing(scalars: names)
  }
}
