import SpikingNetworks

/// What a network does at each control step: the spikes of its neurons, and the curves of
/// ``NetworkColumns``.
final class ActivityRecorder {
  /// Neurons of one population that are recorded at most; of more, as many are taken at even
  /// distances.
  static let mostNeurons = 256

  let network: Network
  /// Indices of the recorded neurons of each population.
  let neurons: [[Int]]
  /// Spikes [population][step, recorded neuron].
  private(set) var spikes: [[Int]] = []
  /// [step][column of ``NetworkColumns``]
  private(set) var values: [[Double]] = []
  private let columns: NetworkColumns

  init(_ network: Network) {
    self.network = network
    columns = NetworkColumns(network: network)
    neurons = network.spec.hidden.map { population in
      let shown = min(population.size, Self.mostNeurons)
      return (0..<shown).map { $0 * population.size / shown }
    }
  }

  var names: [String] { columns.names }

  func start() {
    spikes = neurons.map { _ in [] }
    values = []
  }

  func record() {
    for (index, shown) in neurons.enumerated() {
      let counts = network.spikeCounts(ofPopulation: index)
      spikes[index] += shown.map { Int(counts[$0]) }
    }
    values.append(columns.values(ticks: network.spec.ticksPerStep))
  }
}
