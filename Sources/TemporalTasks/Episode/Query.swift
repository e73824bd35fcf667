/// A question to the network.
public struct Query: Sendable, Equatable {
  /// The trial that the query ends; the k-th query of an episode is that of trial k.
  public let trial: Int
  /// Ticks in which the response is read.
  public let ticks: Range<Int>
  /// The right answer, an index of the outputs.
  public let target: Int
  /// Weight of the query in a training loss; 0 where no observer could know the answer.
  public private(set) var weight: Float = 1

  /// The output with the greatest mean logit over the query's ticks; the lowest index among equals;
  /// nil where a mean is NaN, which counts as a wrong answer.
  /// - Parameters:
  ///   - logits: [ticks × outputs] of the episode, tick after tick; those of later ticks may lack.
  ///   - outputs: the number of outputs, above 0.
  public func response(logits: some RandomAccessCollection<Float>, outputs: Int) -> Int? {
    precondition(outputs > 0, "a response is one of at least one output")
    precondition(logits.count >= ticks.upperBound * outputs, "logits up to the query's last tick")
    var means = [Float](repeating: 0, count: outputs)
    for (offset, logit) in logits.dropFirst(ticks.lowerBound * outputs).enumerated() {
      guard offset < ticks.count * outputs else { break }
      means[offset % outputs] += logit / Float(ticks.count)
    }
    return Self.response(means: means)
  }

  /// The index of the greatest mean logit; the lowest among equals; nil where one is NaN.
  public static func response(means: [Float]) -> Int? {
    guard !means.contains(where: \.isNaN) else { return nil }
    return means.indices.reduce(0) { means[$1] > means[$0] ? $1 : $0 }
  }
}
