import SpikingNetworks

extension ParameterLayout.Kind {
  /// Whether it belongs to rules and modulators.
  var isPlastic: Bool { self == .plasticity || self == .modulator }
}

extension ParameterLayout {
  /// `plasticity` for the parameters of rules and modulators, 1 for all others.
  func multipliers(plasticity: Double) -> [Float] {
    slices.flatMap { slice in
      [Float](repeating: slice.kind.isPlastic ? Float(plasticity) : 1, count: slice.range.count)
    }
  }
}
