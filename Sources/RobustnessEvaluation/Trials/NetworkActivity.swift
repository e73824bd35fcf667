import NeuralControl
import NumericalMethods
import SpikingNetworks

/// What a controller's network did over a life.
struct NetworkActivity: Sendable, Equatable {
  /// Mean spikes per neuron and tick, in [0, 1].
  var firingRate: Double?
  /// √ΣE² over all fast weights at the end of the life; nil where nothing is plastic.
  var weightNorm: Double?
  /// Share of all fast weights that stand at their bound at the end of the life; nil where nothing
  /// is plastic.
  var boundShare: Double?
  /// Share of values of neuromodulators with |M| > 0.95, mean over modulators; nil where there is
  /// none.
  var saturation: Double?
  /// Spikes of all populations.
  var spikes: Int?
  /// Weights added to a current.
  var synapticOperations: Int?
  /// Products of analogue inputs, and updates of plastic synapses; see `NetworkOperations`.
  var multiplyAccumulates: Int?
  var plasticUpdates: Int?

  init() {}

  /// That of a controller since its last reset: rates, fast weights and modulators of its network,
  /// spikes and operations of all that run for it.
  init(_ controller: any NetworkDriven) {
    let network = controller.network
    let diagnostics = network.diagnostics
    firingRate = network.firingRate
    if !diagnostics.projections.isEmpty {
      let squares = diagnostics.projections.map { Double($0.norm) * Double($0.norm) }
      weightNorm = squares.reduce(0, +).squareRoot()
      boundShare = Self.boundShare(network)
    }
    if !diagnostics.modulators.isEmpty {
      saturation = Statistics.mean(diagnostics.modulators.map { Double($0.saturation) })
    }
    let all = controller.networks.map(\.diagnostics)
    let operations = all.reduce(into: NetworkOperations()) { $0 += $1.operations }
    spikes = all.reduce(0) { $0 + $1.spikes }
    synapticOperations = operations.synapticOperations
    multiplyAccumulates = operations.multiplyAccumulates
    plasticUpdates = operations.plasticUpdates
  }

  /// Projections count by their sizes.
  private static func boundShare(_ network: Network) -> Double {
    let sizes = network.plasticProjections.map { Double(network.fastWeights(of: $0)?.count ?? 0) }
    let shares = network.diagnostics.projections.map { Double($0.boundShare) }
    return zip(sizes, shares).reduce(0) { $0 + $1.0 * $1.1 } / sizes.reduce(0, +)
  }
}
