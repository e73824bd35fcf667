import NumericalMethods

/// The synapses of one projection for a batch, fixed or plastic. What it calls spikes may be any
/// activity of its source.
final class BatchLink<Scalar: NetworkScalar> {
  typealias Lane = SIMD8<Scalar>

  let synapses: ProjectionSpec
  let site: BatchSite<Scalar>?
  private let weight: BatchTable<Scalar>
  private let source: BatchActivity<Scalar>
  /// What fast weights transmit, where it is not what W does.
  private let centred: BatchActivity<Scalar>?
  private let active: ActiveRows<Scalar>
  /// z · E of the sample and tick at hand, where the synapses onto a neuron share α.
  private let fastProduct: Buffer<Scalar>
  /// α times the cotangents of the currents at hand.
  private let scaledBar: Buffer<Scalar>

  /// - Parameter role: that of the weights' slice.
  init(
    _ synapses: ProjectionSpec, _ layout: ParameterLayout, _ role: ParameterLayout.Role = .weight,
    from source: BatchActivity<Scalar>, centred: BatchActivity<Scalar>? = nil,
    site: BatchSite<Scalar>?, in memory: BatchMemory<Scalar>
  ) {
    (self.synapses, self.source, self.site) = (synapses, source, site)
    self.centred = centred
    let (rows, columns) = (synapses.presynaptic, synapses.postsynaptic)
    weight = memory.table(layout[synapses.owner, role], rows: rows, columns: columns)
    active = ActiveRows(of: rows)
    (fastProduct, scaledBar) = (memory.row(columns), memory.row(columns))
  }

  /// z of a sample at tick `t`: a recurrent projection sees the spikes of the tick before.
  private func signal(_ t: Int, before: Int, _ sample: Int) -> UnsafeMutablePointer<Scalar> {
    source.spikes.scalars(synapses.isRecurrent ? before : t, sample)
  }

  /// What is seen of a source that fast weights see apart.
  private func fastSignal(
    _ t: Int, before: Int, _ sample: Int
  ) -> UnsafeMutablePointer<Scalar> {
    centred?.spikes.scalars(t, sample) ?? signal(t, before: before, sample)
  }

  /// currents += z · (W + αE) of a sample.
  func addCurrents(
    _ t: Int, before: Int, _ sample: Int, to currents: UnsafeMutablePointer<Lane>
  ) {
    var z = signal(t, before: before, sample)
    var count = active.find(in: z)
    let (blocks, weights) = (weight.blocks, weight.values.lanes)
    active.addProduct(z, count, weights, blocks, to: currents)
    guard let site else { return }
    if centred != nil {
      z = fastSignal(t, before: before, sample)
      count = active.find(in: z)
    }
    let (fast, alpha) = (site.state(sample), site.alpha)
    if site.sharesAlpha {
      let product = multiply(z, count, fast)
      for block in 0..<blocks { currents[block] += alpha.values[block] * product[block] }
    } else {
      let active = active.indices
      for event in 0..<count {
        // Unchecked: α and E are matrices of the same rows and blocks, whose places fit an Int.
        let (start, z) = (active[event] &* blocks, z[active[event]])
        for place in start..<start + blocks {
          currents[place &- start] += z * (alpha.values[place] * fast[place])
        }
      }
    }
  }

  /// z · E over the active neurons.
  private func multiply(
    _ z: UnsafeMutablePointer<Scalar>, _ count: Int, _ fast: UnsafeMutablePointer<Lane>
  ) -> UnsafeMutablePointer<Lane> {
    fastProduct.fill(0)
    active.addProduct(z, count, fast, weight.blocks, to: fastProduct.lanes)
    return fastProduct.lanes
  }

