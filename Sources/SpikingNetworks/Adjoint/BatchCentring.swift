/// The centred input of a batch: what plastic synapses learn from and what they transmit; see
/// ``CentringSpec``.
final class BatchCentring<Scalar: NetworkScalar> {
  typealias Lane = SIMD8<Scalar>

  /// x, from which nothing passes back.
  let deviation: BatchActivity<Scalar>
  /// x + c; its cotangents are those of c.
  let signal: BatchActivity<Scalar>
  private let mean: Track<Scalar>
  private let level: BatchTable<Scalar>
  private let centred, tonic: Buffer<Scalar>
  private let law: Centring<Scalar>
  private let period: Int

  init(_ spec: NetworkSpec, _ centring: CentringSpec, in memory: BatchMemory<Scalar>) {
    let inputs = spec.inputs
    deviation = BatchActivity(size: inputs, tracesApart: false, passesBack: false, in: memory)
    signal = BatchActivity(size: inputs, tracesApart: false, in: memory)
    mean = memory.track(inputs)
    level = memory.table(spec.layout[.input(0), .tonicLevel], rows: 1, columns: inputs)
    (centred, tonic) = (memory.row(inputs), memory.row(inputs))
    (law, period) = (Centring(rate: Scalar(centring.rate)), spec.ticksPerStep)
    if memory.countsOnly { return }
    for channel in centring.centred { centred.scalars[channel] = 1 }
    for channel in centring.tonic { tonic.scalars[channel] = 1 }
  }

  /// z̄ of a sample before the first tick.
  func begin(_ sample: Int, _ state: inout StateReader) {
    state.read(deviation.blocks, into: mean.lanes(-1, sample))
  }

  /// z̄ of a sample after `ticks` ticks.
  func end(_ sample: Int, ticks: Int, _ state: inout StateWriter) {
    state.write(deviation.blocks, from: mean.lanes(ticks - 1, sample))
  }

  /// z̄, x and x + c of a sample at tick `t` from z there.
  func step(_ t: Int, before: Int, _ sample: Int, _ z: UnsafeMutablePointer<Lane>) {
    let (mean0, mean) = (mean.lanes(before, sample), mean.lanes(t, sample))
    let (x, transmitted) = (
      deviation.spikes.lanes(t, sample), signal.spikes.lanes(t, sample)
    )
    guard t % period == 0 else {
      mean.update(from: mean0, count: deviation.blocks)
      x.update(from: deviation.spikes.lanes(before, sample), count: deviation.blocks)
      return transmitted.update(
        from: signal.spikes.lanes(before, sample), count: deviation.blocks)
    }
    for block in 0..<deviation.blocks {
      let (centred, tonic) = (centred.lanes[block], tonic.lanes[block])
      mean[block] = law.mean(mean0[block], z[block])
      x[block] = law.deviation(z[block], mean[block], centred: centred, tonic: tonic)
      transmitted[block] = law.signal(
        x[block], level.values.lanes[block], centred: centred, tonic: tonic)
    }
  }

  /// From the cotangents of what was transmitted at a tick to those of c.
  func adjoint() {
    for block in 0..<signal.blocks {
      level.gradient.lanes[block] +=
        (centred.lanes[block] + tonic.lanes[block]) * signal.spikesBar.lanes[block]
    }
    signal.clearCotangents()
  }
}
