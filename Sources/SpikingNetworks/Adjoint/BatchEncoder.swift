/// The population code of a batch: the runtime's encoder once per sample, so that the spikes are
/// the same. No gradient reaches the observation.
final class BatchEncoder {
  /// Seed of each sample's stochastic spikes.
  var seeds: [UInt64] {
    didSet { precondition(seeds.count == samples.count, "one seed per sample") }
  }
  private let samples: [PopulationEncoder]
  private let observation: LaneBuffer

  /// Nil where the observation is injected as current.
  init?(_ spec: NetworkSpec, batch: Int) {
    guard let code = spec.populationCode else { return nil }
    samples = (0..<batch).map { _ in
      PopulationEncoder(code, channels: spec.inputs, traceDecay: spec.hidden[0].traceDecay)
    }
    seeds = Array(repeating: 0, count: batch)
    observation = LaneBuffer(scalars: spec.inputs)
  }

  /// To the initial state, with random spikes from the start of each sample's stream.
  func reset() {
    for (sample, seed) in zip(samples, seeds) {
      sample.seed(seed)
      sample.reset()
    }
  }

  /// Potentials to zero; the streams go on.
  func clear() { for sample in samples { sample.clear() } }

  /// A sample's potentials and stream as a state holds them.
  func resume(_ sample: Int, _ state: inout StateReader) {
    let encoder = samples[sample]
    state.read(encoder.voltage.blocks, into: encoder.voltage.lanes)
    if let stream = state.state?.stream { encoder.resume(stream) }
  }

  /// One tick of a sample: the observation at the start of its row makes way for the spikes.
  func encode<Scalar: NetworkScalar>(_ row: UnsafeMutablePointer<Scalar>, _ index: Int) {
    let sample = samples[index]
    for n in 0..<sample.channels { observation.scalars[n] = Float(row[n]) }
    sample.encode(observation.scalars)
    sample.spike()
    for n in 0..<sample.size { row[n] = Scalar(sample.signal.scalars[n]) }
  }
}
