extension NetworkSpec {
  /// The slices of the network's parameter vector. Populations are named `hidden1`, `hidden2`, …
  /// from the input up.
  public var layout: ParameterLayout {
    var layout = ParameterLayout()
    var below = encodedInputs
    for (index, population) in hidden.enumerated() {
      layout.append(population, name: "hidden\(index + 1)", below: below, modulation: modulation)
      below = population.size
    }
    layout.appendProjection(
      "readout", from: below, to: outputs, deviation: 0.5, readout.plasticity)
    layout.append("readout.bias", .bias, [outputs], .constant(0))
    layout.appendModulator("readout", from: below, to: outputs, modulation, [readout.plasticity])
    return layout
  }

  /// A parameter vector to start training from. Weights from below have deviation 1/√fan-in,
  /// recurrent ones 0.5/√n, the readout's 0.5; biases are 0, those of conductance-based neurons 1,
  /// the rheobase, where any excitation makes them fire; ε is 0.01, η and α as their
  /// ``PlasticitySpec`` says; modulators start near 0.5, far from saturation.
  /// - Parameter gaussian: a source of independent standard normal numbers, drawn in the order of
  ///   the vector.
  public func initialParameters(gaussian: () -> Float) -> [Float] {
    layout.slices.flatMap { slice in
      slice.range.map { _ in
        switch slice.initialisation {
        case .constant(let value): value
        case .gaussian(let deviation): deviation * gaussian()
        }
      }
    }
  }
}

extension ParameterLayout {
  fileprivate mutating func append(
    _ population: PopulationSpec, name: String, below: Int, modulation: ModulationSpec
  ) {
    let size = population.size
    appendProjection(
      name + ".input", from: below, to: size, deviation: 1 / Float(below).squareRoot(),
      population.inputPlasticity)
    if population.recurrent {
      appendProjection(
        name + ".recurrent", from: size, to: size, deviation: 0.5 / Float(size).squareRoot(),
        population.recurrentPlasticity)
    }
    append(
      name + ".bias", .bias, [size], .constant(population.conductance == nil ? 0 : 1))
    appendModulator(
      name, from: size, to: size, modulation,
      [population.inputPlasticity, population.recurrentPlasticity])
  }

  fileprivate mutating func appendProjection(
    _ name: String, from presynaptic: Int, to postsynaptic: Int, deviation: Float,
    _ plasticity: PlasticitySpec?
  ) {
    append(
      name + ".weight", .weight, [presynaptic, postsynaptic], .gaussian(deviation: deviation))
    guard let plasticity else { return }
    let shape = plasticity.granularity.shape(
      presynaptic: presynaptic, postsynaptic: postsynaptic)
    append(name + ".alpha", .plasticity, shape, .constant(plasticity.initialShare * deviation))
    append(
      name + ".eta", .plasticity, shape,
      .constant(PlasticityRate.parameter(plasticity.initialRate)))
    for coefficient in plasticity.rule.coefficients {
      let start =
        coefficient.isRate
        ? PlasticityRate.parameter(coefficient.initial) : coefficient.initial
      append(name + "." + coefficient.name, .plasticity, shape, .constant(start))
    }
  }

  /// tanh(0.55) ≈ 0.5.
  fileprivate mutating func appendModulator(
    _ name: String, from source: Int, to postsynaptic: Int, _ modulation: ModulationSpec,
    _ plasticities: [PlasticitySpec?]
  ) {
    guard plasticities.contains(where: { $0?.gate.isModulated == true }) else { return }
    let (weights, biases): ([Int], [Int])
    switch modulation {
    case .global: (weights, biases) = ([source], [1])
    case .neuron: (weights, biases) = ([source, postsynaptic], [postsynaptic])
    case .external: return
    }
    append(
      name + ".modulator.weight", .modulator, weights,
      .gaussian(deviation: 0.1 / Float(source).squareRoot()))
    append(name + ".modulator.bias", .modulator, biases, .constant(0.55))
  }
}
