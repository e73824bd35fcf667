/// What the logits of an episode should be, tick by tick.
public struct TargetTrajectory: Sendable, Equatable {
  /// Target logits [ticks × outputs], tick after tick.
  public let values: [Float]
  /// Targets per tick.
  public let outputs: Int
  /// All ticks of the episode.
  public var ticks: Range<Int> { 0..<values.count / outputs }
  /// Σ (y − ȳ)² over ticks and outputs, with ȳ the mean of each output; 1 where that is 0.
  public let scale: Double

  /// - Precondition: `values` holds whole rows of `outputs` values, above 0.
  init(values: [Float], outputs: Int) {
    precondition(outputs > 0 && values.count.isMultiple(of: outputs), "one target per logit")
    (self.values, self.outputs) = (values, outputs)
    var square = 0.0
    for output in 0..<outputs {
      let own = stride(from: output, to: values.count, by: outputs).map { Double(values[$0]) }
      let mean = own.reduce(0, +) / Double(own.count)
      square += own.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    }
    scale = square > 0 ? square : 1
  }

  /// The targets of a tick.
  public func target(at tick: Int) -> ArraySlice<Float> {
    values[tick * outputs..<(tick + 1) * outputs]
  }

  /// A tick's share of the normalised error Σ (l − y)² / Σ (y − ȳ)²: 0 in all for the target
  /// itself, 1 for its mean, and as much as one likes for anything worse.
  /// - Parameter logits: one per output.
  public func error(at tick: Int, logits: some Collection<Double>) -> Double {
    zip(logits, target(at: tick)).reduce(0) { sum, pair in
      let miss = pair.0 - Double(pair.1)
      return sum + miss * miss
    } / scale
  }

  /// The normalised error of an episode.
  /// - Parameter logits: [ticks × outputs] of the episode, tick after tick.
  public func error(logits: [Double]) -> Double {
    ticks.reduce(0) {
      $0 + error(at: $1, logits: logits[$1 * outputs..<($1 + 1) * outputs])
    }
  }

  /// The share of the target's variance that the logits explain: 1 − error, at least 0; 0 too where
  /// a logit is not finite.
  public func explained(logits: [Double]) -> Double {
    let error = error(logits: logits)
    return error < 1 ? 1 - error : 0
  }
}
