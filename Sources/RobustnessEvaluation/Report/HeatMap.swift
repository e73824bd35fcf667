import FileFormats
import Foundation
import Locomotion
import NumericalMethods

/// Retained performance over condition and severity as a table of coloured cells.
struct HeatMap {
  private static let severities = 1...5
  let policy: PolicySummary

  var markup: Markup {
    let head = Self.severities.map { "<th scope=\"col\">\($0)</th>" as Markup }
    return """
      <div class="scroll"><table class="heat"><caption>\(policy.name): retained speed [%] by \
      severity; ▾ fallen or diverged of \(policy.nominal.episodes) trials</caption>
      <thead><tr><th scope="col">condition</th><th scope="col">training</th>\(head)</tr></thead>
      <tbody>\(rows)</tbody></table></div>

      """
  }

  /// Rows that differ by severity alone stand in one, in the order in which they come; compositions
  /// stand for themselves.
  private var rows: [Markup] {
    policy.conditions.grouped { row in
      (try? Condition.list(parsing: row.name))?.series ?? row.name
    }.map { name, cells in
      let isSeen = cells.allSatisfy(\.seenInTraining)
      let columns = Self.severities.map { severity in
        cells.first { $0.severity == severity }.map(cell) ?? "<td class=\"none\"></td>"
      }
      return """
        <tr><th scope="row">\(name)</th><td>\(isSeen ? "seen" : "unseen")</td>\(columns)</tr>

        """
    }
  }

  private func cell(_ row: ConditionSummary) -> Markup {
    let color = Self.color(row.retained.estimate)
    let failed = row.falls + row.diverged
    let mark: Markup = failed > 0 ? " <span class=\"falls\">▾\(failed)</span>" : ""
    return """
      <td style="background:\(color.background);color:\(color.text)" \
      title="\(row.name): retained \(row.retained.percent), \(failed) failed">\
      \(100 * row.retained.estimate, 0)\(mark)</td>
      """
  }

  /// ColorBrewer's RdBu between 0 and 1: red below one half, blue above. Text is black or white,
  /// whichever contrasts more.
  static func color(_ share: Double) -> (background: String, text: String) {
    let stops: [(Double, Double, Double)] = [
      (178, 24, 43), (239, 138, 98), (247, 247, 247), (103, 169, 207), (33, 102, 172),
    ]
    let place = min(max(share.isFinite ? share : 0, 0), 1) * Double(stops.count - 1)
    let index = min(Int(place), stops.count - 2)
    let (a, b, t) = (stops[index], stops[index + 1], place - Double(index))
    let (red, green, blue) = (
      a.0 + (b.0 - a.0) * t, a.1 + (b.1 - a.1) * t, a.2 + (b.2 - a.2) * t
    )
    return (
      Markup.color(red, green, blue),
      luminance(red, green, blue) > 0.179 ? "#000" : "#fff"
    )
  }

  /// Relative luminance of WCAG 2.1; black and white contrast with 0.179 equally.
  private static func luminance(_ red: Double, _ green: Double, _ blue: Double) -> Double {
    func linear(_ value: Double) -> Double {
      let share = value / 255
      return share <= 0.03928 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
  }
}
