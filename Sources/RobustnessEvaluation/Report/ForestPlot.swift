import FileFormats
import NumericalMethods

/// Estimates with their intervals, each below its name, on an axis from 0 to 1 with its middle
/// marked.
struct ForestPlot {
  private static let (width, left, right, row) = (640.0, 16.0, 20.0, 38.0)

  var title: String
  var rows: [(name: String, interval: Interval)]

  var markup: Markup {
    let height = Self.row * Double(rows.count) + 34
    let floor = height - 22
    let ticks = [0, 0.25, 0.5, 0.75, 1].map { tick -> Markup in
      """
      <path class="\(tick == 0.5 ? "mark" : "grid")" d="M\(x(tick)) 6V\(floor)"/>\
      <text x="\(x(tick))" y="\(floor + 14)" text-anchor="middle">\(tick, 2)</text>

      """
    }
    return """
      <figure class="wide"><svg viewBox="0 0 \(Self.width, 0) \(height, 0)" role="img" \
      aria-label="\(title)"><title>\(title)</title>
      \(ticks)\(rows.indices.map(draw))</svg><figcaption>\(title)</figcaption></figure>

      """
  }

  private func draw(_ index: Int) -> Markup {
    let (name, interval) = rows[index]
    let y = Self.row * (Double(index) + 0.75) + 6
    return """
      <text x="\(Self.left)" y="\(y - 10)">\(name)</text>\
      <path class="line s0" d="M\(x(interval.low)) \(y)H\(x(interval.high))"/>\
      <circle class="dot s0" cx="\(x(interval.estimate))" cy="\(y)" r="4"/>

      """
  }

  private func x(_ share: Double) -> Double {
    Self.left + min(max(share, 0), 1) * (Self.width - Self.left - Self.right)
  }
}
