// The work is compiled here for each scalar, where its generic code is at hand: called from another
// module it would not be specialised, which costs a factor of a hundred.

extension BatchNetwork<Float> {
  /// Copies the parameters and sets the gradient to zero.
  public func load(_ parameters: UnsafeBufferPointer<Float>) { copy(parameters) }

  /// Runs `ticks` ticks.
  ///
  /// - Parameters:
  ///   - clears: ticks before which v, s, traces, spike counts and readout return to zero while E,
  ///     e and θ stay.
  ///   - states: where the first samples start, through which no gradient passes; the others, as
  ///     all where there are none, start from the initial state. Not together with `clears`.
  ///   - before: called before each tick; fills all of `observation(tick)` and, under external
  ///     modulation, `modulation(tick)`, and may read earlier outputs.
  public func forward(
    ticks: Int, clears: Set<Int> = [], from states: [NetworkState] = [], before: (Int) -> Void
  ) {
    run(ticks: ticks, clears: clears, from: states, before: before)
  }

  /// Runs back through the ticks of the last `forward` and adds to the gradient.
  ///
  /// - Parameter cotangents: called for each tick from the last to the first with a zeroed [batch,
  ///   ``outputStride``]; fills in the derivative of the loss by the outputs o of that tick.
  public func backward(cotangents: (Int, UnsafeMutablePointer<Float>) -> Void) {
    runBack(cotangents: cotangents)
  }

  /// Adds the gradient of everything since `load`.
  public func addGradient(to gradient: UnsafeMutableBufferPointer<Float>) { collect(gradient) }
}

extension BatchNetwork<Double> {
  /// As for `Float`.
  public func load(_ parameters: UnsafeBufferPointer<Double>) { copy(parameters) }

  /// As for `Float`.
  public func forward(
    ticks: Int, clears: Set<Int> = [], from states: [NetworkState] = [], before: (Int) -> Void
  ) {
    run(ticks: ticks, clears: clears, from: states, before: before)
  }

  /// As for `Float`.
  public func backward(cotangents: (Int, UnsafeMutablePointer<Double>) -> Void) {
    runBack(cotangents: cotangents)
  }

  /// As for `Float`.
  public func addGradient(to gradient: UnsafeMutableBufferPointer<Double>) { collect(gradient) }
}
