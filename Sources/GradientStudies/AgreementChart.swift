import FileFormats
import Foundation

/// A picture of cosine against cost.
public struct AgreementChart {
  private static let (width, height) = (760.0, 460.0)
  private static let (left, right, top, bottom) = (60.0, 170.0, 40.0, 50.0)
  private static let colors = [
    "#1f77b4", "#ff7f0e", "#2ca02c", "#d62728", "#9467bd", "#8c564b", "#e377c2", "#17becf",
  ]
  private let report: GradientAgreement.Report
  /// Decades of CPU seconds on the horizontal axis.
  private let decades: ClosedRange<Int>

  public init(_ report: GradientAgreement.Report) {
    self.report = report
    let costs = report.estimators.map { log10(max($0.cpuS, 1e-6)) }
    let low = Int((costs.min() ?? 0).rounded(.down))
    decades = low...max(Int((costs.max() ?? 1).rounded(.up)), low + 1)
  }

  /// The whole file.
  public var svg: String {
    let names = report.estimators.map(\.name).reduce(into: [String]()) {
      if !$0.contains($1) { $0.append($1) }
    }
    let series = names.enumerated().map { index, name in
      curve(
        report.estimators.filter { $0.name == name }, Self.colors[index % Self.colors.count],
        legend: index)
    }
    return String(
      format: "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %.0f %.0f\" "
        + "width=\"%.0f\" height=\"%.0f\" font-family=\"sans-serif\" font-size=\"11\">\n"
        + "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>\n",
      Self.width, Self.height, Self.width, Self.height) + axes + series.joined() + "</svg>\n"
  }

  private func x(_ cost: Double) -> Double {
    let share =
      (log10(max(cost, 1e-6)) - Double(decades.lowerBound)) / Double(decades.count - 1)
    return Self.left + share * (Self.width - Self.left - Self.right)
  }

  /// Cosines from −0.25 to 1.
  private func y(_ cosine: Double) -> Double {
    let share = (min(max(cosine, -0.25), 1) + 0.25) / 1.25
    return Self.height - Self.bottom - share * (Self.height - Self.top - Self.bottom)
  }

  private var axes: String {
    var text = words(
      "\(report.experiment): cosine to finite differences against CPU time of an estimate",
      Self.left, 22, "start", size: 13)
    for tick in stride(from: -0.25, through: 1, by: 0.25) {
      text += line(x1: Self.left, y(tick), x2: Self.width - Self.right, y(tick), "#e0e4e8")
      text += words(String(format: "%.2f", tick), Self.left - 6, y(tick) + 4, "end")
    }
    for decade in decades {
      let place = x(pow(10, Double(decade)))
      text += line(x1: place, Self.top, x2: place, Self.height - Self.bottom, "#e0e4e8")
      text += words("1e\(decade) s", place, Self.height - Self.bottom + 16, "middle")
    }
    let ceiling = y(report.truth.ceiling)
    text += "<path d=\"M\(Self.left),\(ceiling)H\(Self.width - Self.right)\" "
    text += "stroke=\"#888\" stroke-dasharray=\"4 3\"/>\n"
    return text + words("ceiling", Self.width - Self.right + 4, ceiling + 4, "start")
  }

  private func curve(
    _ rows: [GradientAgreement.Row], _ color: String, legend: Int
  ) -> String {
    let points = rows.map { (x($0.cpuS), y($0.cosine)) }
    let path = points.map { String(format: "%.1f,%.1f", $0.0, $0.1) }.joined(separator: " ")
    var text = "<polyline points=\"\(path)\" fill=\"none\" stroke=\"\(color)\"/>\n"
    for (row, point) in zip(rows, points) {
      text += String(
        format: "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"%@\"/>\n", point.0, point.1, color)
      if row.trials > 1 { text += words("\(row.trials)", point.0 + 6, point.1 - 5, "start") }
    }
    let place = (Self.width - Self.right + 24, Self.top + 40 + 18 * Double(legend))
    text += String(
      format: "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"%@\"/>\n", place.0, place.1 - 4,
      color)
    return text + words(rows[0].name, place.0 + 10, place.1, "start")
  }

  private func line(x1: Double, _ y1: Double, x2: Double, _ y2: Double, _ color: String) -> String {
    String(
      format: "<path d=\"M%.1f,%.1fL%.1f,%.1f\" stroke=\"%@\"/>\n", x1, y1, x2, y2, color)
  }

  private func words(
    _ text: String, _ x: Double, _ y: Double, _ anchor: String, size: Int = 11
  ) -> String {
    let escaped: Markup = "\(text)"
    return String(
      format: "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%@\" font-size=\"%d\">%@</text>\n", x, y,
      anchor, size, escaped.source)
  }
}
