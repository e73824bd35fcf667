import Foundation

/// Curves over two axes: a figure of a page whose style names the colours (`s0`, `s1`, …), or a
/// file that brings its own.
public struct Plot {
  /// What an axis says and spans.
  public struct Axis {
    let label: String
    /// Bounds that it holds at least.
    var least: ClosedRange<Double>?
    /// Distance of its ticks; nil for about five of them.
    var step: Double?
    var isLogarithmic: Bool

    public init(
      _ label: String, holds least: ClosedRange<Double>? = nil, step: Double? = nil,
      isLogarithmic: Bool = false
    ) {
      (self.label, self.least) = (label, least)
      (self.step, self.isLogarithmic) = (step, isLogarithmic)
    }

    /// A value as its place along the axis; what is below 1e-6 has that place on a logarithmic one.
    func place(_ value: Double) -> Double { isLogarithmic ? log10(max(value, 1e-6)) : value }
  }

  /// A series of points.
  public struct Curve {
    let name: String
    let points: [Markup.Point]
    /// Lower and upper y at each point; empty for none.
    let band: [(low: Double, high: Double)]
    /// A word beside each point, which it makes a dot; empty for a bare line.
    let labels: [String]

    public init(
      _ name: String, _ points: [Markup.Point], band: [(low: Double, high: Double)] = [],
      labels: [String] = []
    ) {
      (self.name, self.points, self.band, self.labels) = (name, points, band, labels)
    }
  }

  private let title: String
  private let x, y: Axis
  private let curves: [Curve]
  /// Upright dashes with a word each, and level ones.
  public var marks: [(x: Double, label: String)] = []
  public var levels: [(y: Double, label: String)] = []
  public var size: Markup.Size = (400, 240)
  private var margin = (left: 46.0, right: 12.0, top: 14.0, bottom: 38.0)

  public init(_ title: String, x: Axis, y: Axis, _ curves: [Curve]) {
    (self.title, self.x, self.y, self.curves) = (title, x, y, curves)
  }

  /// Colours of a file; a page's style has as many.
  private static let colors = [
    "#1f77b4", "#ff7f0e", "#2ca02c", "#d62728", "#9467bd", "#8c564b", "#e377c2", "#17becf",
  ]

  private static func color(_ index: Int) -> String { "s\(index % colors.count)" }

  /// The figure with its legend.
  public var figure: Markup {
    let keys = curves.enumerated().map { index, curve -> Markup in
      """
      <span class="key"><svg viewBox="0 0 26 8" aria-hidden="true">\
      <path class="line \(Self.color(index))" d="M1 4H25"/></svg> \(curve.name)</span>
      """
    }
    return .figure(
      title, isWide: size.width > 400, size, drawing, legend: keys.count > 1 ? "<br/>\(keys)" : "")
  }

  /// A whole SVG file, the legend to the right of the axes.
  public var file: String {
    var plot = self
    plot.margin = (60, 170, 40, 50)
    let rules = Self.colors.enumerated().map { index, color -> Markup in
      ".s\(index).line{stroke:\(color)}.s\(index).dot,.s\(index).band{fill:\(color)}"
    }
    let style: Markup = """
      <style>text{font-size:11px}.title{font-size:13px}.grid{stroke:#e0e4e8;fill:none}
      .mark{stroke:#888;stroke-dasharray:4 3;fill:none}.line{fill:none}.band{opacity:.16}
      \(rules)</style>

      """
    let keys = curves.enumerated().map { index, curve -> Markup in
      let place = (x: size.width - plot.margin.right + 24, y: 80 + 18 * Double(index))
      return .circle((place.x, place.y - 4), radius: 4, "class=\"dot \(Self.color(index))\"")
        + .text(curve.name, at: (place.x + 10, place.y))
    }
    let heading = Markup.text(title, at: (plot.margin.left, 22), .start, "class=\"title\"")
    return Markup.drawing(size, "\(style)\(heading)\(plot.drawing)\(keys)").source
  }

