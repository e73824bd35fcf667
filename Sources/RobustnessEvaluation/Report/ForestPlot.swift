import FileFormats
import NumericalMethods

/// Estimates with their intervals, each below its name, on an axis from 0 to 1 with its middle
/// marked. Without bounds there is the estimate alone.
struct ForestPlot {
  private static let (width, left, right, row) = (640.0, 16.0, 20.0, 38.0)

  let title: String
  let rows: [(name: String, interval: ConfidenceInterval)]

  var markup: Markup {
    let height = Self.row * Double(rows.count) + 34
    let ticks = [0, 0.25, 0.5, 0.75, 1].map { tick -> Markup in
      .column(x: x(tick), (6, height - 22), "class=\"\(tick == 0.5 ? "mark" : "grid")\"")
        + .text(tick.decimals(2), at: (x(tick), height - 8), .middle)
    }
    return .figure(
      title, isWide: true, (Self.width, height), Markup(ticks + rows.indices.map(draw)))
  }

  private func draw(_ index: Int) -> Markup {
    let (name, interval) = rows[index]
    let y = Self.row * (Double(index) + 0.75) + 6
    let line: Markup =
      interval.low.isFinite && interval.high.isFinite
      ? .row((x(interval.low), x(interval.high)), y: y, "class=\"line s0\"") : ""
    return .text(name, at: (Self.left, y - 10)) + line
      + .circle((x(interval.estimate), y), radius: 4, "class=\"dot s0\"")
  }

  private func x(_ share: Double) -> Double {
    Self.left + min(max(share, 0), 1) * (Self.width - Self.left - Self.right)
  }
}
