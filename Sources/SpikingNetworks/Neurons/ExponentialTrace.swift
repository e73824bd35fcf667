/// The exponential filter x(t) = λ x(t−1) + (1 − λ) z(t): a firing-rate estimate when z is spikes,
/// the readout's output when it is currents.
struct ExponentialTrace<Scalar: NetworkScalar> {
  /// λ.
  let decay: Scalar

  init(decay: Float) { self.decay = Scalar(decay) }

  /// x(t) of eight neurons from x(t−1) and z(t).
  @inline(__always)
  func next(_ trace: SIMD8<Scalar>, _ signal: SIMD8<Scalar>) -> SIMD8<Scalar> {
    decay * trace + (1 - decay) * signal
  }
}

extension ExponentialTrace<Float> {
  /// Filters `blocks` lanes of `signal` into `trace`. The trace is rounded to multiples of about
  /// 1e-13, so that a product of two traces is never subnormal.
  func step(
    _ trace: UnsafeMutablePointer<Lanes>, signal: UnsafePointer<Lanes>, blocks: Int
  ) {
    for block in 0..<blocks {
      trace[block] = next(trace[block], signal[block]).withoutSubnormals(scale: 1e-6)
    }
  }
}
