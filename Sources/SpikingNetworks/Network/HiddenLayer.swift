/// One population with the synapses onto it.
final class HiddenLayer {
  let name: String
  let population: Population
  /// Synapses from the population below, or from the input.
  let input: Projection
  /// Synapses of the population onto itself.
  let recurrent: Projection?

  init(spec: PopulationSpec, name: String, below: Int) {
    self.name = name
    population = Population(spec: spec)
    input = Projection(
      name: name + ".input", from: below, to: spec.size, plasticity: spec.inputPlasticity)
    recurrent =
      spec.recurrent
      ? Projection(
        name: name + ".recurrent", from: spec.size, to: spec.size,
        plasticity: spec.recurrentPlasticity)
      : nil
  }

  func load(_ parameters: NamedParameters) {
    input.load(parameters)
    recurrent?.load(parameters)
    population.bias.scalars.update(from: parameters[name + ".bias"], count: population.size)
  }

  func reset() {
    population.reset()
    input.reset()
    recurrent?.reset()
  }

  /// Starts the tick's current from `base` and adds the rows of the spikes that arrive: those of
  /// the population below at this tick, and its own of the tick before.
  /// - Returns: the number of weights added.
  func receive(base: LaneBuffer, from below: Population?) -> Int {
    let current = population.current
    current.copy(from: base)
    var events = 0
    if let below {
      input.effective.addRows(below.active, count: below.activeCount, to: current.lanes)
      events += below.activeCount
    }
    if let recurrent {
      recurrent.effective.addRows(
        population.active, count: population.activeCount, to: current.lanes)
      events += population.activeCount
    }
    return events * population.size
  }
}
