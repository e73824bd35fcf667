/// One population with the synapses onto it.
final class HiddenLayer {
  let owner: ParameterLayout.Owner
  /// Such as `hidden1`.
  let name: String
  let population: Population
  /// Synapses from the population below, or from the input.
  let input: Projection
  /// Synapses of the population onto itself.
  let recurrent: Projection?
  /// The ends of both on conductances; nil where spikes are currents.
  let inputPort, recurrentPort: ConductancePort?

  /// - Parameter synapses: those onto the population, from below first.
  init(_ spec: PopulationSpec, index: Int, _ synapses: [ProjectionSpec]) {
    owner = .population(index)
    name = owner.name
    let population = Population(
      size: spec.size, neuron: spec.neuron(), traceDecay: spec.traceDecay,
      conductance: spec.conductance, adaptation: spec.adaptation)
    self.population = population
    let projections = synapses.map { Projection($0) }
    (input, recurrent) = (projections[0], projections.dropFirst().first)
    let ports = synapses.map { synapses in
      population.membrane.flatMap { membrane in
        spec.conductance.map {
          ConductancePort($0, onto: membrane, size: synapses.presynaptic)
        }
      }
    }
    (inputPort, recurrentPort) = (ports[0], ports.dropFirst().first ?? nil)
  }

  func load(_ parameters: ParameterVector) {
    input.load(parameters)
    recurrent?.load(parameters)
    population.load(parameters, of: owner)
  }

  func reset() {
    clear()
    population.reset()
    input.reset()
    recurrent?.reset()
  }

  /// The fast state: that of the population and of the terminals of its synapses.
  func clear() {
    population.clear()
    inputPort?.clear()
    recurrentPort?.clear()
  }

  /// Starts the tick's current from `base` and adds what the spikes bring: those of the source
  /// below at this tick, and the population's own of the tick before.
  /// - Parameter operations: takes in a synaptic operation for each weight added.
  func receive(
    base: LaneBuffer, from below: SpikeEvents?, counting operations: inout NetworkOperations
  ) {
    population.current.copy(from: base)
    population.membrane?.decay()
    if let below {
      receive(below, through: input, inputPort)
      operations.feedForward &+= below.count &* population.size
    }
    if let recurrent {
      receive(population.events, through: recurrent, recurrentPort)
      operations.recurrent &+= population.activeCount &* population.size
    }
  }

  private func receive(
    _ events: SpikeEvents, through projection: Projection, _ port: ConductancePort?
  ) {
    if let port {
      port.receive(events, through: projection.effective)
    } else {
      projection.effective.addRows(
        events.active, count: events.count, to: population.current.lanes)
    }
  }
}
