import Locomotion
import NeuralControl
import SpikingNetworks

/// What a network did, as the page reads it.
struct NetworkFigure: Encodable {
  /// Spikes of one population.
  struct Population: Encodable {
    let name: String
    let size: Int
    /// Neurons that are shown; at even distances where they are not all.
    let shown: Int
    /// Spikes in each control step [step, shown neuron].
    let counts: PackedNumbers
  }

  /// One column of the trajectory table over the steps.
  struct Curve: Encodable {
    let name: String
    let values: PackedNumbers
  }

  let ticksPerStep: Int
  let populations: [Population]
  let curves: [Curve]
}

/// Records what a network does at each control step: the spikes of its neurons, and the curves of
/// ``NetworkColumns`` and ``FactColumns``.
final class ActivityRecorder {
  /// Neurons of one population that are recorded at most; of more, as many are taken at even
  /// distances.
  private static let mostNeurons = 256

  private let network: Network
  private let columns: NetworkColumns
  private let controller: any NetworkDriven
  /// What an estimator believes; nil for other controllers.
  private var facts: FactColumns?
  /// Indices of the recorded neurons of each population.
  private let neurons: [[Int]]
  /// Spikes [population][step, recorded neuron].
  private var spikes: [[Int]] = []
  /// [step][column of ``NetworkColumns``]
  private var values: [[Double]] = []

  init(_ controller: any NetworkDriven) {
    (self.controller, network) = (controller, controller.network)
    columns = NetworkColumns(network: network)
    neurons = network.spec.hidden.map { population in
      let shown = min(population.size, Self.mostNeurons)
      return (0..<shown).map { $0 * population.size / shown }
    }
  }

  func start(_ episode: Episode) {
    facts = FactColumns(controller, in: episode)
    spikes = neurons.map { _ in [] }
    values = []
  }

  func record(_ episode: Episode) {
    for (index, shown) in neurons.enumerated() {
      let counts = network.spikeCounts(ofPopulation: index)
      spikes[index] += shown.map { Int(counts[$0]) }
    }
    values.append(
      columns.values(ticks: network.spec.ticksPerStep) + (facts?.values(episode) ?? []))
  }

  var figure: NetworkFigure {
    let populations = network.diagnostics.populations.enumerated().map { index, population in
      NetworkFigure.Population(
        name: population.name, size: network.spec.hidden[index].size, shown: neurons[index].count,
        counts: .bytes(spikes[index]))
    }
    let names = columns.names + (facts?.names ?? [])
    let curves = names.enumerated().map { column, name in
      NetworkFigure.Curve(name: name, values: .floats(values.map { $0[column] }))
    }
    return NetworkFigure(
      ticksPerStep: network.spec.ticksPerStep, populations: populations, curves: curves)
  }
}
