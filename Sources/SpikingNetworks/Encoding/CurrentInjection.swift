import NumericalMethods

/// Encodes an observation as analogue input z_i = gain · observation_i, held over a control step.
final class CurrentInjection: InputEncoder {
  let size: Int
  let gain: Float
  let filter: ExponentialTrace<Float>
  /// Injected signal z.
  let signal: LaneBuffer
  /// Exponential trace of z.
  let trace: LaneBuffer
  let changesEveryTick = false
  let events: SpikeEvents? = nil

  init(size: Int, gain: Float, traceDecay: Float) {
    (self.size, self.gain, filter) = (size, gain, ExponentialTrace(decay: traceDecay))
    (signal, trace) = (LaneBuffer(scalars: size), LaneBuffer(scalars: size))
  }

  var memory: [LaneBuffer] { [trace] }
  var stream: RandomStream? { nil }

  func reset() { clear() }

  func clear() {
    signal.fill(0)
    trace.fill(0)
  }

  /// Nothing is random here.
  func seed(_ seed: UInt64) {}

  func encode(_ observation: UnsafePointer<Float>) {
    for index in 0..<size { signal.scalars[index] = gain * observation[index] }
  }

  func step() { filter.step(trace.lanes, signal: signal.lanes, blocks: signal.blocks) }

  func addCurrents(
    through weights: WeightMatrix, to currents: UnsafeMutablePointer<Lanes>
  ) -> Int {
    weights.addRows(scaledBy: signal.scalars, to: currents)
    return size
  }
}
