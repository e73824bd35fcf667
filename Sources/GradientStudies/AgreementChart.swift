import FileFormats

extension GradientAgreement.Report {
  /// A picture (SVG) of cosine against cost, one curve an estimator, whose dots name their trials.
  public var chart: String {
    let names = estimators.map(\.name).reduce(into: [String]()) {
      if !$0.contains($1) { $0.append($1) }
    }
    var plot = Plot(
      "\(experiment): cosine to finite differences against CPU time of an estimate",
      x: Plot.Axis("CPU time [s]", isLogarithmic: true),
      y: Plot.Axis("cosine", holds: -0.25...1, step: 0.25),
      names.map { name in
        let rows = estimators.filter { $0.name == name }
        return Plot.Curve(
          name, rows.map { ($0.cpuS, $0.cosine) },
          labels: rows.map { $0.trials > 1 ? "\($0.trials)" : "" })
      })
    plot.levels = [(truth.ceiling, "ceiling")]
    plot.size = (760, 460)
    return plot.file
  }
}
