import Execution
import NumericalMethods

/// Derivatives of a mean over episodes, by each half of the episodes.
struct FiniteDifferences {
  /// [2][coordinates].
  private let halves: [[Double]]
  /// CPU time [s].
  let cost: Double

  /// - Parameter derivative: by one coordinate, over the episodes of the first half or the second.
  init<Context>(
    _ executor: Executor<Context>, coordinates: Int,
    _ derivative: @escaping @Sendable (Context, _ coordinate: Int, _ half: Int) throws -> Double
  ) throws {
    let found = try executor.map(2 * coordinates) { context, item in
      let start = threadSeconds()
      return (try derivative(context, item / 2, item % 2), threadSeconds() - start)
    }
    halves = (0..<2).map { half in (0..<coordinates).map { found[2 * $0 + half].0 } }
    cost = found.reduce(0) { $0 + $1.1 }
  }

  /// Over all episodes.
  var gradient: [Double] { zip(halves[0], halves[1]).map { ($0 + $1) / 2 } }

  /// Cosine between the halves.
  var agreement: Double { cosine(halves[0], halves[1]) }
}
