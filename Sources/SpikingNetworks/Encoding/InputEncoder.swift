import NumericalMethods

/// Turns the observation of a control step into the presynaptic activity z of the first population.
protocol InputEncoder: AnyObject {
  /// z of the last tick: an analogue signal, or spikes of 0 or 1.
  var signal: LaneBuffer { get }
  /// Exponential trace of z.
  var trace: LaneBuffer { get }
  /// Whether z may change while the observation stays.
  var changesEveryTick: Bool { get }
  /// Variables that outlive a tick: the trace, then any others.
  var memory: [LaneBuffer] { get }
  /// Where the stream of random spikes has come to; nil without one.
  var stream: RandomStream? { get }

  /// The spikes of the last tick; nil where z is analogue.
  var events: SpikeEvents? { get }

  /// To the initial state; random spikes are drawn anew from the start of their stream.
  func reset()
  /// Spikes, traces and potentials to zero; the stream of random spikes goes on.
  func clear()
  /// Names the stream of random spikes, from the next reset on.
  func seed(_ seed: UInt64)
  /// Takes the observation of a control step.
  func encode(_ observation: UnsafePointer<Float>)
  /// Advances z and its trace by one tick.
  func step()
  /// currents += Σ_i z_i row_i.
  /// - Returns: the number of rows added.
  func addCurrents(
    through weights: WeightMatrix, to currents: UnsafeMutablePointer<Lanes>
  ) -> Int
}
