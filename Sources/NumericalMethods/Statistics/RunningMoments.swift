/// Mean and variance of every channel of a growing sample, merged batch by batch (Chan, Golub,
/// LeVeque 1983, eq. 2.1).
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

  /// Reads what `encode(to:)` wrote; throws `DecodingError.dataCorrupted` on unequal lengths.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    count = try values.decode(Double.self, forKey: .count)
    means = try values.decode([Double].self, forKey: .means)
    squares = try values.decode([Double].self, forKey: .squares)
    try values.require(squares.count, of: means.count, forKey: .squares)
  }

  /// A sample known by its moments, [channels]; `variances` are the population's.
  public init(count: Double, means: [Double], variances: [Double]) {
    precondition(means.count == variances.count, "a variance for each mean")
    (self.count, self.means) = (count, means)
    squares = variances.map { $0 * count }
  }

  /// Everything of it in one array, [1 + 2 channels], from which it comes back to the same bits.
  public var packed: [Double] { [count] + means + squares }

  /// Nil for an array of another length.
  public init?(packed: [Double]) {
    guard packed.count % 2 == 1 else { return nil }
    let channels = packed.count / 2
    count = packed[0]
    means = Array(packed[1..<1 + channels])
    squares = Array(packed[(1 + channels)...])
  }

  /// Variance of each channel, the population's; 1 before the first sample.
  public var variances: [Double] {
    squares.map { count > 0 ? $0 / count : 1 }
  }

  /// Whether every mean and variance is a number.
  public var isFinite: Bool { means.allSatisfy(\.isFinite) && squares.allSatisfy(\.isFinite) }

  /// Takes in rows of one value a channel.
  public mutating func add(_ rows: [Float]) {
    let channels = means.count
    precondition(rows.count.isMultiple(of: channels), "rows of \(channels) channels")
    var batch = RunningMoments(channels: channels)
    batch.count = Double(rows.count / channels)
    for channel in 0..<channels where batch.count > 0 {
      let values = stride(from: channel, to: rows.count, by: channels).map { Double(rows[$0]) }
      let mean = values.reduce(0, +) / batch.count
      batch.means[channel] = mean
      batch.squares[channel] = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    }
    merge(batch)
  }

  /// Takes in one value a channel, and allocates nothing (Welford 1962).
  public mutating func add(row: Span<Float>) {
    precondition(row.count == means.count, "a row of \(means.count) channels")
    count += 1
    for channel in 0..<row.count {
      let gap = Double(row[channel]) - means[channel]
      means[channel] += gap / count
      squares[channel] += gap * (Double(row[channel]) - means[channel])
    }
  }

  /// Takes in all that another sample of the same channels has.
  public mutating func merge(_ other: RunningMoments) {
    precondition(other.means.count == means.count, "\(means.count) channels")
    guard other.count > 0 else { return }
    let total = count + other.count
    for channel in means.indices {
      let gap = other.means[channel] - means[channel]
      squares[channel] += other.squares[channel] + gap * gap * count * other.count / total
      means[channel] += gap * other.count / total
    }
    count = total
  }

  /// Forgets everything, and allocates nothing.
  public mutating func reset() {
    count = 0
    for channel in means.indices {
      means[channel] = 0
      squares[channel] = 0
    }
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
