/// The slow traces of a batch and their synapses onto the readout: ρ after every tick and, for the
/// sample at hand, its cotangents on the way back.
final class BatchSlowTraces<Scalar: NetworkScalar> {
  typealias Lane = SIMD8<Scalar>

  /// W^s, with ρ for the spikes it sees.
  let link: BatchLink<Scalar>
  private let source: BatchActivity<Scalar>
  /// ρ, and the cotangents of ρ after the tick at hand.
  private let traces: BatchActivity<Scalar>
  private let decay: BatchTable<Scalar>

  /// - Parameters:
  ///   - synapses: those of the readout.
  ///   - source: the population below it.
  init(
    _ synapses: ProjectionSpec, _ layout: ParameterLayout, from source: BatchActivity<Scalar>,
    in memory: BatchMemory<Scalar>
  ) {
    self.source = source
    traces = BatchActivity(size: source.size, tracesApart: false, in: memory)
    decay = memory.table(layout[.readout, .slowDecay], rows: 1, columns: source.size)
    link = BatchLink(synapses, layout, .slowWeight, from: traces, site: nil, in: memory)
  }

  /// ρ of a sample before the first tick.
  func begin(_ sample: Int, _ state: inout StateReader) {
    state.read(traces.blocks, into: traces.spikes.lanes(-1, sample))
  }

  /// ρ of a sample after `ticks` ticks.
  func end(_ sample: Int, ticks: Int, _ state: inout StateWriter) {
    state.write(traces.blocks, from: traces.spikes.lanes(ticks - 1, sample))
  }

  /// ρ of a sample after tick `t`, and currents += W^s ρ.
  func step(_ t: Int, before: Int, _ sample: Int, to currents: UnsafeMutablePointer<Lane>) {
    let (rho0, rho) = (traces.spikes.lanes(before, sample), traces.spikes.lanes(t, sample))
    let (spikes, decay) = (source.spikes.lanes(t, sample), decay.values.lanes)
    for block in 0..<traces.blocks {
      rho[block] = SlowFilter(decay: decay[block]).next(rho0[block], spikes[block])
    }
    link.addCurrents(t, before: before, sample, to: currents)
  }

  /// From the cotangents of the currents of a sample at tick `t`, and those of ρ there, to those of
  /// λ, of the spikes and of ρ after `before`.
  func adjoint(
    _ t: Int, before: Int, _ sample: Int, _ currentBar: UnsafeMutablePointer<Lane>
  ) {
    link.currentsAdjoint(t, before: before, sample, currentBar)
    let (rho0, spikes) = (traces.spikes.lanes(before, sample), source.spikes.lanes(t, sample))
    let (rhoBar, spikesBar) = (traces.spikesBar.lanes, source.spikesBar.lanes)
    for block in 0..<traces.blocks {
      let (filter, bar) = (SlowFilter(decay: decay.values.lanes[block]), rhoBar[block])
      decay.gradient.lanes[block] += bar * filter.slope(rho0[block], spikes[block])
      spikesBar[block] += filter.gain * bar
      rhoBar[block] = filter.decay * bar
    }
  }

  func clearCotangents() { traces.clearCotangents() }
}
