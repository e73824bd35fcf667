import NumericalMethods

/// Parameters on their way down a gradient: Adam with clipping, a schedule and a step size for each
/// parameter. Encoding is exact: a decoded descent continues bit for bit.
public struct GradientDescent: Sendable, Codable {
  /// Updates told so far, those left out included.
  public private(set) var generation = 0
  /// Gradients that were not finite; they moved nothing.
  public private(set) var skipped = 0
  private var packed: PackedFloats
  private var adam: Adam
  private let scales: PackedFloats

  public init(initial: [Float], scales: [Float]) {
    packed = PackedFloats(initial)
    adam = Adam(dimension: initial.count, learningRate: 0)
    self.scales = PackedFloats(scales)
  }

  public var parameters: [Float] { packed.values }

  /// Moves by `displacement`, found elsewhere, as one update; by nothing if it is not finite.
  /// - Returns: its Euclidean norm.
  public mutating func move(by displacement: [Float]) -> Double {
    generation += 1
    let norm = euclideanNorm(displacement)
    guard norm.isFinite else {
      skipped += 1
      return 0
    }
    for index in displacement.indices { packed.values[index] += displacement[index] }
    return norm
  }

  /// One step against `gradient`, clipped to the norm `clip` unless that is 0.
  /// - Returns: the Euclidean norms of the gradient before clipping and of the step.
  public mutating func step(
    _ gradient: [Float], learningRate: Double, clip: Double
  ) -> (gradient: Double, update: Double) {
    generation += 1
    let norm = euclideanNorm(gradient)
    guard norm.isFinite else {
      skipped += 1
      return (norm, 0)
    }
    let factor = clip > 0 && norm > clip ? Float(clip / norm) : 1
    adam.learningRate = learningRate
    let update = adam.update(
      parameters: &packed.values, gradient: gradient.map { factor * $0 },
      learningRateScale: scales.values)
    return (norm, update)
  }
}
