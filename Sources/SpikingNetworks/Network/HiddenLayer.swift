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

  init(_ spec: PopulationSpec, index: Int, below: Int) {
    owner = .population(index)
    name = owner.name
    let population = Population(
      size: spec.size, neuron: spec.neuron(), traceDecay: spec.traceDecay,
      conductance: spec.conductance)
    self.population = population
    input = Projection(
      .input(index), from: below, to: spec.size, plasticity: spec.inputPlasticity)
    recurrent =
      spec.recurrent
      ? Projection(
        .recurrent(index), from: spec.size, to: spec.size, plasticity: spec.recurrentPlasticity)
      : nil
    func port(_ size: Int) -> ConductancePort? {
      guard let conductance = spec.conductance, let membrane = population.membrane else {
        return nil
      }
      return ConductancePort(conductance, onto: membrane, size: size)
    }
    inputPort = port(below)
    recurrentPort = spec.recurrent ? port(spec.size) : nil
  }

  func load(_ parameters: ParameterVector) {
    input.load(parameters)
    recurrent?.load(parameters)
    population.bias.scalars.update(
      from: parameters[owner, .bias].numbers, count: population.size)
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
