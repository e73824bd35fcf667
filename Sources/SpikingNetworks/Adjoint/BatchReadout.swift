/// The leaky readout of a batch: its outputs after every tick and, for the sample at hand, their
/// cotangents on the way back.
final class BatchReadout<Scalar: NetworkScalar> {
  typealias Lane = SIMD8<Scalar>

  /// Leaky outputs o.
  let output: Exchange<Scalar>
  /// Cotangents of the loss by the outputs of every tick.
  let lossBar: Exchange<Scalar>
  private let link: BatchLink<Scalar>
  /// Nil where there are none.
  private let slow: BatchSlowTraces<Scalar>?
  private let gainField: BatchGainField<Scalar>?
  private let bias: BatchTable<Scalar>
  /// tanh(o), which plastic synapses see as the readout's traces and spikes alike.
  private let activity: BatchActivity<Scalar>
  /// From currents to outputs.
  private let filter: ExponentialTrace<Scalar>
  private let blocks: Int
  /// Cotangents of o after the tick at hand.
  private let outputBar: Buffer<Scalar>
  private let current: Buffer<Scalar>
  /// o of every sample before the first tick.
  private let start: Buffer<Scalar>
  /// Cotangents of the currents of every tick.
  private let currentBar: Track<Scalar>

  init(
    _ spec: NetworkSpec, _ layout: ParameterLayout, _ activity: BatchActivity<Scalar>,
    from source: BatchActivity<Scalar>, link: BatchLink<Scalar>, in memory: BatchMemory<Scalar>
  ) {
    (self.activity, self.link, blocks) = (activity, link, activity.blocks)
    slow = spec.readout.slowTraces.map { _ in
      BatchSlowTraces(link.synapses, layout, from: source, in: memory)
    }
    gainField = spec.readout.gainField.map {
      BatchGainField($0, outputs: spec.outputs, layout, in: memory)
    }
    let size = spec.outputs
    filter = ExponentialTrace(decay: spec.readout.decay)
    bias = memory.table(layout[.readout, .bias], rows: 1, columns: size)
    (output, lossBar) = (memory.exchange(size), memory.exchange(size))
    currentBar = memory.track(size, batch: 1)
    (outputBar, current) = (memory.row(size), memory.row(size))
    start = memory.lanes(memory.batch * blocks)
  }

  /// o, and ρ, of a sample before the first tick.
  func begin(_ sample: Int, _ state: inout StateReader) {
    state.read(blocks, into: start.lanes + sample * blocks)
    slow?.begin(sample, &state)
  }

  /// o, and ρ, of a sample after `ticks` ticks.
  func end(_ sample: Int, ticks: Int, _ state: inout StateWriter) {
    state.write(blocks, from: output.lanes(ticks - 1, sample))
    slow?.end(sample, ticks: ticks, &state)
  }

  /// Takes the observation of a sample at tick `t`, before the input's gain.
  func observe(_ t: Int, _ sample: Int, _ observation: UnsafeMutablePointer<Scalar>) {
    gainField?.observe(t, sample, observation)
  }

  /// o, and the activity, of a sample after tick `t` from o after `before`.
  func step(_ t: Int, before: Int, _ sample: Int) {
    current.copy(from: bias.values)
    link.addCurrents(t, before: before, sample, to: current.lanes)
    slow?.step(t, before: before, sample, to: current.lanes)
    gainField?.apply(t, sample, to: current.lanes)
    let o = output.lanes(t, sample)
    let o0 = before >= 0 ? output.lanes(before, sample) : start.lanes + sample * blocks
    for block in 0..<blocks { o[block] = filter.next(o0[block], current.lanes[block]) }
    guard link.site != nil else { return }
    let y = activity.trace.lanes(t, sample)
    for block in 0..<blocks { y[block] = Scalar.hyperbolicTangent(o[block]) }
  }

  /// From the cotangents of a sample's o after tick `t`, and those of the loss and of the activity
  /// there, to those of the parameters and of everything after the tick before.
  func adjoint(_ t: Int, before: Int, _ sample: Int) {
    let (lossBar, outputBar) = (lossBar.lanes(t, sample), outputBar.lanes)
    let (currentBar, decay) = (currentBar.lanes(t, 0), filter.decay)
    activityAdjoint(t, sample)
    for block in 0..<blocks {
      let bar = outputBar[block] + lossBar[block]
      currentBar[block] = (1 - decay) * bar
      outputBar[block] = decay * bar
    }
    gainField?.adjoint(t, sample, currentBar)
    for block in 0..<blocks { bias.gradient.lanes[block] += currentBar[block] }
    link.currentsAdjoint(t, before: before, sample, currentBar)
    slow?.adjoint(t, before: before, sample, currentBar)
  }

  private func activityAdjoint(_ t: Int, _ sample: Int) {
    guard link.site != nil else { return }
    let y = activity.trace.lanes(t, sample)
    for block in 0..<blocks {
      let bar = activity.traceBar.lanes[block] + activity.spikesBar.lanes[block]
      outputBar.lanes[block] += bar * (1 - y[block] * y[block])
    }
    activity.clearCotangents()
  }

  /// The weights' gradient by a sample, from the cotangents of its currents of the ticks of `runs`.
  func addWeightGradients(_ runs: [Range<Int>], _ sample: Int) {
    link.addWeightGradient(runs, sample, currents: currentBar)
    slow?.link.addWeightGradient(runs, sample, currents: currentBar)
  }

  func clearCotangents() {
    activity.clearCotangents()
    slow?.clearCotangents()
    outputBar.fill(0)
  }
}