  private var drawing: Markup {
    let frame = Frame(self)
    let drawn = curves.enumerated().map { draw($1, Self.color($0), frame) }
    return """
      \(axes(frame))\(marks.indices.map { mark($0, frame) })\
      \(levels.map { level($0, frame) })\(drawn)
      """
  }

  private func draw(_ curve: Curve, _ color: String, _ frame: Frame) -> Markup {
    let places = Array(zip(curve.points, curve.band))
    let outline =
      places.map { ($0.x, $1.high) } + places.reversed().map { ($0.x, $1.low) }
    let band: Markup =
      outline.isEmpty
      ? "" : .path("\(frame.path(outline))Z", "class=\"band \(color)\"")
    let dots = zip(curve.points, curve.labels).map { point, label -> Markup in
      let place = frame.place(point)
      return .circle(place, radius: 4, "class=\"dot \(color)\"")
        + (label.isEmpty ? "" : .text(label, at: (place.x + 6, place.y - 5)))
    }
    return """
      \(band)<path class="line \(color)" d="\(frame.path(curve.points))">\
      <title>\(curve.name)</title></path>
      \(dots)
      """
  }

  /// Neighbours have their words at different heights.
  private func mark(_ index: Int, _ frame: Frame) -> Markup {
    let x = frame.x(marks[index].x)
    return .column(x: x, frame.ys, "class=\"mark\"")
      + .text(
        marks[index].label, at: (x + 3, margin.top + 9 + 10 * Double(index % 3)), .start,
        "class=\"note\"")
  }

  private func level(_ level: (y: Double, label: String), _ frame: Frame) -> Markup {
    .row(frame.xs, y: frame.y(level.y), "class=\"mark\"")
      + .text(level.label, at: (frame.xs.1 + 4, frame.y(level.y) + 4))
  }

  private func axes(_ frame: Frame) -> Markup {
    let columns = frame.xTicks.values.map { tick -> Markup in
      .column(x: frame.x(tick), frame.ys, "class=\"grid\"")
        + .text(frame.xTicks.text(tick), at: (frame.x(tick), frame.ys.1 + 14), .middle)
    }
    let rows = frame.yTicks.values.map { tick -> Markup in
      .row(frame.xs, y: frame.y(tick), "class=\"grid\"")
        + .text(frame.yTicks.text(tick), at: (margin.left - 5, frame.y(tick) + 4), .end)
    }
    let turn: Markup = "transform=\"translate(11 \((frame.ys.0 + frame.ys.1) / 2)) rotate(-90)\""
    return Markup(columns + rows)
      + .text(x.label, at: ((frame.xs.0 + frame.xs.1) / 2, size.height - 6), .middle)
      + .text(y.label, at: (0, 0), .middle, turn)
  }

  /// From values to places in the drawing.
  private struct Frame {
    let xTicks, yTicks: Ticks
    /// Ends of the axes.
    let xs, ys: (Double, Double)

    init(_ plot: Plot) {
      let points = plot.curves.flatMap(\.points)
      let bands = plot.curves.flatMap { $0.band.flatMap { [$0.low, $0.high] } }
      xTicks = Ticks(points.map(\.x), plot.x)
      yTicks = Ticks(points.map(\.y) + bands, plot.y)
      xs = (plot.margin.left, plot.size.width - plot.margin.right)
      ys = (plot.margin.top, plot.size.height - plot.margin.bottom)
    }

    func x(_ value: Double) -> Double { xs.0 + xTicks.share(value) * (xs.1 - xs.0) }

    func y(_ value: Double) -> Double { ys.1 - yTicks.share(value) * (ys.1 - ys.0) }

    func place(_ point: Markup.Point) -> Markup.Point { (x(point.x), y(point.y)) }

    func path(_ points: [Markup.Point]) -> String {
      points.enumerated().map { index, point in
        "\(index == 0 ? "M" : "L")\(x(point.x).decimals(1)) \(y(point.y).decimals(1))"
      }.joined()
    }
  }
}
