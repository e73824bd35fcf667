extension BatchNetwork {
  /// What a sample remembers after the last run, from which another run can go on; random spikes of
  /// a population code do not.
  /// - Precondition: the run ended with a plasticity period of every projection, as it does after a
  ///   control step where none has a period of its own.
  public func state(ofSample sample: Int) -> NetworkState {
    precondition(spec.populationCode == nil, "the input is injected as current")
    precondition(
      sites.allSatisfy { ticks % $0.period == 0 },
      "a network's state is taken between two plasticity periods")
    var state = StateWriter()
    state.write(input.blocks, from: input.trace.lanes(ticks - 1, sample))
    centring?.end(sample, ticks: ticks, &state)
    for layer in layers { layer.end(sample, ticks: ticks, &state) }
    for site in sites { site.end(sample, ticks: ticks, &state) }
    readout.end(sample, ticks: ticks, &state)
    return state.state
  }
}

/// Collects the variables of a ``NetworkState`` one after the other.
struct StateWriter {
  private var values: [Float] = []

  var state: NetworkState { NetworkState(values: values, stream: nil) }

  mutating func write<Scalar: NetworkScalar>(
    _ blocks: Int, from lanes: UnsafeMutablePointer<SIMD8<Scalar>>
  ) {
    for block in 0..<blocks {
      for lane in 0..<8 { values.append(Float(lanes[block][lane])) }
    }
  }
}
