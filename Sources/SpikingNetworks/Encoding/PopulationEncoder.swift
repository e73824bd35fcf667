import NumericalMethods

extension PopulationCode {
  /// How A becomes spikes.
  public enum Spikes: String, Codable, Sendable, CaseIterable {
    /// Each tick v ← v + A; at v ≥ 1 a spike, and v ← v − 1. After t ticks of the same observation
    /// a neuron has spiked ⌊tA⌋ times.
    case deterministic
    /// Each tick a spike with probability A, drawn from the stream that ``Network/reset(seed:)``
    /// names.
    case stochastic
  }
}

/// Encodes an observation as the spikes of a ``PopulationCode``; neuron n of channel c is row
/// c · neurons + n of the input's synapses.
final class PopulationEncoder: InputEncoder {
  let code: PopulationCode
  let channels: Int
  /// Neurons of all channels.
  let size: Int
  let filter: ExponentialTrace<Float>
  /// Spikes of the last tick, 0 or 1.
  let signal: LaneBuffer
  let trace: LaneBuffer
  let changesEveryTick = true
  /// A, in [0, 1].
  private let stimulation: LaneBuffer
  /// v, in [0, 1), of deterministic spikes.
  let voltage: LaneBuffer
  private let centres: [Float]
  /// The observation that ``stimulation`` belongs to.
  private let held: LaneBuffer
  private let active: UnsafeMutablePointer<Int>
  // Unchecked: one thread at a time uses a network, hence its encoder.
  @exclusivity(unchecked) private var activeCount = 0
  /// The stream of random spikes, at its start and where it has come to.
  @exclusivity(unchecked) private var start = RandomStream(seed: 0, purpose: .encoding)
  @exclusivity(unchecked) private var position = RandomStream(seed: 0, purpose: .encoding)

  init(_ code: PopulationCode, channels: Int, traceDecay: Float) {
    self.code = code
    self.channels = channels
    filter = ExponentialTrace(decay: traceDecay)
    centres = code.centres
    size = channels * code.neurons
    (signal, trace) = (LaneBuffer(scalars: size), LaneBuffer(scalars: size))
    (stimulation, voltage) = (LaneBuffer(scalars: size), LaneBuffer(scalars: size))
    held = LaneBuffer(scalars: channels)
    active = .allocate(capacity: size + Lanes.scalarCount)
    reset()
  }

  deinit { active.deallocate() }

  var events: SpikeEvents? {
    SpikeEvents(active: active, count: activeCount, spikes: signal.lanes)
  }

  var memory: [LaneBuffer] { [trace, voltage] }
  var stream: RandomStream? { position }

  /// Has random spikes go on from there.
  func resume(_ stream: RandomStream) { position = stream }

  func seed(_ seed: UInt64) { start = RandomStream(seed: seed, purpose: .encoding) }

  func reset() {
    clear()
    position = start
  }

  func clear() {
    for buffer in [signal, trace, stimulation, voltage] { buffer.fill(0) }
    held.fill(.nan)
    activeCount = 0
  }

  /// A of the channels that have changed, in multiples of about 1e-17, so that neither A nor a sum
  /// of them is ever subnormal.
  func encode(_ observation: UnsafePointer<Float>) {
    for channel in 0..<channels where observation[channel] != held.scalars[channel] {
      held.scalars[channel] = observation[channel]
      let row = stimulation.scalars + channel * code.neurons
      for n in 0..<code.neurons {
        let distance = (observation[channel] - centres[n]) / code.width
        row[n] = Float.exp(-distance * distance / 2)
      }
    }
    for block in 0..<stimulation.blocks {
      stimulation.lanes[block] = stimulation.lanes[block].withoutSubnormals(scale: 1e-10)
    }
  }

  func step() {
    spike()
    filter.step(trace.lanes, signal: signal.lanes, blocks: signal.blocks)
  }

  /// The spikes of one tick.
  func spike() {
    switch code.spikes {
    case .deterministic: integrate()
    case .stochastic: draw()
    }
    activeCount = collectSpikes(signal, into: active)
  }

  private func integrate() {
    for block in 0..<signal.blocks {
      let v = voltage.lanes[block] + stimulation.lanes[block]
      let spikes = Lanes.zero.replacing(with: 1, where: v .>= 1)
      signal.lanes[block] = spikes
      voltage.lanes[block] = v - spikes
    }
  }

  /// One word of the stream per neuron, whatever its A.
  private func draw() {
    var stream = position
    for n in 0..<size {
      let uniform = Double(stream.next()) * 0x1p-32
      signal.scalars[n] = uniform < Double(stimulation.scalars[n]) ? 1 : 0
    }
    position = stream
  }

  func addCurrents(
    through weights: WeightMatrix, to currents: UnsafeMutablePointer<Lanes>
  ) -> Int {
    weights.addRows(active, count: activeCount, to: currents)
    return activeCount
  }
}
