/// Mean and variance of every channel of a growing sample, merged batch by batch (Chan, Golub, LeVeque
/// 1983, eq. 2.1).
public struct RunningMoments: Sendable, Codable, Equatable {
  public private(set) var count = 0.0
  /// [channels].
  public private(set) var means: [Double]
  /// Σ(x − mean)² of each channel.
  private var squares: [Double]

  public init(channels: Int) {
    means = [Double](repeating: 0, count: channels)
    squares = means
  }

  /// Variance of each channel, the population's; 1 before the first sample.
  public var variances: [Double] {
    squares.map { count > 0 ? $0 / count : 1 }
  }

  /// Takes in rows of one value a channel.
  public mutating func add(_ rows: [Float]) {
    let channels = means.count
    precondition(rows.count.isMultiple(of: channels), "rows of \(channels) channels")
    let added = Double(rows.count / channels)
    guard added > 0 else { return }
    let total = count + added
    for channel in 0..<channels {
      let values = stride(from: channel, to: rows.count, by: channels).map { Double(rows[$0]) }
      let mean = values.reduce(0, +) / added
      let square = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      let gap = mean - means[channel]
      squares[channel] += square + gap * gap * count * added / total
      means[channel] += gap * added / total
    }
    count = total
  }

  /// Rows brought to mean 0 and deviation 1, within ±`limit`.
  public func normalise(_ rows: [Float], limit: Float = 10) -> [Float] {
    let shifts = means.map { Float($0) }
    let scales = variances.map { Float(1 / ($0 + 1e-8).squareRoot()) }
    return rows.indices.map { n in
      let channel = n % shifts.count
      return min(max((rows[n] - shifts[channel]) * scales[channel], -limit), limit)
    }
  }
}
