/// State of one population of spiking neurons: potentials, spikes, traces and counts.
final class Population {
  let size: Int
  let neuron: LeakyIntegrateAndFire<Float>
  let filter: ExponentialTrace<Float>
  /// Conductances; nil for the current-based neuron.
  let membrane: ConductanceMembrane?
  /// Spike-frequency adaptation; nil where the threshold stays.
  let adaptation: Adaptation?

  /// Membrane potentials v.
  let voltage: LaneBuffer
  /// Spikes s of the last tick, 0 or 1.
  let spikes: LaneBuffer
  /// Adaptation a; zero where there is none.
  let fatigue: LaneBuffer
  /// Exponential traces of the spikes.
  let trace: LaneBuffer
  /// Synaptic currents I of the tick under way.
  let current: LaneBuffer
  /// Biases b.
  let bias: LaneBuffer
  /// Spikes of each neuron since the last observation.
  let stepCounts: LaneBuffer
  /// Indices of the neurons that spiked in the last tick.
  let active: UnsafeMutablePointer<Int>
  // Unchecked: one thread at a time uses a network, hence its populations.
  @exclusivity(unchecked) private(set) var activeCount = 0
  /// Spikes of the whole population since the last reset.
  @exclusivity(unchecked) private(set) var totalSpikes = 0

  init(
    size: Int, neuron: LeakyIntegrateAndFire<Float>, traceDecay: Float,
    conductance: ConductanceSpec?, adaptation: AdaptationSpec?
  ) {
    (self.size, self.neuron) = (size, neuron)
    filter = ExponentialTrace(decay: traceDecay)
    membrane = conductance.map { ConductanceMembrane($0, size: size) }
    self.adaptation = adaptation.map { Adaptation($0, size: size) }
    fatigue = LaneBuffer(scalars: adaptation == nil ? 0 : size)
    func buffer() -> LaneBuffer { LaneBuffer(scalars: size) }
    (voltage, spikes, trace) = (buffer(), buffer(), buffer())
    (current, bias, stepCounts) = (buffer(), buffer(), buffer())
    active = .allocate(capacity: size + Lanes.scalarCount)
    clear()
  }

  deinit { active.deallocate() }

  /// Takes up the slices of the neurons, which `owner` names.
  func load(_ parameters: ParameterVector, of owner: ParameterLayout.Owner) {
    bias.load(parameters[owner, .bias])
    adaptation?.load(parameters, of: owner)
  }

  func reset() {
    clear()
    stepCounts.fill(0)
    totalSpikes = 0
  }

  /// The spikes of the last tick.
  var events: SpikeEvents {
    SpikeEvents(active: active, count: activeCount, spikes: spikes.lanes)
  }

  /// Potentials to rest, spikes, conductances, adaptation and traces to zero; what was counted
  /// stays.
  func clear() {
    for buffer in [spikes, fatigue, trace, current] { buffer.fill(0) }
    voltage.fill(membrane?.neuron.leak ?? 0)
    membrane?.clear()
    activeCount = 0
  }

  /// Integrates `current` for one tick: potentials, spikes, traces, then the list of spikers.
  func fire() {
    let blocks = spikes.blocks
    if let membrane {
      membrane.step(
        voltage: voltage.lanes, spikes: spikes.lanes, current: current.lanes,
        fatigue: fatigue.lanes, adaptation?.lanes)
    } else {
      neuron.step(
        voltage: voltage.lanes, spikes: spikes.lanes, current: current.lanes,
        fatigue: fatigue.lanes, adaptation?.lanes, blocks: blocks)
    }
    filter.step(trace.lanes, signal: spikes.lanes, blocks: blocks)
    for block in 0..<blocks { stepCounts.lanes[block] += spikes.lanes[block] }
    activeCount = collectSpikes(spikes, into: active)
    totalSpikes &+= activeCount
  }
}
