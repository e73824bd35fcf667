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

  /// How the fast weights carry estimates of one fact.
  struct Pathways: Encodable {
    /// The fact, its channels, and the inputs that they are carried from.
    let name: String
    let channels: [String]
    let inputs: [String]
    /// Control steps from one frame to the next.
    let stride: Int
    /// Σ_j α_ij E_ij W_jk, [frame, channel, input]; see `Network.fastPathways`.
    let values: PackedNumbers
  }

  let ticksPerStep: Int
  let populations: [Population]
  let curves: [Curve]
  /// One a fact, of estimators with plastic synapses.
  let pathways: [Pathways]
}

/// Records what a network does at each control step: the spikes of its neurons, the curves of
/// ``NetworkColumns`` and ``FactColumns``, and which synapses carry what an estimator believes.
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
  /// [frame][input, output], every ``pathwayStride`` steps.
  private var pathways: [[Float]] = []
  private var inputs: [String] = []
  private var steps = 0
  private static let pathwayStride = 5

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
    (values, pathways, steps) = ([], [], 0)
    inputs = Array(episode.layout.channelNames.prefix(network.spec.inputs))
  }

  func record(_ episode: Episode) {
    for (index, shown) in neurons.enumerated() {
      let counts = network.spikeCounts(ofPopulation: index)
      spikes[index] += shown.map { Int(counts[$0]) }
    }
    values.append(
      columns.values(ticks: network.spec.ticksPerStep) + (facts?.values(episode) ?? []))
    if facts != nil, steps.isMultiple(of: Self.pathwayStride), let paths = network.fastPathways {
      pathways.append(paths)
    }
    steps += 1
  }

  /// Of inputs from which anything is carried.
  private var pathwayFigures: [NetworkFigure.Pathways] {
    guard let layout = (controller as? AdaptiveController)?.facts, !pathways.isEmpty else {
      return []
    }
    let outputs = layout.count
    let used = inputs.indices.filter { input in
      pathways.contains { $0[input * outputs..<(input + 1) * outputs].contains { $0 != 0 } }
    }
    return layout.slices.map { slice in
      let values = pathways.flatMap { frame in
        slice.range.flatMap { channel in used.map { Double(frame[$0 * outputs + channel]) } }
      }
      return NetworkFigure.Pathways(
        name: slice.fact.rawValue, channels: Array(layout.channelNames[slice.range]),
        inputs: used.map { inputs[$0] }, stride: Self.pathwayStride, values: .quantised(values))
    }
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
      ticksPerStep: network.spec.ticksPerStep, populations: populations, curves: curves,
      pathways: pathwayFigures)
  }
}
