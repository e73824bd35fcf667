/// The input as plastic synapses see it; see ``CentringSpec``.
final class CentredInput {
  /// x.
  let deviation: LaneBuffer
  /// x + c.
  let signal: LaneBuffer
  /// z̄.
  let mean: LaneBuffer
  private let level, centred, tonic: LaneBuffer
  private let law: Centring<Float>
  private let period: Int

  init(_ spec: CentringSpec, inputs: Int, period: Int) {
    func buffer() -> LaneBuffer { LaneBuffer(scalars: inputs) }
    (deviation, signal, mean, level) = (buffer(), buffer(), buffer(), buffer())
    (centred, tonic) = (buffer(), buffer())
    (law, self.period) = (Centring(rate: spec.rate), period)
    fill(centred, spec.centred)
    fill(tonic, spec.tonic)
  }

  private func fill(_ mask: LaneBuffer, _ channels: [Int]) {
    for channel in channels { mask.scalars[channel] = 1 }
  }

  func load(_ parameters: ParameterVector) { level.load(parameters[.input(0), .tonicLevel]) }

  func clear() { for buffer in [deviation, signal, mean] { buffer.fill(0) } }

  /// Takes in z; what is seen of it changes at the first tick of a control step.
  /// - Parameter tick: of the network, from 1 on.
  /// - Returns: whether it did.
  func step(_ z: UnsafePointer<Lanes>, tick: Int) -> Bool {
    guard (tick - 1) % period == 0 else { return false }
    for block in 0..<mean.blocks {
      let (centred, tonic) = (centred.lanes[block], tonic.lanes[block])
      mean.lanes[block] = law.mean(mean.lanes[block], z[block]).withoutSubnormals(scale: 1e-6)
      deviation.lanes[block] = law.deviation(
        z[block], mean.lanes[block], centred: centred, tonic: tonic)
      signal.lanes[block] = law.signal(
        deviation.lanes[block], level.lanes[block], centred: centred, tonic: tonic)
    }
    return true
  }
}
