extension BatchNetwork {
  /// Runs back through the ticks of the last `forward` and adds to the gradient.
  ///
  /// - Parameters:
  ///   - spikes: the derivative of the loss by every spike of each neuron, population by
  ///     population, the same for all ticks and samples; none for a loss of outputs alone.
  ///   - cotangents: called for each tick from the last to the first with a zeroed [batch,
  ///     ``outputStride``]; fills in the derivative of the loss by the outputs o of that tick.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func backward(
    spikes: [[Scalar]] = [], cotangents: (Int, UnsafeMutablePointer<Scalar>) -> Void
  ) {
    precondition(spikes.isEmpty || spikes.count == layers.count, "values for each population")
    for (index, layer) in layers.enumerated() {
      layer.setSpikeCotangents(spikes.isEmpty ? [] : spikes[index])
    }
    for t in (0..<ticks).reversed() {
      let lossBar = readout.lossBar.at(t)
      lossBar.update(repeating: 0, count: batch * outputStride)
      cotangents(t, lossBar)
    }
    let runs = runs
    for sample in 0..<batch {
      clearCotangents()
      for site in sites { site.clearCotangents() }
      for t in (0..<ticks).reversed() { stepBack(t, before: before(t), sample) }
      for layer in layers { layer.addWeightGradients(runs, sample) }
      readout.addWeightGradients(runs, sample)
      for modulator in modulators { modulator.addWeightGradient(ticks: ticks, sample) }
    }
  }

  private func stepBack(_ t: Int, before: Int, _ sample: Int) {
    sites.eachBackwards { if $0.isDue(t) { $0.adjoint(t, sample) } }
    modulators.each { $0.adjoint(t, sample) }
    readout.adjoint(t, before: before, sample)
    layers.eachBackwards { $0.adjoint(t, before: before, sample) }
    centring?.adjoint()
    // Nothing before a clear reaches the fast state after it.
    if clears.contains(t) { clearCotangents() }
  }

  /// All but those of E, e and θ.
  private func clearCotangents() {
    for layer in layers { layer.clearCotangents() }
    for modulator in modulators { modulator.clearCotangents() }
    readout.clearCotangents()
  }

  /// The ticks from one clear to the next.
  private var runs: [Range<Int>] {
    let starts = [0] + clears.filter { (1..<ticks).contains($0) }.sorted()
    return zip(starts, starts.dropFirst() + [ticks]).map { $0..<$1 }
  }
}