  /// From the cotangents of the currents of a sample to those of α, E and z.
  func currentsAdjoint(
    _ t: Int, before: Int, _ sample: Int, _ bar: UnsafeMutablePointer<Lane>
  ) {
    guard let site else { return signalAdjoint(bar, weight.values.lanes) }
    let z = fastSignal(t, before: before, sample)
    let (fast, fastSource) = (site.restored(before: t, sample), centred ?? source)
    if site.sharesAlpha {
      let (alpha, scaledBar) = (site.alpha, scaledBar.lanes)
      let count = active.find(in: z)
      let product = multiply(z, count, fast)
      for block in 0..<weight.blocks {
        alpha.gradient[block] += bar[block] * product[block]
        scaledBar[block] = alpha.values[block] * bar[block]
      }
      signalAdjoint(bar, weight.values.lanes)
      signalAdjoint(scaledBar, fast, of: fastSource)
      sharedFastAdjoint(site.fastBar, z, count)
    } else {
      if centred != nil { signalAdjoint(bar, weight.values.lanes) }
      if fastSource.passesBack { plasticSignalAdjoint(site, fast, bar, of: fastSource) }
      fastAdjoint(site, fast, z, bar)
    }
  }

  private func sharedFastAdjoint(
    _ fastBar: UnsafeMutablePointer<Lane>, _ z: UnsafeMutablePointer<Scalar>, _ count: Int
  ) {
    let (active, blocks, scaledBar) = (active.indices, weight.blocks, scaledBar.lanes)
    for event in 0..<count {
      let row = active[event]
      let z = z[row]
      for block in 0..<blocks { fastBar[row &* blocks &+ block] += z * scaledBar[block] }
    }
  }

  /// From cotangents of sums over the rows of a matrix to those of z.
  private func signalAdjoint(
    _ bar: UnsafeMutablePointer<Lane>, _ matrix: UnsafeMutablePointer<Lane>,
    of other: BatchActivity<Scalar>? = nil
  ) {
    let source = other ?? source
    guard source.passesBack else { return }
    LaneMatrix(lanes: matrix, rows: weight.rows, blocks: weight.blocks)
      .addProducts(with: bar, to: source.spikesBar.scalars)
  }

  private func plasticSignalAdjoint(
    _ site: BatchSite<Scalar>, _ fast: UnsafeMutablePointer<Lane>,
    _ bar: UnsafeMutablePointer<Lane>, of fastSource: BatchActivity<Scalar>
  ) {
    let (blocks, weights, zBar) = (
      weight.blocks, weight.values.lanes, fastSource.spikesBar.scalars
    )
    let (alpha, slow) = (site.alpha, centred == nil ? Scalar(1) : 0)
    for row in 0..<weight.rows {
      var sum = Lane()
      for block in 0..<blocks {
        let place = row &* blocks &+ block
        sum +=
          bar[block]
          * (slow * weights[place] + alpha.values[alpha.place(row, block)] * fast[place])
      }
      zBar[row] += sum.total
    }
  }

  private func fastAdjoint(
    _ site: BatchSite<Scalar>, _ fast: UnsafeMutablePointer<Lane>,
    _ z: UnsafeMutablePointer<Scalar>, _ bar: UnsafeMutablePointer<Lane>
  ) {
    let count = active.find(in: z)
    let (active, blocks) = (active.indices, weight.blocks)
    let (alpha, fastBar) = (site.alpha, site.fastBar)
    for event in 0..<count {
      let row = active[event]
      let z = z[row]
      for block in 0..<blocks {
        let (place, shared) = (row &* blocks &+ block, alpha.place(row, block))
        let drive = z * bar[block]
        alpha.gradient[shared] += drive * fast[place]
        fastBar[place] += drive * alpha.values[shared]
      }
    }
  }

  /// W's gradient by a sample from the cotangents of its currents, one product a run of ticks.
  func addWeightGradient(_ runs: [Range<Int>], _ sample: Int, currents: Track<Scalar>) {
    for run in runs {
      // After a clear there are no spikes before a run's first tick; before tick 0 there are those
      // of the state that it starts from.
      let isCut = synapses.isRecurrent && run.lowerBound > 0
      let first = isCut ? run.lowerBound + 1 : run.lowerBound
      guard first < run.upperBound else { continue }
      Scalar.multiply(
        MatrixProduct(
          rows: weight.rows, columns: weight.columns, inner: run.upperBound - first,
          transposesA: true, strideA: source.spikes.width, strideB: weight.width,
          strideC: weight.width),
        signal(first, before: first - 1, sample), currents.scalars(first, 0), keeping: 1,
        into: weight.gradient.scalars)
    }
  }
}
