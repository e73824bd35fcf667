extension NetworkSpec {
  /// Every projection in the order of the layout, which is that of the updates too.
  var projections: [ProjectionSpec] {
    let sizes = [encodedInputs] + hidden.map(\.size) + [outputs]
    let codes = populationCode?.neurons ?? 1
    let inputKinds = inputKinds.map { $0.flatMap { Array(repeating: $0, count: codes) } }
    func projection(
      _ owner: ParameterLayout.Owner, _ source: Int, _ target: Int, _ plasticity: PlasticitySpec?
    ) -> ProjectionSpec {
      ProjectionSpec(
        owner: owner, source: source, target: target, presynaptic: sizes[source],
        postsynaptic: sizes[target],
        kinds: (source == 0 ? inputKinds : nil) ?? Array(repeating: 0, count: sizes[source]),
        modulatedBy: min(target, hidden.count),
        plasticity: plasticity, period: plasticity?.period ?? ticksPerStep,
        modulation: modulation, followsError: modulationError != nil,
        isCentred: centring != nil && owner == .input(0))
    }
    let stack = hidden.enumerated().flatMap { n, population in
      let below = projection(.input(n), n, n + 1, population.inputPlasticity)
      guard population.recurrent else { return [below] }
      return [
        below, projection(.recurrent(n), n + 1, n + 1, population.recurrentPlasticity),
      ]
    }
    return stack + [
      projection(.readout, hidden.count, hidden.count + 1, readout.plasticity)
    ]
  }

  /// The encoder that the specification asks for, in its initial state.
  func makeEncoder() -> any InputEncoder {
    let traceDecay = hidden[0].traceDecay
    guard let populationCode else {
      return CurrentInjection(size: inputs, gain: inputGain, traceDecay: traceDecay)
    }
    return PopulationEncoder(populationCode, channels: inputs, traceDecay: traceDecay)
  }
}
