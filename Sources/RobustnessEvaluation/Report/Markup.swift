import Foundation

/// A piece of HTML or SVG. Literals are markup, and what is put into them is text unless it is itself
/// markup, so that no name from a file can become a tag:
///
///     let cell: Markup = "<td>\(name)</td>"
struct Markup: ExpressibleByStringInterpolation, Sendable, Equatable {
  var source: String

  init(stringLiteral value: String) { source = value }

  init(stringInterpolation: StringInterpolation) { source = stringInterpolation.source }

  /// Pieces one after the other.
  init(_ pieces: [Markup]) { source = pieces.map(\.source).joined() }

  static func + (a: Markup, b: Markup) -> Markup { "\(a)\(b)" }

  static func += (a: inout Markup, b: Markup) { a.source += b.source }

  struct StringInterpolation: StringInterpolationProtocol {
    fileprivate(set) var source = ""

    init(literalCapacity: Int, interpolationCount: Int) { source.reserveCapacity(literalCapacity) }

    mutating func appendLiteral(_ literal: String) { source += literal }
    mutating func appendInterpolation(_ markup: Markup) { source += markup.source }
    mutating func appendInterpolation(_ pieces: [Markup]) {
      for piece in pieces { source += piece.source }
    }
    mutating func appendInterpolation(_ text: String) { source += Markup.escaped(text) }
    mutating func appendInterpolation(_ number: Int) { source += "\(number)" }
    /// With fixed decimals.
    mutating func appendInterpolation(_ number: Double, _ digits: Int = 1) {
      source += number.decimals(digits)
    }
  }

  /// Text for element content and for attributes in double quotes.
  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;").replacing("'", with: "&#39;")
  }
}

extension Double {
  /// Fixed decimals, the same in every locale; `–` where it is no number.
  func decimals(_ digits: Int) -> String {
    guard isFinite else { return "–" }
    let text = String(format: "%.\(digits)f", self)
    return text.allSatisfy { "-0.".contains($0) } ? text.replacing("-", with: "") : text
  }
}

extension Optional where Wrapped == Double {
  /// `–` where there is none.
  func decimals(_ digits: Int) -> String { map { $0.decimals(digits) } ?? "–" }
}

extension Estimate {
  /// Point and interval.
  func text(_ digits: Int) -> String {
    "\(iqm.decimals(digits)) (\(low.decimals(digits)) to \(high.decimals(digits)))"
  }

  /// In per cent.
  var percent: String {
    "\((100 * iqm).decimals(0)) % (\((100 * low).decimals(0)) to \((100 * high).decimals(0)))"
  }
}

extension Interval {
  func text(_ digits: Int) -> String { Estimate(iqm: estimate, low: low, high: high).text(digits) }
}

/// A table with a caption and a header row; cells of the first column head their rows.
struct DataTable {
  var caption: String
  var header: [String]
  var rows: [[Markup]] = []

  init(_ caption: String, _ header: [String]) {
    self.caption = caption
    self.header = header
  }

  mutating func add(_ cells: String...) { rows.append(cells.map { "\($0)" }) }

  var markup: Markup {
    let areNumbers = header.indices.map(isNumeric)
    let head = zip(header, areNumbers).map { name, isNumber -> Markup in
      "<th scope=\"col\"\(isNumber ? Self.number : "")>\(name)</th>"
    }
    let body = rows.map { cells -> Markup in
      let rest = zip(cells, areNumbers).dropFirst().map { cell, isNumber -> Markup in
        "<td\(isNumber ? Self.number : "")>\(cell)</td>"
      }
      return "<tr><th scope=\"row\">\(cells[0])</th>\(rest)</tr>\n"
    }
    return """
      <div class="scroll"><table><caption>\(caption)</caption>
      <thead><tr>\(head)</tr></thead>
      <tbody>\(body)</tbody></table></div>

      """
  }

  private static let number: Markup = " class=\"n\""

  /// Whether all cells of a column are numbers, with intervals (`1 (0 to 2)`) or shares (`1 of 2`).
  private func isNumeric(_ column: Int) -> Bool {
    column > 0 && rows.allSatisfy { $0[column].source.allSatisfy("0123456789+-–.() %tof".contains) }
  }
}
