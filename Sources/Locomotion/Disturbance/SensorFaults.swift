import NumericalMethods

/// The sensors' faults of one episode at work, in the order in which a signal meets them: encoders,
/// drift of the inertial unit, noise, bias, standing still, dropping out, delay. Channels that no
/// sensor measures (clock, command) stay as they are.
struct SensorFaults {
  private let layout: ObservationLayout
  private let sensed: [Bool]
  private let period: Double
  private var noise: RandomStream
  private var losses: RandomStream
  private let draws: ChannelDraws
  private var effects = SensingEffects()
  /// Those of joints whose encoders are not as they were.
  private var encoders: [(joint: Int, effects: EncoderEffects)] = []
  private var delay: DelayLine?
  /// Values of the channels at the moment from which some stand still.
  private var held: [Float]?
  /// Angle by which the inertial unit has drifted [rad].
  private var driftAngle = 0.0

  /// - Parameter period: between two readings [s].
  init(_ layout: ObservationLayout, period: Double, seed: UInt64) {
    self.layout = layout
    self.period = period
    sensed = layout.sensedChannels
    noise = RandomStream(seed: seed, purpose: .sensorNoise)
    losses = Condition.Kind.sensorDropout.stream(seed: seed)
    draws = ChannelDraws(channels: layout.count, seed: seed)
  }

  /// Changes what is wrong; what goes on, goes on as it was.
  mutating func set(_ new: SensingEffects, _ encoders: [EncoderEffects]) {
    self.encoders = encoders.enumerated().filter { $0.element != EncoderEffects() }
      .map { (joint: $0.offset, effects: $0.element) }
    if new.frozen != effects.frozen { held = nil }
    if new.drift == 0 { driftAngle = 0 }
    if new.latency != effects.latency {
      let steps = Int((new.latency / period).rounded())
      delay = steps > 0 ? DelayLine(delaying: sensed, by: steps) : nil
    }
    effects = new
  }

  /// Corrupts one reading.
  mutating func corrupt(_ out: UnsafeMutableBufferPointer<Float>) {
    for encoder in encoders { misread(out, encoder.joint, encoder.effects) }
    if effects == SensingEffects() { return }
    if effects.drift != 0 { drift(out) }
    if effects.noise > 0 {
      for i in out.indices where sensed[i] { out[i] += Float(effects.noise * noise.gaussian()) }
    }
    if effects.bias > 0 {
      for i in out.indices where sensed[i] { out[i] += Float(effects.bias * draws.errors[i]) }
    }
    if effects.frozen > 0 { freeze(out) }
    if effects.dropout > 0 {
      for i in out.indices where losses.uniform() < effects.dropout && sensed[i] { out[i] = 0 }
    }
    delay?.pass(out)
  }

  /// Position and rate of a joint as its encoder has them.
  private func misread(
    _ out: UnsafeMutableBufferPointer<Float>, _ joint: Int, _ encoder: EncoderEffects
  ) {
    let (position, rate) = (layout[.jointPosition], layout[.jointRate])
    let (gain, offset) = (Float(encoder.gain), Float(encoder.offset) * position.scale)
    out[position.offset + joint] = gain * out[position.offset + joint] + offset
    out[rate.offset + joint] *= gain
  }

  /// Heading turns by the angle, and so does gravity's direction about a drawn horizontal axis.
  private mutating func drift(_ out: UnsafeMutableBufferPointer<Float>) {
    driftAngle += effects.drift * period
    let axis = Vector3(Double.cos(draws.driftAxis), Double.sin(draws.driftAxis), 0)
    let turn = Quaternion(axis: axis, angle: driftAngle)
    let i = layout[.gravity].offset
    let g = turn.rotate(Vector3(Double(out[i]), Double(out[i + 1]), Double(out[i + 2])))
    (out[i], out[i + 1], out[i + 2]) = (Float(g.x), Float(g.y), Float(g.z))
    let heading = layout[.heading]
    out[heading.offset] += Float(draws.driftSign * driftAngle) * heading.scale
  }

  private mutating func freeze(_ out: UnsafeMutableBufferPointer<Float>) {
    let held = held ?? Array(out)
    self.held = held
    for i in out.indices where sensed[i] && draws.order[i] < effects.frozen { out[i] = held[i] }
  }
}

/// What an episode's seed draws for its sensors.
private struct ChannelDraws {
  /// Standard normal error of each channel.
  let errors: [Double]
  /// Uniform in [0, 1) for each channel, which stands still from that share on.
  let order: [Double]
  /// Direction of the axis about which gravity turns [rad], and the sense in which heading does.
  let driftAxis: Double
  let driftSign: Double

  init(channels: Int, seed: UInt64) {
    func stream(_ kind: Condition.Kind) -> RandomStream { kind.stream(seed: seed) }
    var (bias, freeze, drift) = (stream(.sensorBias), stream(.sensorFreeze), stream(.imuDrift))
    errors = (0..<channels).map { _ in bias.gaussian() }
    order = (0..<channels).map { _ in freeze.uniform() }
    driftAxis = drift.uniform(in: 0...2 * .pi)
    driftSign = drift.bool() ? 1 : -1
  }
}
