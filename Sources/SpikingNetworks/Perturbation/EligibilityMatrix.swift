/// Eligibilities e_ji of one matrix of synapses.
final class EligibilityMatrix {
  let values: WeightMatrix
  /// W, with fast weights W + αE: their signs are asked for.
  private let weights: WeightMatrix
  /// Where the weights lie in the parameter vector.
  private let range: Range<Int>
  /// The end of the synapses on conductances, and y_i there; nil where spikes are currents.
  private let port: ConductancePort?
  private let trace: LaneBuffer

  convenience init(_ projection: Projection, _ port: ConductancePort?, layout: ParameterLayout) {
    self.init(projection.effective, port, range: layout[projection.owner, .weight].range)
  }

  init(_ weights: WeightMatrix, _ port: ConductancePort?, range: Range<Int>) {
    (self.weights, self.port, self.range) = (weights, port, range)
    values = WeightMatrix(rows: weights.rows, columns: weights.columns)
    trace = LaneBuffer(scalars: port == nil ? 0 : weights.rows)
  }

  func reset() {
    values.storage.fill(0)
    clearTrace()
  }

  /// y to zero, as the conductances at the start of a trial.
  func clearTrace() { trace.fill(0) }

  /// e ← keep e + what the noise of this tick says of each synapse's strength.
  /// - Parameter analogue: the input z of a population without `events`.
  func step(
    _ events: SpikeEvents?, analogue: UnsafePointer<Float>, _ drive: PerturbationDrive, keep: Float
  ) {
    guard let port, let events else {
      let z = events.map { scalars($0.spikes) } ?? analogue
      return accumulate(z, drive.current, drive.current, keep)
    }
    port.follow(trace, events)
    accumulate(trace.scalars, drive.excitation, drive.inhibition, keep)
  }

  /// e_ji ← keep e_ji + y_i d_j, with the d of the weight's sign.
  private func accumulate(
    _ y: UnsafePointer<Float>, _ positive: LaneBuffer, _ negative: LaneBuffer, _ keep: Float
  ) {
    let (blocks, weights) = (values.blocks, weights.storage.lanes)
    // Where nothing fades, a silent neuron's row stays as it is.
    for row in 0..<values.rows where keep < 1 || y[row] != 0 {
      // Unchecked: a place within the matrix, which is as large as the weights.
      let (amount, first) = (y[row], row &* blocks)
      for block in 0..<blocks {
        let drive = positive.lanes[block].replacing(
          with: negative.lanes[block], where: weights[first &+ block] .< 0)
        values.storage.lanes[first &+ block] =
          keep * values.storage.lanes[first &+ block] + amount * drive
      }
    }
  }

  /// gradient += scale · e.
  func add(scaledBy scale: Float, to gradient: UnsafeMutablePointer<Float>) {
    var place = gradient + range.lowerBound
    for index in 0..<values.rows {
      let row = values.row(index)
      for column in 0..<values.columns { place[column] += scale * row[column] }
      place += values.columns
    }
  }
}

/// What the noise of a tick says of an extra unit of excitatory conductance, of inhibitory
/// conductance taken away, and of current, for each neuron.
struct PerturbationDrive {
  let excitation, inhibition, current: LaneBuffer
}
