extension NetworkSpec {
  /// The slices of the network's parameter vector. Populations are named `hidden1`, `hidden2`, …
  /// from the input up.
  public var layout: ParameterLayout {
    var layout = ParameterLayout()
    var below = encodedInputs
    for (index, population) in hidden.enumerated() {
      layout.append(population, index, below: below, modulation)
      below = population.size
    }
    layout.appendProjection(
      .readout, from: below, to: outputs, deviation: 0.5, readout.plasticity)
    layout.append(.readout, .bias, [outputs], .constant(0))
    layout.appendModulator(.readout, from: below, to: outputs, modulation, [readout.plasticity])
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
      slice.range.map { _ in slice.transform.parameter(slice.initialisation.draw(gaussian)) }
    }
  }
}

extension ParameterLayout {
  fileprivate mutating func append(
    _ population: PopulationSpec, _ index: Int, below: Int, _ modulation: ModulationSpec
  ) {
    let size = population.size
    appendProjection(
      .input(index), from: below, to: size, deviation: 1 / Float(below).squareRoot(),
      population.inputPlasticity)
    if population.recurrent {
      appendProjection(
        .recurrent(index), from: size, to: size, deviation: 0.5 / Float(size).squareRoot(),
        population.recurrentPlasticity)
    }
    append(
      .population(index), .bias, [size], .constant(population.conductance == nil ? 0 : 1))
    appendModulator(
      .population(index), from: size, to: size, modulation,
      [population.inputPlasticity, population.recurrentPlasticity])
  }

  fileprivate mutating func appendProjection(
    _ owner: Owner, from presynaptic: Int, to postsynaptic: Int, deviation: Float,
    _ plasticity: PlasticitySpec?
  ) {
    append(owner, .weight, [presynaptic, postsynaptic], .gaussian(deviation: deviation))
    guard let plasticity else { return }
    let shape = plasticity.granularity.shape(
      presynaptic: presynaptic, postsynaptic: postsynaptic)
    append(owner, .share, shape, .constant(plasticity.initialShare * deviation))
    append(owner, .rate, shape, .constant(plasticity.initialRate), .logistic)
    for coefficient in plasticity.rule.coefficients {
      append(
        owner, .coefficient(coefficient.name), shape, .constant(coefficient.initial),
        coefficient.transform)
    }
  }

  /// tanh(0.55) ≈ 0.5.
  fileprivate mutating func appendModulator(
    _ owner: Owner, from source: Int, to postsynaptic: Int, _ modulation: ModulationSpec,
    _ plasticities: [PlasticitySpec?]
  ) {
    guard plasticities.contains(where: { $0?.gate.isModulated == true }),
      let shapes = modulation.shapes(source: source, postsynaptic: postsynaptic)
    else { return }
    append(
      owner, .modulatorWeight, shapes.weight,
      .gaussian(deviation: 0.1 / Float(source).squareRoot()))
    append(owner, .modulatorBias, shapes.bias, .constant(0.55))
  }
}
