import Execution
import NumericalMethods

/// How fast the gradient by perturbation finds the true one on ``PerturbationTask``: the cosine of
/// estimates from 1, 2, 4, … trials to finite differences.
public struct PerturbationStudy: Sendable {
  public struct Row: Sendable, Encodable {
    public let trials: Int
    public let cosine: Double
    /// (1/cos² − 1) K, the same for all K where the law holds.
    public let law: Double
  }

  public struct Report: Sendable, Encodable {
    public let parameters: Int
    /// Cosine between the two halves of the true gradient's episodes.
    public let truthAgreement: Double
    public let rows: [Row]
    /// Slope of log cos over log K where 0.1 < cos < 0.4.
    public let slope: Double
    public let cosineByKind: [String: Double]
    public let derivatives: [Double]
  }

  private let trials: Int
  private let truthEpisodes: Int
  private let amplitude: Float

  /// - Parameters:
  ///   - trials: perturbed trials in all, a power of 2.
  ///   - truthEpisodes: episodes of a finite difference, an even number.
  ///   - amplitude: of the noise, in units of the leak.
  public init(trials: Int, truthEpisodes: Int, amplitude: Float) {
    precondition(trials.nonzeroBitCount == 1 && truthEpisodes.isMultiple(of: 2))
    (self.trials, self.truthEpisodes, self.amplitude) = (trials, truthEpisodes, amplitude)
  }

  /// - Throws: `NetworkSpecError` for an amplitude out of range.
  public func report(workers: Int) throws -> Report {
    let (amplitude, episodes) = (amplitude, UInt64(truthEpisodes / 2))
    let task = try PerturbationTask(amplitude: amplitude)
    let executor = try Executor(workers: workers) { try PerturbationTask(amplitude: amplitude) }
    let truth = try FiniteDifferences(executor, coordinates: task.places.count) {
      task, place, half in
      let first = UInt64(half + 1) << 32
      return task.derivative(
        task.places.lowerBound + place, step: 0.1, seeds: first..<first + episodes)
    }
    let estimates = try executor.map(trials) { $0.estimate(seed: UInt64($1)) }
    let derivatives = truth.gradient
    let rows = (0...trials.trailingZeroBitCount).map { row(1 << $0, estimates, derivatives) }
    let whole = sum(estimates[...])
    return Report(
      parameters: task.places.count, truthAgreement: truth.agreement, rows: rows,
      slope: slope(rows.filter { (0.1...0.4).contains($0.cosine) }),
      cosineByKind: task.kinds.mapValues { places in
        cosine(places.map { whole[$0] }, places.map { derivatives[$0] })
      }, derivatives: derivatives)
  }

  private func sum(_ estimates: ArraySlice<[Float]>) -> [Double] {
    estimates.reduce(into: [Double](repeating: 0, count: estimates.first?.count ?? 0)) {
      sum, estimate in
      for index in sum.indices { sum[index] += Double(estimate[index]) }
    }
  }

  /// The mean cosine of estimates from `count` trials each.
  private func row(_ count: Int, _ estimates: [[Float]], _ derivatives: [Double]) -> Row {
    let cosines = stride(from: 0, to: estimates.count, by: count).map {
      cosine(sum(estimates[$0..<$0 + count]), derivatives)
    }
    let mean = Statistics.mean(cosines)
    return Row(trials: count, cosine: mean, law: (1 / (mean * mean) - 1) * Double(count))
  }

  /// Least squares of log cos over log K; NaN of fewer than two rows.
  private func slope(_ rows: [Row]) -> Double {
    let (x, y) = (rows.map { Double.log(Double($0.trials)) }, rows.map { Double.log($0.cosine) })
    guard rows.count > 1 else { return .nan }
    let (mx, my) = (Statistics.mean(x), Statistics.mean(y))
    let product = zip(x, y).reduce(0) { $0 + ($1.0 - mx) * ($1.1 - my) }
    return product / x.reduce(0) { $0 + ($1 - mx) * ($1 - mx) }
  }
}
