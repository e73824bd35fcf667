/// What one `tell` saw and did.
public struct UpdateSummary: Sendable, Hashable, Codable {
  /// Euclidean norm of the estimated gradient of shaped fitness, weight decay excluded.
  public var gradientNorm: Double
  /// Euclidean norm of the change of the mean.
  public var updateNorm: Double
  /// Highest finite fitness; NaN if there is none.
  public var best: Double
  /// Mean of the finite fitness values; NaN if there is none.
  public var mean: Double
  /// Candidates whose fitness was not finite.
  public var nonfiniteCount: Int

  /// A summary from its numbers.
  public init(
    gradientNorm: Double, updateNorm: Double, best: Double, mean: Double, nonfiniteCount: Int
  ) {
    self.gradientNorm = gradientNorm
    self.updateNorm = updateNorm
    self.best = best
    self.mean = mean
    self.nonfiniteCount = nonfiniteCount
  }

  init(fitness: [Double], gradientNorm: Double, updateNorm: Double) {
    let finite = fitness.filter(\.isFinite)
    self.init(
      gradientNorm: gradientNorm, updateNorm: updateNorm, best: finite.max() ?? .nan,
      mean: finite.reduce(0, +) / Double(finite.count),
      nonfiniteCount: fitness.count - finite.count)
  }
}
