extension BatchNetwork<Float> {
  /// Mean spikes per tick of a hidden neuron in one sample of the last forward pass.
  /// - Parameter ticks: the length of that pass, above 0.
  public func firingRate(sample: Int, ticks: Int) -> Double {
    var sum = 0.0
    for layer in layers {
      for t in 0..<ticks {
        let spikes = layer.activity.spikes.scalars(t, sample)
        for neuron in 0..<layer.spec.size { sum += Double(spikes[neuron]) }
      }
    }
    return sum / Double(ticks * layers.reduce(0) { $0 + $1.spec.size })
  }
}

extension BatchNetwork<Float> {
  /// Mean spikes per tick of each neuron of a population over the first samples of the last run.
  public func meanSpikes(ofPopulation index: Int, samples: Int, ticks: Int) -> [Double] {
    let layer = layers[index]
    var sums = [Double](repeating: 0, count: layer.spec.size)
    for sample in 0..<samples {
      for t in 0..<ticks {
        let spikes = layer.activity.spikes.scalars(t, sample)
        for neuron in sums.indices { sums[neuron] += Double(spikes[neuron]) }
      }
    }
    return sums.map { $0 / Double(samples * ticks) }
  }
}

extension BatchNetwork {
  /// Whether a sample's potentials and outputs were finite at every tick of the last run; what else
  /// of a network leaves the finite range shows in them one tick later.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func isFinite(sample: Int) -> Bool {
    (0..<ticks).allSatisfy { t in
      layers.allSatisfy { hasFiniteLanes($0.voltage.lanes(t, sample), $0.blocks) }
        && hasFiniteLanes(readout.output.lanes(t, sample), outputStride / 8)
    }
  }
}
