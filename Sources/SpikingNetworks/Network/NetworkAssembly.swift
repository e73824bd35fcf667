extension Network {
  /// The stack of populations, each with the synapses onto it.
  static func layers(_ spec: NetworkSpec) -> [HiddenLayer] {
    let below = [spec.encodedInputs] + spec.hidden.map(\.size)
    return spec.hidden.enumerated().map { index, population in
      HiddenLayer(population, index: index, below: below[index])
    }
  }

  /// The plastic projections in the order of the layout. A hidden population is modulated by
  /// itself, the readout by the last population.
  static func circuit(
    _ spec: NetworkSpec, _ encoder: any InputEncoder, _ layers: [HiddenLayer],
    _ readoutProjection: Projection, _ readout: LeakyReadout
  ) -> PlasticCircuit {
    var circuit = PlasticCircuit()
    var below = Activity(trace: encoder.trace, spikes: encoder.signal)
    for layer in layers {
      let population = layer.population
      let own = Activity(trace: population.trace, spikes: population.spikes)
      for (projection, source) in [(layer.input, below), (layer.recurrent, own)] {
        circuit.add(projection, from: source, to: own, modulatedBy: population, in: spec)
      }
      below = own
    }
    circuit.add(
      readoutProjection, from: below,
      to: Activity(trace: readout.activity, spikes: readout.activity),
      modulatedBy: layers[layers.count - 1].population, in: spec)
    return circuit
  }
}

extension NetworkSpec {
  /// The encoder that the specification asks for, in its initial state.
  func makeEncoder() -> any InputEncoder {
    let traceDecay = hidden[0].traceDecay
    guard let populationCode else {
      return CurrentInjection(size: inputs, gain: inputGain, traceDecay: traceDecay)
    }
    return PopulationEncoder(populationCode, channels: inputs, traceDecay: traceDecay)
  }
}
