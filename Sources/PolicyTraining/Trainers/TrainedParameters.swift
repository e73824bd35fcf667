import FileFormats
import Policies
import SpikingNetworks

/// Which of a network's parameters a training moves: all but what `freeze` names and what
/// `evolution.search` leaves as it is.
struct TrainedParameters {
  private let layout: ParameterLayout
  /// Of each slice.
  private let isTrained: [Bool]

  /// - Throws: ``ExperimentError`` for a pattern that names no slice, and where nothing is left.
  init(_ experiment: Experiment, _ layout: ParameterLayout) throws {
    let names = layout.slices.map(\.name)
    for pattern in experiment.freeze where !names.contains(where: { matches($0, pattern: pattern) })
    {
      let near = nearestName(to: pattern, among: names).map { "\"\($0)\"? " } ?? ""
      throw ExperimentError(
        place: "experiment", key: "freeze", found: "\"\(pattern)\"",
        expected: "\(near)(names of \(names.joined(separator: ", ")), * for any letters)")
    }
    self.layout = layout
    isTrained = layout.slices.map { slice in
      experiment.evolution.search.includes(slice.kind)
        && !experiment.freeze.contains { matches(slice.name, pattern: $0) }
    }
    guard isTrained.contains(true) else {
      throw ExperimentError(
        place: "experiment", key: "freeze", found: "\(experiment.freeze), which is all",
        expected: "something that is left to train")
    }
  }

  /// Places of those that are trained, in the fewest ranges.
  var ranges: [Range<Int>] { ranges { $0 } }

  /// Places of those that stay.
  var frozen: [Range<Int>] { ranges { !$0 } }

  private func ranges(where holds: (Bool) -> Bool) -> [Range<Int>] {
    merged(zip(layout.slices, isTrained).filter { holds($1) }.map(\.0.range))
  }

  /// Multiples of the step size: `plasticity` for parameters of rules and modulators, 1 for all
  /// others, 0 for those that stay.
  func multipliers(plasticity: Double) -> [Float] {
    zip(layout.slices, isTrained).flatMap { slice, isTrained in
      let multiplier = slice.kind.isPlastic ? Float(plasticity) : 1
      return [Float](repeating: isTrained ? multiplier : 0, count: slice.range.count)
    }
  }
}

/// The same numbers in the fewest ranges.
private func merged(_ ranges: [Range<Int>]) -> [Range<Int>] {
  ranges.reduce(into: []) { result, range in
    if let last = result.last, last.upperBound == range.lowerBound {
      result[result.count - 1] = last.lowerBound..<range.upperBound
    } else {
      result.append(range)
    }
  }
}

extension ParameterLayout.Kind {
  /// Whether it belongs to rules and modulators.
  fileprivate var isPlastic: Bool { self == .plasticity || self == .modulator }
}

extension EvolutionOptions.Search {
  fileprivate func includes(_ kind: ParameterLayout.Kind) -> Bool {
    switch self {
    case .all: true
    case .weights: !kind.isPlastic
    case .rules: kind.isPlastic
    }
  }
}
