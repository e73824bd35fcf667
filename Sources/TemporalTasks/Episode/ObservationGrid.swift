import NumericalMethods

/// The observations of an episode while it is composed: [ticks × inputs], tick after tick.
struct ObservationGrid: Sendable, Equatable {
  let ticks: Int
  let inputs: Int
  private(set) var values: [Float]

  /// All zero.
  init(ticks: Int, inputs: Int) {
    (self.ticks, self.inputs) = (ticks, inputs)
    values = [Float](repeating: 0, count: ticks * inputs)
  }

  /// Sets `channels` to `value` over `ticks`.
  mutating func fill(_ channels: Range<Int>, ticks: Range<Int>, with value: Float = 1) {
    write([Float](repeating: value, count: channels.count), at: channels.lowerBound, ticks: ticks)
  }

  /// Sets one channel to 1 over `ticks`.
  mutating func set(_ channel: Int, ticks: Range<Int>) { write([1], at: channel, ticks: ticks) }

  /// Sets the channels from `channel` on to `pattern` over `ticks`.
  mutating func write(_ pattern: [Float], at channel: Int, ticks: Range<Int>) {
    precondition(ticks.lowerBound >= 0 && ticks.upperBound <= self.ticks, "ticks of the episode")
    precondition(channel >= 0 && channel + pattern.count <= inputs, "channels of the episode")
    for tick in ticks {
      let first = tick * inputs + channel
      for offset in pattern.indices { values[first + offset] = pattern[offset] }
    }
  }

  /// Adds independent normal values of deviation ν to `channels` at every tick; ν = 0 draws
  /// nothing.
  mutating func addNoise(_ disturbance: inout Disturbance, channels: Range<Int>) {
    guard disturbance.noise > 0 else { return }
    let deviation = Float(disturbance.noise)
    var noise = [Float](repeating: 0, count: ticks * channels.count)
    var span = noise.mutableSpan
    disturbance.stream.fillGaussian(&span)
    for tick in 0..<ticks {
      for (offset, channel) in channels.enumerated() {
        values[tick * inputs + channel] += deviation * noise[tick * channels.count + offset]
      }
    }
  }

  /// Sets every channel to 1 with the probability of background events at a rate, to 2⁻³²,
  /// independently at every tick; probability 0 draws nothing. A channel that spikes at one
  /// probability also does at every higher one.
  mutating func addSpikes(_ disturbance: inout Disturbance, rate: Double) {
    let probability = disturbance.probability(rate: rate)
    guard probability > 0 else { return }
    let threshold = UInt64((min(probability, 1) * 0x1p32).rounded())
    for index in values.indices where UInt64(disturbance.stream.next()) < threshold {
      values[index] = 1
    }
  }
}
