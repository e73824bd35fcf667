/// The exponential filter x(t) = λ x(t−1) + (1 − λ) z(t): a firing-rate estimate when z is spikes.
struct ExponentialTrace {
  let decay: Float

  /// Filters `blocks` lanes of `signal` into `trace`. The trace is rounded to multiples of about
  /// 1e-13, so that a product of two traces is never subnormal.
  func step(
    _ trace: UnsafeMutablePointer<Lanes>, signal: UnsafePointer<Lanes>, blocks: Int
  ) {
    for block in 0..<blocks {
      trace[block] = (decay * trace[block] + (1 - decay) * signal[block])
        .withoutSubnormals(scale: 1e-6)
    }
  }
}
