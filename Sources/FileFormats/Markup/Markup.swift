import Foundation

/// A piece of HTML or SVG. Literals are markup, and what is put into them is text unless it is
/// itself markup, so that no name from a file can become a tag:
///
///     let cell: Markup = "<td>\(name)</td>"
public struct Markup: ExpressibleByStringInterpolation, Sendable, Equatable {
  public private(set) var source: String

  public init(stringLiteral value: String) { source = value }

  public init(stringInterpolation: StringInterpolation) { source = stringInterpolation.source }

  /// Pieces one after the other.
  public init(_ pieces: [Markup]) { source = pieces.map(\.source).joined() }

  public static func + (a: Markup, b: Markup) -> Markup { "\(a)\(b)" }

  public static func += (a: inout Markup, b: Markup) { a.source += b.source }

  public struct StringInterpolation: StringInterpolationProtocol {
    fileprivate(set) var source = ""

    public init(literalCapacity: Int, interpolationCount _: Int) {
      source.reserveCapacity(literalCapacity)
    }

    public mutating func appendLiteral(_ literal: String) { source += literal }
    public mutating func appendInterpolation(_ markup: Markup) { source += markup.source }
    public mutating func appendInterpolation(_ pieces: [Markup]) {
      for piece in pieces { source += piece.source }
    }
    public mutating func appendInterpolation(_ text: String) { source += Markup.escaped(text) }
    public mutating func appendInterpolation(_ number: Int) { source += "\(number)" }
    /// With fixed decimals.
    public mutating func appendInterpolation(_ number: Double, _ digits: Int = 1) {
      source += number.decimals(digits)
    }
  }

  /// Text for element content and for attributes in double quotes.
  private static func escaped(_ text: String) -> String { text.replacing(scalars: entities) }

  private static let entities: [Unicode.Scalar: String] = [
    "&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;", "'": "&#39;",
  ]
}

extension Double {
  /// Fixed decimals, the same in every locale; `–` where it is no number.
  public func decimals(_ digits: Int) -> String {
    guard isFinite else { return "–" }
    let text = String(format: "%.\(digits)f", self)
    return text.allSatisfy { "-0.".contains($0) } ? text.replacing("-", with: "") : text
  }
}

extension Optional where Wrapped == Double {
  /// `–` where there is none.
  public func decimals(_ digits: Int) -> String { map { $0.decimals(digits) } ?? "–" }
}
