import Foundation

/// An SVG page of panels, one under the other, over one axis of time [ticks].
struct TimeChart {
  /// Pixels of the page, of the plot's left edge and of the plot.
  private static let (width, left, plot) = (1120.0, 150.0, 950.0)
  private static let gap = 14.0

  let ticks: Int
  private var body = ""
  /// Where the next panel starts [pixels, y down].
  private var top = gap

  init(ticks: Int) { self.ticks = ticks }

  private func x(_ tick: Int) -> Double {
    Self.left + Self.plot * Double(tick) / Double(max(ticks, 1))
  }

  /// A line of coloured words; they hold nothing that XML would read as markup.
  mutating func heading(_ words: [(text: String, color: String)]) {
    body += String(
      format: "<text x=\"%.1f\" y=\"%.1f\" font-size=\"13\">", Self.left, top + 10)
    for (text, color) in words { body += "<tspan fill=\"\(color)\">\(text)  </tspan>" }
    body += "</text>\n"
    top += 10 + Self.gap
  }

  /// A row of bars.
  mutating func band(_ label: String, _ spans: [(ticks: Range<Int>, color: String)]) {
    let height = 14.0
    name(label, middle: top + height / 2)
    frame(height)
    for span in spans {
      body += String(
        format: "<rect x=\"%.2f\" y=\"%.1f\" width=\"%.2f\" height=\"%.1f\" fill=\"%@\"/>\n",
        x(span.ticks.lowerBound), top, x(span.ticks.upperBound) - x(span.ticks.lowerBound), height,
        span.color)
    }
    top += height + 6
  }

  /// A curve for each series of one value a tick, all to one scale, which the margin states. Values
  /// that are not finite are left out.
  mutating func curves(_ label: String, _ series: [(values: [Double], color: String)]) {
    let height = 90.0
    let finite = series.flatMap(\.values).filter(\.isFinite)
    let (low, high) = (min(finite.min() ?? 0, 0), max(finite.max() ?? 0, 0))
    name(label, middle: top + height / 2)
    limit(high, top + 8)
    limit(low, top + height)
    frame(height)
    for (values, color) in series {
      let points = values.enumerated().filter { $1.isFinite }.map { tick, value in
        let share = high > low ? (value - low) / (high - low) : 0
        return String(format: "%.1f,%.1f", x(tick + 1), top + height * (1 - share))
      }
      body += "<polyline points=\"\(points.joined(separator: " "))\" fill=\"none\" "
      body += "stroke=\"\(color)\" stroke-width=\"1.2\"/>\n"
    }
    top += height + Self.gap
  }

  /// A mark for each spike of a population.
  mutating func raster(_ label: String, neurons: Int, _ spikes: [(tick: Int, neuron: Int)]) {
    let height = min(max(3 * Double(neurons), 40), 240)
    let row = height / Double(neurons)
    name(label, middle: top + height / 2)
    frame(height)
    let path = spikes.map { tick, neuron in
      String(
        format: "M%.2f,%.2fH%.2f", x(tick), top + row * (Double(neuron) + 0.5), x(tick + 1))
    }
    body += "<path d=\"\(path.joined())\" stroke=\"#2c3e50\" "
    body += String(format: "stroke-width=\"%.2f\"/>\n", row * 0.8)
    top += height + Self.gap
  }

  /// Dashes through all panels so far, before each of some ticks.
  mutating func marks(at ticks: [Int]) {
    for tick in ticks {
      body += String(
        format: "<path d=\"M%.1f,%.1fV%.1f\" stroke=\"#95a5a6\" stroke-dasharray=\"3 3\"/>\n",
        x(tick), Self.gap, top - Self.gap)
    }
  }

  /// The page as a file of its own, the axis below the panels.
  var svg: String {
    var chart = self
    for tick in [0, ticks / 4, ticks / 2, 3 * ticks / 4] {
      chart.words("\(tick)", x: x(tick), y: top, anchor: "middle")
    }
    chart.words("\(ticks) ticks", x: x(ticks), y: top, anchor: "end")
    let height = top + Self.gap
    return String(
      format: "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %.0f %.0f\" "
        + "width=\"%.0f\" height=\"%.0f\" font-family=\"sans-serif\">\n"
        + "<rect width=\"%.0f\" height=\"%.0f\" fill=\"white\"/>\n",
      Self.width, height, Self.width, height, Self.width, height) + chart.body + "</svg>\n"
  }

  private mutating func name(_ label: String, middle: Double) {
    words(label, x: Self.left - 8, y: middle + 4, anchor: "end")
  }

  private mutating func limit(_ value: Double, _ y: Double) {
    words(String(format: "%.3g", value), x: Self.left - 8, y: y, anchor: "end")
  }

  private mutating func words(_ text: String, x: Double, y: Double, anchor: String) {
    body += String(
      format: "<text x=\"%.1f\" y=\"%.1f\" font-size=\"11\" text-anchor=\"%@\" fill=\"#2c3e50\">",
      x, y, anchor)
    body += text + "</text>\n"
  }

  private mutating func frame(_ height: Double) {
    body += String(
      format: "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"#f4f6f8\"/>\n",
      Self.left, top, Self.plot, height)
  }
}
