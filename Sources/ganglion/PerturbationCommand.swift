import ArgumentParser
import Execution
import Foundation
import NumericalMethods
import SpikingNetworks

struct PerturbationCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "perturbation",
    abstract: "Measures how fast the gradient by perturbation finds the true one.",
    discussion: """
      Examples:
        ganglion perturbation
        ganglion perturbation --trials 4096 --truth 400 --json

      A recurrent network of conductance-based neurons with depressing synapses is to follow an \
      oscillation. The true gradient of its expected reward is had by finite differences; --truth \
      episodes for each of two sides of every parameter. The cosine of the estimate of K perturbed \
      trials to it is averaged over as many estimates as --trials allow. While it is small it \
      grows as √K; 1/cos² − 1 falls as 1/K until the noise's own size, or the error of the truth, \
      shows.
      """)

  @Option(help: "Perturbed trials in all, a power of 2.")
  var trials = 32_768
  @Option(help: "Episodes of a finite difference, an even number.")
  var truth = 2000
  @Option(help: "Amplitude of the noise, in units of the leak.")
  var amplitude = 0.2
  @OptionGroup var worker: WorkerOptions
  @OptionGroup var display: OutputOptions

  func validate() throws {
    guard (64...1 << 24).contains(trials), trials.nonzeroBitCount == 1 else {
      throw ValidationError("--trials is \(trials), expected a power of 2 from 64 to 2^24")
    }
    guard (2...1_000_000).contains(truth), truth.isMultiple(of: 2) else {
      throw ValidationError("--truth is \(truth), expected an even number from 2 to 1000000")
    }
    guard amplitude > 0, amplitude <= 1 else {
      throw ValidationError("--amplitude is \(amplitude), expected a number above 0, at most 1")
    }
  }

  private struct Row: Encodable {
    let trials: Int
    let cosine: Double
    /// (1/cos² − 1) K, the same for all K where the law holds.
    let law: Double
  }

  private struct Report: Encodable {
    let parameters: Int
    /// Cosine between the two halves of the true gradient's episodes.
    let truthAgreement: Double
    let rows: [Row]
    /// Slope of log cos over log K where 0.1 < cos < 0.4.
    let slope: Double
    let cosineByKind: [String: Double]
    let derivatives: [Double]
  }

  func run() throws {
    let executor = try Executor(workers: worker.workers) {
      try PerturbationStudy(amplitude: Float(amplitude))
    }
    let study = try PerturbationStudy(amplitude: Float(amplitude))
    let halves = try truth(executor, study.places)
    let derivatives = zip(halves[0], halves[1]).map { ($0 + $1) / 2 }
    let estimates = try estimates(executor, study.places)
    let rows = stride(from: 0, through: trials.trailingZeroBitCount, by: 1).map {
      row(1 << $0, estimates, derivatives)
    }
    let whole = sum(estimates[...])
    let kinds = study.kinds.mapValues { places in
      cosine(places.map { whole[$0] }, places.map { derivatives[$0] })
    }
    let report = Report(
      parameters: study.places.count, truthAgreement: cosine(halves[0], halves[1]), rows: rows,
      slope: slope(rows.filter { (0.1...0.4).contains($0.cosine) }), cosineByKind: kinds,
      derivatives: derivatives)
    if display.json { return try Console.json(report) }
    show(report)
  }

  private func show(_ report: Report) {
    Console.output("trials K  cosine   (1/cos² − 1) K")
    for row in report.rows {
      let cells = ["\(row.trials)", row.cosine.fixed(4), row.law.fixed(1)]
      Console.output(
        zip(cells, [8, 8, 17]).map { String(repeating: " ", count: max(0, $1 - $0.count)) + $0 }
          .joined())
    }
    Console.output(
      "slope \(report.slope.fixed(3)) where 0.1 < cosine < 0.4; \(report.parameters) parameters; "
        + "halves of the truth agree to \(report.truthAgreement.fixed(4))")
    for (kind, cosine) in report.cosineByKind.sorted(by: { $0.key < $1.key }) {
      Console.output("\(kind): \(cosine.fixed(4)) of all trials")
    }
  }

  /// The true gradient by each half of the episodes.
  private func truth(
    _ executor: Executor<PerturbationStudy>, _ places: Range<Int>
  ) throws -> [[Double]] {
    let count = UInt64(truth / 2)
    let values = try executor.map(2 * places.count) { study, item in
      let first = UInt64(item % 2 + 1) << 32
      return study.derivative(
        places.lowerBound + item / 2, step: 0.1, seeds: first..<first + count)
    }
    return (0..<2).map { half in places.indices.map { values[2 * $0 + half] } }
  }

  /// Every trial's estimate.
  private func estimates(
    _ executor: Executor<PerturbationStudy>, _ places: Range<Int>
  ) throws -> [[Float]] {
    try executor.map(trials) { study, trial in
      var gradient = [Float](repeating: 0, count: study.parameters.count)
      gradient.withUnsafeMutableBufferPointer { study.addTrial(seed: UInt64(trial), to: $0) }
      return Array(gradient[places])
    }
  }

  private func sum(_ estimates: ArraySlice<[Float]>) -> [Double] {
    var sum = [Double](repeating: 0, count: estimates.first?.count ?? 0)
    for estimate in estimates {
      for index in sum.indices { sum[index] += Double(estimate[index]) }
    }
    return sum
  }

  private func row(_ count: Int, _ estimates: [[Float]], _ derivatives: [Double]) -> Row {
    let cosines = stride(from: 0, to: estimates.count, by: count).map {
      cosine(sum(estimates[$0..<$0 + count]), derivatives)
    }
    let mean = Statistics.mean(cosines)
    return Row(trials: count, cosine: mean, law: (1 / (mean * mean) - 1) * Double(count))
  }

  /// Least squares of log cos over log K; NaN of fewer than two rows.
  private func slope(_ rows: [Row]) -> Double {
    let x = rows.map { log(Double($0.trials)) }
    let y = rows.map { log($0.cosine) }
    guard rows.count > 1 else { return .nan }
    let (mx, my) = (Statistics.mean(x), Statistics.mean(y))
    let product = zip(x, y).reduce(0) { $0 + ($1.0 - mx) * ($1.1 - my) }
    return product / x.reduce(0) { $0 + ($1 - mx) * ($1 - mx) }
  }
}
