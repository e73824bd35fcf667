/// One population for a batch: its neurons' variables after every tick, and their cotangents on the
/// way back.
final class BatchLayer<Scalar: AdjointScalar> {
  let plan: BatchPlan.Layer
  let links: [BatchLink<Scalar>]
  let bias: BatchTable<Scalar>
  let voltage: Track<Scalar>
  let spikes: Track<Scalar>
  let trace: Track<Scalar>
  /// Adaptation a; no ticks where there is none.
  let fatigue: Track<Scalar>
  let width: Int
  private let batch: Int
  /// Cotangents of v, s, x and a after the tick at hand, and of I at it.
  let voltageBar: BatchBuffer<Scalar>
  let spikesBar: BatchBuffer<Scalar>
  let traceBar: BatchBuffer<Scalar>
  let fatigueBar: BatchBuffer<Scalar>
  let current: BatchBuffer<Scalar>

  init(_ plan: BatchPlan.Layer, batch: Int, ticks: Int) {
    self.plan = plan
    self.batch = batch
    let size = plan.spec.size
    links = plan.links.map { BatchLink($0, batch: batch, ticks: ticks) }
    bias = BatchTable(rows: 1, columns: size)
    func track(_ ticks: Int) -> Track<Scalar> { Track(ticks: ticks, batch: batch, size: size) }
    (voltage, spikes, trace) = (track(ticks), track(ticks), track(ticks))
    fatigue = track(plan.spec.adaptation == nil ? 0 : ticks)
    width = paddedWidth(size)
    func buffer() -> BatchBuffer<Scalar> { BatchBuffer(batch * paddedWidth(size)) }
    (voltageBar, spikesBar, traceBar) = (buffer(), buffer(), buffer())
    (fatigueBar, current) = (buffer(), buffer())
  }

  func load(_ parameters: UnsafePointer<Scalar>) {
    for link in links { link.load(parameters) }
    bias.load(parameters + plan.bias.lowerBound)
  }

  func addGradient(to parameters: UnsafeMutablePointer<Scalar>) {
    for link in links { link.addGradient(to: parameters) }
    bias.addGradient(to: parameters + plan.bias.lowerBound)
  }

  func startCurrent() {
    for sample in 0..<batch {
      (current.base + sample * width).update(from: bias.values.base, count: width)
    }
  }

  /// v, s, x (and a) after tick `t` from those after `before` and the current.
  func fire(_ t: Int, before: Int, _ surrogate: Surrogate, smooth: Bool) {
    let spec = plan.spec
    let (beta, theta) = (Scalar(spec.decay), Scalar(spec.threshold))
    let lambda = Scalar(spec.traceDecay)
    let (v0, s0, x0) = (voltage.at(before), spikes.at(before), trace.at(before))
    let (v, s, x) = (voltage.at(t), spikes.at(t), trace.at(t))
    for n in 0..<batch * width {
      let kept =
        spec.reset == .zero ? beta * v0[n] * (1 - s0[n]) : beta * v0[n] - theta * s0[n]
      v[n] = kept + current.base[n]
      let u = v[n] - threshold(n, t, before: before)
      s[n] = smooth ? surrogate.primitive(u) : (u >= 0 ? 1 : 0)
      x[n] = lambda * x0[n] + (1 - lambda) * s[n]
    }
    if smooth { silencePadding(s, x) }
  }

  /// ϑ of place `n` at tick `t`; brings a up to date.
  @inline(__always)
  private func threshold(_ n: Int, _ t: Int, before: Int) -> Scalar {
    guard let adaptation = plan.spec.adaptation else { return Scalar(plan.spec.threshold) }
    let a = Scalar(adaptation.decay) * fatigue.at(before)[n] + spikes.at(before)[n]
    fatigue.at(t)[n] = a
    return Scalar(plan.spec.threshold) + Scalar(adaptation.strength) * a
  }

  /// In smooth mode neurons that do not exist would be a little active.
  private func silencePadding(_ s: UnsafeMutablePointer<Scalar>, _ x: UnsafeMutablePointer<Scalar>)
  {
    for sample in 0..<batch {
      for n in plan.spec.size..<width { (s[sample * width + n], x[sample * width + n]) = (0, 0) }
    }
  }

  /// From the cotangents after tick `t` to those of the current (left in `current`) and of the
  /// variables after `before`.
  func adjoint(_ t: Int, before: Int, _ surrogate: Surrogate) {
    let spec = plan.spec
    let (beta, theta) = (Scalar(spec.decay), Scalar(spec.threshold))
    let lambda = Scalar(spec.traceDecay)
    let (v0, s0, v) = (voltage.at(before), spikes.at(before), voltage.at(t))
    let (rho, strength) =
      spec.adaptation.map { (Scalar($0.decay), Scalar($0.strength)) } ?? (0, 0)
    for n in 0..<batch * width {
      let sBar = spikesBar.base[n] + (1 - lambda) * traceBar.base[n]
      traceBar.base[n] *= lambda
      let raised = spec.adaptation == nil ? 0 : strength * fatigue.at(t)[n]
      let uBar = sBar * surrogate.derivative(v[n] - theta - raised)
      let vBar = voltageBar.base[n] + uBar
      let aBar = fatigueBar.base[n] - strength * uBar
      current.base[n] = vBar
      fatigueBar.base[n] = rho * aBar
      switch spec.reset {
      case .zero:
        voltageBar.base[n] = beta * (1 - s0[n]) * vBar
        spikesBar.base[n] = -beta * v0[n] * vBar
      case .subtract:
        voltageBar.base[n] = beta * vBar
        spikesBar.base[n] = -theta * vBar
      }
      if spec.adaptation != nil { spikesBar.base[n] += aBar }
    }
    for sample in 0..<batch {
      for n in 0..<spec.size { bias.gradient.base[n] += current.base[sample * width + n] }
    }
  }

  func clearCotangents() {
    for buffer in [voltageBar, spikesBar, traceBar, fatigueBar] { buffer.clear() }
  }
}
