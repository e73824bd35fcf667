import Foundation
import GradientStudies
import SpikingNetworks
import Testing

/// The whole table is printed by `ganglion perturbation`.
@Suite("The gradient by perturbation, on a recurrent network with depressing synapses")
struct PerturbationStudyTests {
  private static func cosine(_ a: [Double], _ b: [Double]) -> Double {
    let product = zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
    let squares = [a, b].map { $0.reduce(0) { $0 + $1 * $1 } }
    return product / (squares[0] * squares[1]).squareRoot()
  }

  /// Finite differences of ⟨R⟩ by `ganglion perturbation`.
  private static func truth() throws -> [Double] {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Fixtures/perturbation/study.json")
    return try JSONDecoder().decode(
      [String: [Double]].self, from: Data(contentsOf: file))["derivatives"] ?? []
  }

  @Test("the cosine to the true gradient grows as 1/√K, for either sign of weight")
  func convergence() throws {
    let task = try PerturbationTask()
    let truth = try Self.truth()
    try #require(truth.count == task.places.count)
    let (trials, batch) = (1024, 8)
    var sums = [[Double]](repeating: truth.map { _ in 0 }, count: trials / batch)
    for trial in 0..<trials {
      for (place, value) in task.estimate(seed: UInt64(trial)).enumerated() {
        sums[trial / batch][place] += Double(value)
      }
    }
    func sum(_ parts: ArraySlice<[Double]>) -> [Double] {
      parts.reduce(truth.map { _ in 0 }) { zip($0, $1).map(+) }
    }
    func meanCosine(_ width: Int) -> Double {
      let starts = stride(from: 0, to: sums.count, by: width)
      return starts.reduce(0) { $0 + Self.cosine(sum(sums[$1..<$1 + width]), truth) }
        / Double(sums.count / width)
    }
    let (few, more, all) = (meanCosine(1), meanCosine(4), meanCosine(sums.count))
    let slope = log(more / few) / log(4)
    #expect(abs(slope - 0.5) < 0.075, "\(few) of 8 trials, \(more) of 32")
    #expect(all > 0.88, "\(all) of 1024 trials")
    let recurrent = try #require(
      task.network.layout.slice(named: "hidden1.recurrent.weight")
    ).range
    let whole = sum(sums[...])
    for isPositive in [true, false] {
      let places = recurrent.filter { (task.parameters[$0] > 0) == isPositive }
      let part = Self.cosine(places.map { whole[$0] }, places.map { truth[$0] })
      #expect(part > 0.4, "\(part) for weights \(isPositive ? "above" : "below") 0")
    }
  }

  @Test("the reward and its derivatives follow from the seed alone")
  func reproducible() throws {
    let (one, other) = (try PerturbationTask(neurons: 3), try PerturbationTask(neurons: 3))
    let first = one.derivative(0, step: 0.1, seeds: 5..<8)
    #expect(other.derivative(1, step: 0.1, seeds: 0..<3) != first)
    #expect(other.derivative(0, step: 0.1, seeds: 5..<8) == first)
  }
}
