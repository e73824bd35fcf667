extension BatchNetwork {
  func runBack(cotangents: (Int, UnsafeMutablePointer<Scalar>) -> Void) {
    let memory = AdjointMemory(self)
    for layer in layers { layer.clearCotangents() }
    for modulator in modulators { modulator.clearCotangents() }
    for site in sites { site.synapses.clearCotangents() }
    for t in (0..<ticks).reversed() {
      memory.loss.clear()
      cotangents(t, memory.loss.base)
      for n in 0..<output.stride { memory.output.base[n] += memory.loss.base[n] }
      stepBack(t, memory)
    }
  }

  private func stepBack(_ t: Int, _ memory: AdjointMemory<Scalar>) {
    for site in sites.reversed() where site.synapses.isDue(t) { unlearn(site, t, memory) }
    for modulator in modulators {
      if modulator.isDue(t) { modulator.adjoint(t) }
      let spikesBar = layers[modulator.plan.source].spikesBar.base
      for n in 0..<modulator.spikeCotangent.count {
        spikesBar[n] += modulator.spikeCotangent.base[n]
      }
    }
    // E between two updates is that of the tick's currents.
    for site in sites where !site.synapses.isDue(t) { restore(site, t) }
    readoutBack(t, memory)
    for index in layers.indices.reversed() { layerBack(index, t) }
    if clears.contains(t) { forgetFastState(memory) }
  }

  /// Nothing before a clear reaches the fast state after it.
  private func forgetFastState(_ memory: AdjointMemory<Scalar>) {
    for layer in layers { layer.clearCotangents() }
    for modulator in modulators { modulator.clearCotangents() }
    memory.output.clear()
    memory.inputTrace.clear()
  }

  /// The version of E before the update of tick `t`, if there is one, else at it.
  private func restore(_ site: Site, _ t: Int) {
    let synapses = site.synapses
    synapses.restore(version: synapses.version(at: t)) { version in
      let due = (version + 1) * synapses.plan.period - 1
      for sample in 0..<batch { synapses.update(sample: sample, signals(site, due, sample)) }
    }
  }

  /// The adjoint of one projection's update at the end of tick `t`.
  private func unlearn(_ site: Site, _ t: Int, _ memory: AdjointMemory<Scalar>) {
    restore(site, t)
    slideBack(site, t, memory)
    for sample in 0..<batch {
      site.synapses.adjoint(
        sample: sample, signals(site, t, sample), into: cotangents(site, sample, memory))
    }
    guard site.target == nil else { return }
    // y of the readout is tanh(o).
    for n in 0..<activity.stride {
      let y = activity.at(t)[n]
      let bar = memory.activity.base[n] + memory.activitySpikes.base[n]
      memory.output.base[n] += bar * (1 - y * y)
    }
    memory.activity.clear()
    memory.activitySpikes.clear()
  }

  private func slideBack(_ site: Site, _ t: Int, _ memory: AdjointMemory<Scalar>) {
    let synapses = site.synapses
    guard synapses.readsThreshold else { return }
    let theta = synapses.threshold.at(synapses.version(at: t) - 1)
    let y = postTrace(site).at(t)
    let traceBar = site.target.map { layers[$0].traceBar } ?? memory.activity
    let bar = synapses.thresholdCotangent.base
    for n in 0..<synapses.threshold.stride {
      let back = synapses.slideAdjoint(theta[n], postTrace: y[n], bar[n])
      bar[n] = back.threshold
      traceBar.base[n] += back.postTrace
    }
  }

  /// Where the cotangents go of what an update reads.
  private func cotangents(
    _ site: Site, _ sample: Int, _ memory: AdjointMemory<Scalar>
  ) -> UpdateSignals<Scalar> {
    func row(_ buffer: BatchBuffer<Scalar>) -> UnsafeMutablePointer<Scalar> {
      buffer.base + sample * (buffer.count / batch)
    }
    let (trace, spikes) =
      switch site.source {
      case .input: (memory.inputTrace, memory.input)
      case .population(let index): (layers[index].traceBar, layers[index].spikesBar)
      }
    return UpdateSignals(
      preTrace: row(trace), preSpikes: row(spikes),
      postTrace: row(site.target.map { layers[$0].traceBar } ?? memory.activity),
      postSpikes: row(site.target.map { layers[$0].spikesBar } ?? memory.activitySpikes),
      threshold: row(site.synapses.thresholdCotangent),
      level: site.synapses.plan.modulator.map { row(modulators[$0].levelCotangent) })
  }

  private func readoutBack(_ t: Int, _ memory: AdjointMemory<Scalar>) {
    let kappa = Scalar(spec.readout.decay)
    for n in 0..<output.stride {
      memory.outputCurrent.base[n] = (1 - kappa) * memory.output.base[n]
      memory.output.base[n] *= kappa
    }
    for sample in 0..<batch {
      for k in 0..<spec.outputs {
        readoutBias.gradient.base[k] += memory.outputCurrent.base[sample * output.width + k]
      }
    }
    let last = layers[layers.count - 1]
    readout.currentsAdjoint(
      signal: last.spikes.at(t), currents: memory.outputCurrent.base, into: last.spikesBar.base)
  }

  private func layerBack(_ index: Int, _ t: Int) {
    let layer = layers[index]
    layer.adjoint(t, before: before(t), surrogate)
    for link in layer.links {
      let target: UnsafeMutablePointer<Scalar>? =
        switch link.plan.source {
        case .input: nil
        case .population(let source): layers[source].spikesBar.base
        }
      link.currentsAdjoint(
        signal: signal(of: link, index, t), currents: layer.current.base, into: target)
    }
  }
}

/// Cotangents that no layer or site keeps.
final class AdjointMemory<Scalar: AdjointScalar> {
  /// Of the loss by this tick's outputs, of o, of the readout's current, of tanh(o) as trace and as
  /// spikes.
  let loss, output, outputCurrent, activity, activitySpikes: BatchBuffer<Scalar>
  /// Of the input and its trace, which nothing learns from.
  let input, inputTrace: BatchBuffer<Scalar>

  init(_ network: BatchNetwork<Scalar>) {
    func outputs() -> BatchBuffer<Scalar> { BatchBuffer(network.output.stride) }
    (loss, output, outputCurrent) = (outputs(), outputs(), outputs())
    (activity, activitySpikes) = (outputs(), outputs())
    (input, inputTrace) = (
      BatchBuffer(network.input.stride), BatchBuffer(network.input.stride)
    )
  }
}
