import NumericalMethods

/// The noise of some neurons' empiric synapses; see ``PerturbationSpec``.
final class EmpiricNoise {
  /// ξ of the tick under way.
  let values: LaneBuffer
  /// σ².
  let variance: Float
  private let size: Int
  private let threshold: UInt64
  /// ξ without and with a spike.
  private let low, high: Float

  init(size: Int, rate: Float, amplitude: Float) {
    self.size = size
    values = LaneBuffer(scalars: size)
    threshold = UInt64((Double(rate) * 0x1p32).rounded())
    (low, high) = (-amplitude * rate, amplitude * (1 - rate))
    variance = amplitude * amplitude * rate * (1 - rate)
  }

  /// The next tick's; one word of the stream per neuron.
  func draw(_ stream: inout RandomStream) {
    for n in 0..<size {
      values.scalars[n] = UInt64(stream.next()) < threshold ? high : low
    }
  }
}
