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

  init(_ activity: ActivityRecorder) {
    let spec = activity.network.spec
    ticksPerStep = spec.ticksPerStep
    let names = activity.network.diagnostics.populations.map(\.name)
    populations = spec.hidden.enumerated().map { index, population in
      Population(
        name: names[index], size: population.size, shown: activity.neurons[index].count,
        counts: .bytes(activity.spikes[index]))
    }
    curves = activity.names.enumerated().map { column, name in
      Curve(name: name, values: .floats(activity.values.map { $0[column] }))
    }
  }
}
