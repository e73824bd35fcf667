import NumericalMethods

/// The observations of an episode while it is composed: [ticks × inputs], tick after tick.
struct ObservationGrid: Sendable, Equatable {
  let ticks: Int
  let inputs: Int
  private(set) var values: [Float]

  /// All zero.
  init(ticks: Int, inputs: Int) {
    self.ticks = ticks
    self.inputs = inputs
    values = [Float](repeating: 0, count: ticks * inputs)
  }

  /// Sets `channels` to `value` over `ticks`.
  mutating func fill(_ channels: Range<Int>, ticks: Range<Int>, with value: Float) {
    write([Float](repeating: value, count: channels.count), at: channels.lowerBound, ticks: ticks)
  }

  /// Sets the channels from `channel` on to `pattern` over `ticks`.
  mutating func write(_ pattern: [Float], at channel: Int, ticks: Range<Int>) {
    precondition(ticks.lowerBound >= 0 && ticks.upperBound <= self.ticks, "ticks of the episode")
    precondition(channel >= 0 && channel + pattern.count <= inputs, "channels of the episode")
    for tick in ticks {
      let first = tick * inputs + channel
      for offset in pattern.indices { values[first + offset] = pattern[offset] }
    }
  }

  /// Adds independent normal values of the given deviation to `channels` at every tick; deviation 0
  /// draws nothing.
  mutating func addNoise(
    deviation: Double, channels: Range<Int>, stream: inout RandomStream
  ) {
    guard deviation > 0 else { return }
    var noise = [Float](repeating: 0, count: ticks * channels.count)
    noise.withUnsafeMutableBufferPointer { stream.fillGaussian($0) }
    for tick in 0..<ticks {
      for (offset, channel) in channels.enumerated() {
        values[tick * inputs + channel] += Float(deviation) * noise[tick * channels.count + offset]
      }
    }
  }

  /// Sets every channel to 1 with the given probability, to 2⁻³², independently at every tick;
  /// probability 0 draws nothing. A channel that spikes at one probability also does at every
  /// higher one.
  mutating func addSpikes(probability: Double, stream: inout RandomStream) {
    guard probability > 0 else { return }
    let threshold = UInt64((min(probability, 1) * 0x1p32).rounded())
    for index in values.indices where UInt64(stream.next()) < threshold { values[index] = 1 }
  }
}
