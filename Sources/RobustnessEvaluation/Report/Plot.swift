import FileFormats
import Foundation

/// Curves over two linear axes as an SVG for a page whose style names the colours (`s0`, `s1`, …).
struct Plot {
  /// A series of points with an optional band around them.
  struct Curve {
    var name: String
    var points: [(x: Double, y: Double)]
    /// Lower and upper y at each point; empty for none.
    var band: [(low: Double, high: Double)] = []
  }

  /// Colours that the page's style has.
  static let colors = 8

  var title: String
  var xLabel, yLabel: String
  var curves: [Curve]
  /// Vertical dashes with a word each.
  var marks: [(x: Double, label: String)] = []
  /// Bounds that the axes hold at least.
  var xRange = 0.0...0
  var yRange = 0.0...0
  var size = (width: 400.0, height: 240.0)

  private static let (left, right, top, bottom) = (46.0, 12.0, 14.0, 38.0)

  /// The figure with its legend.
  var markup: Markup {
    let frame = Frame(self)
    let drawn = curves.enumerated().map { index, curve in draw(curve, index, frame) }
    return """
      <figure class="\(size.width > 400 ? "wide" : "small")"><svg viewBox="0 0 \(size.width, 0) \
      \(size.height, 0)" role="img" aria-label="\(title)">
      <title>\(title)</title>
      \(axes(frame))\(marks.indices.map { mark($0, frame) })\(drawn)</svg>
      <figcaption>\(title)\(legend)</figcaption></figure>

      """
  }

  private var legend: Markup {
    guard curves.count > 1 else { return "" }
    let entries = curves.enumerated().map { index, curve -> Markup in
      """
      <span class="key"><svg viewBox="0 0 26 8" aria-hidden="true">\
      <path class="line s\(index % Self.colors)" d="M1 4H25"/></svg> \(curve.name)</span>
      """
    }
    return "<br/>\(entries)"
  }

  private func draw(_ curve: Curve, _ index: Int, _ frame: Frame) -> Markup {
    let style = "s\(index % Self.colors)"
    let places = Array(zip(curve.points, curve.band))
    let outline =
      places.map { ($0.x, $1.high) } + places.reversed().map { ($0.x, $1.low) }
    let band: Markup =
      outline.isEmpty ? "" : "<path class=\"band \(style)\" d=\"\(frame.path(outline))Z\"/>"
    return """
      \(band)<path class="line \(style)" d="\(frame.path(curve.points))">\
      <title>\(curve.name)</title></path>

      """
  }

  /// Neighbours have their words at different heights.
  private func mark(_ index: Int, _ frame: Frame) -> Markup {
    let (x, y) = (frame.x(marks[index].x), Self.top + 9 + 10 * Double(index % 3))
    return """
      <path class="mark" d="M\(x) \(Self.top)V\(size.height - Self.bottom)"/>\
      <text class="note" x="\(x + 3)" y="\(y)">\(marks[index].label)</text>

      """
  }

  private func axes(_ frame: Frame) -> Markup {
    let floor = size.height - Self.bottom
    let columns = frame.xTicks.values.map { tick -> Markup in
      """
      <path class="grid" d="M\(frame.x(tick)) \(Self.top)V\(floor)"/>\
      <text x="\(frame.x(tick))" y="\(floor + 14)" text-anchor="middle">\(frame.xTicks.text(tick))\
      </text>

      """
    }
    let rows = frame.yTicks.values.map { tick -> Markup in
      """
      <path class="grid" d="M\(Self.left) \(frame.y(tick))H\(size.width - Self.right)"/>\
      <text x="\(Self.left - 5)" y="\(frame.y(tick) + 4)" text-anchor="end">\
      \(frame.yTicks.text(tick))</text>

      """
    }
    let middle = (Self.top + floor) / 2
    return """
      \(columns)\(rows)<text x="\((Self.left + size.width - Self.right) / 2)" \
      y="\(size.height - 6)" text-anchor="middle">\(xLabel)</text>
      <text transform="translate(11 \(middle)) rotate(-90)" text-anchor="middle">\(yLabel)</text>

      """
  }

  /// From values to places on the page.
  private struct Frame {
    let xTicks, yTicks: Ticks
    let size: (width: Double, height: Double)

    init(_ plot: Plot) {
      let points = plot.curves.flatMap(\.points)
      let ys = points.map(\.y) + plot.curves.flatMap { $0.band.flatMap { [$0.low, $0.high] } }
      xTicks = Ticks(points.map(\.x), plot.xRange)
      yTicks = Ticks(ys, plot.yRange)
      size = plot.size
    }

    func x(_ value: Double) -> Double {
      Plot.left + xTicks.share(value) * (size.width - Plot.left - Plot.right)
    }

    func y(_ value: Double) -> Double {
      size.height - Plot.bottom - yTicks.share(value) * (size.height - Plot.top - Plot.bottom)
    }

    func path(_ points: [(x: Double, y: Double)]) -> String {
      points.enumerated().map { index, point in
        "\(index == 0 ? "M" : "L")\(x(point.x).decimals(1)) \(y(point.y).decimals(1))"
      }.joined()
    }
  }
}

/// About five round values that span a sample: multiples of 1, 2 or 5 times a power of ten.
struct Ticks {
  let values: [Double]
  private let step: Double

  /// - Parameter least: bounds that are spanned at least, unless both are 0.
  init(_ sample: [Double], _ least: ClosedRange<Double>) {
    let held = least.lowerBound == least.upperBound ? [] : [least.lowerBound, least.upperBound]
    let finite = sample.filter(\.isFinite) + held
    let (low, high) = (finite.min() ?? 0, finite.max() ?? 1)
    let span = high > low ? high - low : max(abs(high), 1)
    let power = pow(10, (log10(span / 5)).rounded(.down))
    let step = [1, 2, 5, 10].map { $0 * power }.first { span / $0 <= 5.5 } ?? 10 * power
    let first = (low / step + 1e-9).rounded(.down)
    let last = max(((low + span) / step - 1e-9).rounded(.up), first + 1)
    self.step = step
    values = (Int(first)...Int(last)).map { Double($0) * step }
  }

  /// Where a value lies between the first tick and the last, in [0, 1].
  func share(_ value: Double) -> Double {
    guard value.isFinite else { return 0 }
    return min(max((value - values[0]) / (values[values.count - 1] - values[0]), 0), 1)
  }

  /// With the decimals that the step needs.
  func text(_ value: Double) -> String { value.decimals(max(0, -Int(log10(step).rounded(.down)))) }
}
