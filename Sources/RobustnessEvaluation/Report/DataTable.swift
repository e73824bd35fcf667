import FileFormats
import NumericalMethods

extension StatisticInterval {
  /// Point and interval.
  func text(_ digits: Int) -> String {
    guard !low.isNaN else { return estimate.decimals(digits) }
    return "\(estimate.decimals(digits)) (\(low.decimals(digits)) to \(high.decimals(digits)))"
  }

  /// In per cent.
  var percent: String {
    guard !low.isNaN else { return "\((100 * estimate).decimals(0)) %" }
    return "\((100 * estimate).decimals(0)) % (\((100 * low).decimals(0)) to "
      + "\((100 * high).decimals(0)))"
  }
}

extension ClusteredEstimate {
  /// Point and Student's interval, or the bootstrap's where there is no other.
  func text(_ digits: Int) -> String { text(digits, bounds) }

  /// The bootstrap's interval.
  func bootstrapText(_ digits: Int) -> String {
    bootstrap.map { "\($0.low.decimals(digits)) to \($0.high.decimals(digits))" } ?? "–"
  }

  private func text(_ digits: Int, _ bounds: Bounds?) -> String {
    let interval = bounds.map {
      " (\($0.low.decimals(digits)) to \($0.high.decimals(digits)))"
    }
    return estimate.decimals(digits) + (interval ?? "")
  }
}

/// A table with a caption and a header row; cells of the first column head their rows.
struct DataTable {
  let caption: String
  let header: [String]
  let rows: [[Markup]]

  init(_ caption: String, _ header: [String], _ rows: [[Markup]]) {
    (self.caption, self.header, self.rows) = (caption, header, rows)
  }

  /// Of cells that are text.
  init(_ caption: String, _ header: [String], _ rows: [[String]]) {
    self.init(caption, header, rows.map { $0.map { "\($0)" as Markup } })
  }

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
