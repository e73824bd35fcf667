extension NetworkSpec {
  /// The slices of the network's parameter vector. Populations are named `hidden1`, `hidden2`, …
  /// from the input up.
  public var layout: ParameterLayout {
    var layout = ParameterLayout()
    for target in 1...hidden.count + 1 {
      let onto = projections.filter { $0.target == target }
      for synapses in onto { layout.append(synapses) }
      if target == 1, centring != nil {
        // In the units of z.
        layout.append(.input(0), .tonicLevel, [inputs], .gaussian(deviation: inputGain))
      }
      let population = target <= hidden.count ? hidden[target - 1] : nil
      let (owner, start) = (onto[0].owner.target, population?.conductance == nil ? 0 : Float(1))
      layout.append(owner, .bias, [onto[0].postsynaptic], .constant(start))
      if let population {
        layout.appendAdaptation(of: population, owner)
      } else {
        layout.appendSlowTraces(readout.slowTraces, onto[0])
        layout.appendGainField(readout.gainField, outputs: outputs)
      }
      if onto.contains(where: \.isModulated) {
        layout.appendModulator(of: onto[0], isNeutral: neutralModulators)
      }
    }
    return layout
  }

  /// A parameter vector to start training from. Weights from below have deviation 1/√fan-in,
  /// recurrent ones 0.5/√n, the readout's 0.5, those from slow traces 0; biases are 0, those of
  /// conductance-based neurons 1, the rheobase, where any excitation makes them fire; ε is 0.01, η
  /// and α as their ``PlasticitySpec`` says; c has the deviation of an input of 1; modulators start
  /// near 0.5, far from saturation, or at 0; trained adaptation and slow traces start as
  /// ``AdaptationSpec`` and ``ReadoutSpec`` say.
  /// - Parameter gaussian: a source of independent standard normal numbers, drawn in the order of
  ///   the vector.
  public func initialParameters(gaussian: () -> Float) -> [Float] {
    layout.slices.flatMap { slice in
      slice.range.map { index in
        let (place, count) = (index - slice.range.lowerBound, slice.range.count)
        let value = slice.initialisation.draw(place, of: count, gaussian)
        return slice.transform.parameter(value)
      }
    }
  }
}

extension ParameterLayout {
  fileprivate mutating func append(_ synapses: ProjectionSpec) {
    let (owner, rows, columns) = (synapses.owner, synapses.presynaptic, synapses.postsynaptic)
    let deviation: Float =
      switch owner {
      case .input, .population: 1 / Float(rows).squareRoot()
      case .recurrent: 0.5 / Float(rows).squareRoot()
      case .readout: 0.5
      }
    append(owner, .weight, [rows, columns], .gaussian(deviation: deviation))
    guard let plasticity = synapses.plasticity else { return }
    func appendCoefficient(
      _ role: Role, _ start: Initialisation, _ transform: Transform = .identity
    ) {
      let (granularity, kinds) = (plasticity.granularity(of: role), synapses.kinds)
      append(
        owner, role,
        granularity.shape(presynaptic: rows, postsynaptic: columns, kinds: kinds), start,
        transform, tying: granularity.tying(presynaptic: rows, kinds: kinds))
    }
    let share = plasticity.initialShare * deviation
    appendCoefficient(
      .share,
      plasticity.shareGranularity == .synapse ? .gaussian(deviation: share) : .constant(share))
    appendCoefficient(
      .rate, plasticity.rateTimeConstants.map { .rates($0) } ?? .constant(plasticity.initialRate),
      .logistic)
    for coefficient in plasticity.rule.coefficients {
      appendCoefficient(
        .coefficient(coefficient.name), .constant(coefficient.initial), coefficient.transform)
    }
  }

  /// What of the neurons' adaptation is trained.
  fileprivate mutating func appendAdaptation(of population: PopulationSpec, _ owner: Owner) {
    guard let adaptation = population.adaptation, let range = adaptation.timeConstants else {
      return
    }
    append(owner, .adaptationStrength, [population.size], .constant(adaptation.strength))
    append(owner, .adaptationDecay, [population.size], .decays(range), .logistic)
  }

  /// W^s, and λ, of the synapses from slow traces onto the readout.
  fileprivate mutating func appendSlowTraces(
    _ range: TimeConstantRange?, _ synapses: ProjectionSpec
  ) {
    guard let range else { return }
    let (neurons, outputs) = (synapses.presynaptic, synapses.postsynaptic)
    append(.readout, .slowWeight, [neurons, outputs], .constant(0))
    append(.readout, .slowDecay, [neurons], .decays(range), .logistic)
  }

  /// κ, and w, of the readout's gain field.
  fileprivate mutating func appendGainField(_ field: GainFieldSpec?, outputs: Int) {
    guard let field else { return }
    append(.readout, .gainCompensation, [outputs], .constant(1))
    if field.factors.isEmpty { return }
    append(.readout, .gainWeight, [field.factors.count, outputs], .constant(0))
  }

  /// tanh(0.55) ≈ 0.5. At M = tanh(0) the slope is 1, so that zeros learn.
  fileprivate mutating func appendModulator(of synapses: ProjectionSpec, isNeutral: Bool) {
    let owner = synapses.owner.target
    let neurons = owner == .readout ? synapses.presynaptic : synapses.postsynaptic
    let source = synapses.followsError ? 1 : neurons
    guard
      let shapes = synapses.modulation.shapes(
        source: source, postsynaptic: synapses.postsynaptic)
    else { return }
    append(
      owner, .modulatorWeight, shapes.weight,
      isNeutral ? .constant(0) : .gaussian(deviation: 0.1 / Float(source).squareRoot()))
    append(owner, .modulatorBias, shapes.bias, .constant(isNeutral ? 0 : 0.55))
  }
}
