/// One population for a batch: its neurons' variables after every tick and, for the sample at hand,
/// their cotangents on the way back.
final class BatchLayer<Scalar: NetworkScalar> {
  typealias Lane = SIMD8<Scalar>

  let spec: PopulationSpec
  let activity: BatchActivity<Scalar>
  let voltage: Track<Scalar>
  private let links: [BatchLink<Scalar>]
  private let bias: BatchTable<Scalar>
  private let neuron: LeakyIntegrateAndFire<Scalar>
  /// From spikes to traces.
  private let filter: ExponentialTrace<Scalar>
  private let adaptation: BatchAdaptation<Scalar>?
  let blocks: Int
  /// Cotangents of v after the tick at hand.
  private let voltageBar: Buffer<Scalar>
  /// The loss's own derivative by every spike of each neuron.
  private let lossBar: Buffer<Scalar>
  /// Synaptic current I of the sample and tick at hand.
  private let current: Buffer<Scalar>
  /// Cotangents of the currents of every tick.
  private let currentBar: Track<Scalar>
  private let surrogate: Surrogate

  init(
    _ spec: PopulationSpec, _ layout: ParameterLayout, _ owner: ParameterLayout.Owner,
    _ activity: BatchActivity<Scalar>, links: [BatchLink<Scalar>], _ surrogate: Surrogate,
    in memory: BatchMemory<Scalar>
  ) {
    (self.spec, self.activity, self.links, self.surrogate) = (spec, activity, links, surrogate)
    (neuron, filter) = (spec.neuron(), ExponentialTrace(decay: spec.traceDecay))
    let size = spec.size
    blocks = activity.blocks
    bias = memory.table(layout[owner, .bias], rows: 1, columns: size)
    voltage = memory.track(size)
    currentBar = memory.track(size, batch: 1)
    adaptation = spec.adaptation.map {
      BatchAdaptation($0, size: size, layout, owner, in: memory)
    }
    (voltageBar, current, lossBar) = (memory.row(size), memory.row(size), memory.row(size))
  }

  /// v, s, x and a of a sample before the first tick.
  func begin(_ sample: Int, _ state: inout StateReader) {
    state.read(blocks, into: voltage.lanes(-1, sample))
    state.read(blocks, into: activity.spikes.lanes(-1, sample))
    state.read(blocks, into: activity.trace.lanes(-1, sample))
    if let adaptation { state.read(blocks, into: adaptation.fatigue.lanes(-1, sample)) }
  }

  /// v, s, x and a of a sample after `ticks` ticks.
  func end(_ sample: Int, ticks: Int, _ state: inout StateWriter) {
    for track in [voltage, activity.spikes, activity.trace] {
      state.write(blocks, from: track.lanes(ticks - 1, sample))
    }
    if let adaptation { state.write(blocks, from: adaptation.fatigue.lanes(ticks - 1, sample)) }
  }

  /// I, v, s, x (and a) of a sample after tick `t` from those after `before`.
  func step(_ t: Int, before: Int, _ sample: Int, smooth: Bool) {
    current.copy(from: bias.values)
    links.each { $0.addCurrents(t, before: before, sample, to: current.lanes) }
    fire(t, before: before, sample, smooth: smooth)
  }

  private func fire(_ t: Int, before: Int, _ sample: Int, smooth: Bool) {
    let (neuron, filter) = (neuron, filter)
    let adaptation = adaptation?.tick(t, before: before, sample)
    let (v0, v) = (voltage.lanes(before, sample), voltage.lanes(t, sample))
    let (s0, s) = (activity.spikes.lanes(before, sample), activity.spikes.lanes(t, sample))
    let (x0, x) = (activity.trace.lanes(before, sample), activity.trace.lanes(t, sample))
    let current = current.lanes
    for block in 0..<blocks {
      v[block] = neuron.membrane(v0[block], s0[block], current[block], .resetFirst)
      let u = neuron.excess(v[block], adaptation?.lift(s0[block], block) ?? Lane())
      s[block] = smooth ? surrogate.primitive(u) : Scalar.spikes(u)
      if smooth { silencePadding(&s[block], block) }
      x[block] = filter.next(x0[block], s[block])
    }
  }

  /// In smooth mode neurons that do not exist would be a little active.
  private func silencePadding(_ s: inout Lane, _ block: Int) {
    for lane in 0..<8 where block * 8 + lane >= spec.size { s[lane] = 0 }
  }

  /// From the cotangents of a sample after tick `t` to those of the parameters and of everything
  /// after `before`.
  func adjoint(_ t: Int, before: Int, _ sample: Int) {
    let currentBar = currentBar.lanes(t, 0)
    fireAdjoint(t, before: before, sample, currentBar)
    for block in 0..<blocks { bias.gradient.lanes[block] += currentBar[block] }
    links.each { $0.currentsAdjoint(t, before: before, sample, currentBar) }
  }

  private func fireAdjoint(
    _ t: Int, before: Int, _ sample: Int, _ currentBar: UnsafeMutablePointer<Lane>
  ) {
    let (neuron, lambda) = (neuron, filter.decay)
    let adaptation = adaptation?.tick(t, before: before, sample)
    let (v0, v) = (voltage.lanes(before, sample), voltage.lanes(t, sample))
    let s0 = activity.spikes.lanes(before, sample)
    let (spikesBar, traceBar) = (activity.spikesBar.lanes, activity.traceBar.lanes)
    let (voltageBar, lossBar) = (voltageBar.lanes, lossBar.lanes)
    for block in 0..<blocks {
      let sBar = spikesBar[block] + lossBar[block] + (1 - lambda) * traceBar[block]
      traceBar[block] *= lambda
      let u = neuron.excess(v[block], adaptation?.lift(block) ?? Lane())
      let uBar = sBar * surrogate.derivative(u)
      let vBar = voltageBar[block] + uBar
      currentBar[block] = vBar
      voltageBar[block] = neuron.retention(s0[block]) * vBar
      spikesBar[block] = neuron.resetSlope(v0[block]) * vBar
      if let adaptation { spikesBar[block] += adaptation.adjoint(uBar, block) }
    }
  }

  /// The weights' gradient by a sample, from the cotangents of its currents of the ticks of `runs`,
  /// between which the network's state was cleared.
  func addWeightGradients(_ runs: [Range<Int>], _ sample: Int) {
    for link in links { link.addWeightGradient(runs, sample, currents: currentBar) }
  }

  /// - Parameter values: one a neuron; none for 0.
  func setSpikeCotangents(_ values: [Scalar]) {
    lossBar.fill(0)
    for (neuron, value) in values.enumerated() { lossBar.scalars[neuron] = value }
  }

  func clearCotangents() {
    activity.clearCotangents()
    voltageBar.fill(0)
    adaptation?.clearCotangents()
  }
}
