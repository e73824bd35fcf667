import Foundation

/// Round values that span a sample, and where other values lie among them.
struct Ticks {
  let values: [Double]
  private let axis: Plot.Axis
  private let decimals: Int

  /// Multiples of the axis' step or about five of 1, 2 or 5 times a power of ten; powers of ten on
  /// a logarithmic axis.
  init(_ sample: [Double], _ axis: Plot.Axis = Plot.Axis("")) {
    self.axis = axis
    let least = axis.least.map { [$0.lowerBound, $0.upperBound] } ?? []
    let finite = (sample.filter(\.isFinite) + least).map(axis.place)
    let (low, high) = (finite.min() ?? 0, finite.max() ?? 1)
    let span = high > low ? high - low : max(abs(high), 1)
    let step = axis.isLogarithmic ? 1 : axis.step ?? Self.step(span)
    let first = (low / step + 1e-9).rounded(.down)
    let last = max(((low + span) / step - 1e-9).rounded(.up), first + 1)
    values = (Int(first)...Int(last)).map {
      axis.isLogarithmic ? pow(10, Double($0)) : Double($0) * step
    }
    decimals =
      (0..<300).first { digits in
        let scaled = step * pow(10, Double(digits))
        return scaled > 0.5 && abs(scaled - scaled.rounded()) < 1e-6 * scaled
      } ?? 0
  }

  private static func step(_ span: Double) -> Double {
    let power = pow(10, (log10(span / 5)).rounded(.down))
    return [1, 2, 5, 10].map { $0 * power }.first { span / $0 <= 5.5 } ?? 10 * power
  }

  /// Where a value lies along the axis between the first tick and the last, in [0, 1].
  func share(_ value: Double) -> Double {
    guard value.isFinite else { return 0 }
    let (first, last) = (axis.place(values[0]), axis.place(values[values.count - 1]))
    return min(max((axis.place(value) - first) / (last - first), 0), 1)
  }

  /// With the decimals that the step needs; powers of ten by their exponents.
  func text(_ tick: Double) -> String {
    axis.isLogarithmic ? "1e\(Int(axis.place(tick).rounded()))" : tick.decimals(decimals)
  }
}
