import FileFormats
import Foundation

/// An SVG page of panels, one under the other, over one axis of time [ticks].
struct TimeChart {
  /// Pixels of the page, of the plot's left edge and of the plot.
  private static let (width, left, plot) = (1120.0, 150.0, 950.0)
  private static let gap = 14.0
  static let ink = "#2c3e50"

  let ticks: Int
  private var body: Markup = ""
  /// Where the next panel starts [pixels, y down].
  private var top = gap

  init(ticks: Int) { self.ticks = ticks }

  private func x(_ tick: Int) -> Double {
    Self.left + Self.plot * Double(tick) / Double(max(ticks, 1))
  }

  /// A line of coloured words.
  mutating func heading(_ words: [(text: String, color: String)]) {
    let spans = words.map { "<tspan fill=\"\($0.color)\">\($0.text)  </tspan>" as Markup }
    body += "<text x=\"\(Self.left)\" y=\"\(top + 10)\" font-size=\"13\">\(spans)</text>\n"
    top += 10 + Self.gap
  }

  /// A row of bars.
  mutating func band(_ label: String, _ spans: [(ticks: Range<Int>, color: String)]) {
    let height = begin(label, height: 14)
    for (ticks, color) in spans {
      let (start, end) = (x(ticks.lowerBound), x(ticks.upperBound))
      body += .rectangle((start, top), (end - start, height), "fill=\"\(color)\"")
    }
    top += height + 6
  }

  /// A curve for each series of one value a tick, all to one scale, which the margin states. Values
  /// that are not finite are left out.
  mutating func curves(_ label: String, _ series: [(values: [Double], color: String)]) {
    let finite = series.flatMap(\.values).filter(\.isFinite)
    let (low, high) = (min(finite.min() ?? 0, 0), max(finite.max() ?? 0, 0))
    words(String(format: "%.3g", high), x: Self.left - 8, y: top + 8, .end)
    words(String(format: "%.3g", low), x: Self.left - 8, y: top + 90, .end)
    let height = begin(label, height: 90)
    for (values, color) in series {
      let points = values.enumerated().filter { $1.isFinite }.map { tick, value in
        let share = high > low ? (value - low) / (high - low) : 0
        return (x: x(tick + 1), y: top + height * (1 - share))
      }
      body += .polyline(points, "stroke=\"\(color)\" stroke-width=\"1.2\"")
    }
    top += height + Self.gap
  }

  /// A mark for each spike of a population.
  mutating func raster(_ label: String, neurons: Int, _ spikes: [(tick: Int, neuron: Int)]) {
    let height = begin(label, height: min(max(3 * Double(neurons), 40), 240))
    let row = height / Double(neurons)
    let outline = spikes.map { tick, neuron -> Markup in
      "M\(x(tick), 2) \(top + row * (Double(neuron) + 0.5), 2)H\(x(tick + 1), 2)"
    }
    body += .path(Markup(outline), "stroke=\"\(Self.ink)\" stroke-width=\"\(row * 0.8, 2)\"")
    top += height + Self.gap
  }

  /// Dashes through all panels so far, before each of some ticks.
  mutating func marks(at ticks: [Int]) {
    let style: Markup = "stroke=\"#95a5a6\" stroke-dasharray=\"3 3\""
    for tick in ticks { body += .column(x: x(tick), (Self.gap, top - Self.gap), style) }
  }

  /// The page as a file of its own, the axis below the panels.
  var svg: String {
    var chart = self
    for tick in [0, ticks / 4, ticks / 2, 3 * ticks / 4] {
      chart.words("\(tick)", x: x(tick), y: top, .middle)
    }
    chart.words("\(ticks) ticks", x: x(ticks), y: top, .end)
    return Markup.drawing((Self.width, top + Self.gap), chart.body).source
  }

  /// The name and the ground of a panel.
  private mutating func begin(_ label: String, height: Double) -> Double {
    words(label, x: Self.left - 8, y: top + height / 2 + 4, .end)
    body += .rectangle((Self.left, top), (Self.plot, height), "fill=\"#f4f6f8\"")
    return height
  }

  private mutating func words(_ text: String, x: Double, y: Double, _ anchor: Markup.Anchor) {
    body += .text(text, at: (x, y), anchor, "font-size=\"11\" fill=\"\(Self.ink)\"")
  }
}
