import NumericalMethods
import Policies
import SpikingNetworks

/// Parameters on their way down a gradient: Adam with clipping, a schedule and a step size for each
/// parameter. Those of scale 0 stay as they are, to the bit: their gradient counts as 0, in its
/// norm and in Adam's moments too. Encoding is exact: a decoded descent continues bit for bit.
public struct GradientDescent: Optimiser {
  /// Updates so far, those left out included.
  public private(set) var generation = 0
  /// Updates left out because they or what they led to were not finite; they moved nothing.
  public private(set) var skipped = 0
  private var packed: PackedFloats
  private var adam: Adam
  private let scales: PackedFloats

  public init(initial: [Float], scales: [Float]) {
    packed = PackedFloats(initial)
    adam = Adam(dimension: initial.count, learningRate: 0)
    self.scales = PackedFloats(scales)
  }

  var sizes: [Int] { [packed.values.count, adam.dimension, scales.values.count] }

  public var shape: String { "gradient, \(sizes) parameters, moments and scales" }

  public var parameters: [Float] { packed.values }

  /// Moves by `displacement`, found elsewhere, as one update; by nothing if it or where it leads is
  /// not finite.
  /// - Returns: its Euclidean norm, and what was not finite.
  public mutating func move(
    by displacement: [Float]
  ) -> (update: Double, failure: UpdateFailure?) {
    generation += 1
    let displacement = masked(displacement)
    if let failure = UpdateFailure(.gradient, displacement) { return (0, skip(failure)) }
    // −0 + 0 is +0, which is another number to the bit.
    let moved = zip(packed.values, displacement).map { $1 == 0 ? $0 : $0 + $1 }
    if let failure = UpdateFailure(.parameters, moved) { return (0, skip(failure)) }
    packed.values = moved
    return (euclideanNorm(displacement), nil)
  }

  /// One step against `gradient`, clipped to the norm `clip` unless that is 0; none if the gradient
  /// or where it leads is not finite, and then the moments stay as they were too.
  /// - Returns: the Euclidean norms of the gradient before clipping and of the step, and what was
  ///   not finite.
  public mutating func step(
    _ gradient: [Float], learningRate: Double, clip: Double
  ) -> (gradient: Double, update: Double, failure: UpdateFailure?) {
    generation += 1
    let gradient = masked(gradient)
    let norm = euclideanNorm(gradient)
    if let failure = UpdateFailure(.gradient, gradient) { return (norm, 0, skip(failure)) }
    let factor = clip > 0 && norm > clip ? Float(clip / norm) : 1
    adam.learningRate = learningRate
    let before = (packed, adam)
    let update = adam.update(
      parameters: &packed.values, gradient: gradient.map { factor * $0 },
      learningRateScale: scales.values)
    if let failure = UpdateFailure(.parameters, packed.values) {
      (packed, adam) = before
      return (norm, 0, skip(failure))
    }
    return (norm, update, nil)
  }

  /// The same, with the step size and the clip that `options` have for the generation at hand.
  mutating func step(
    _ gradient: [Float], _ options: GradientOptions, of generations: Int
  ) -> (gradient: Double, update: Double, failure: UpdateFailure?) {
    step(
      gradient, learningRate: options.learningRate(generation: generation, of: generations),
      clip: options.clip)
  }

  /// The same with 0 for parameters that stay.
  private func masked(_ values: [Float]) -> [Float] {
    zip(values, scales.values).map { $1 == 0 ? 0 : $0 }
  }

  private mutating func skip(_ failure: UpdateFailure) -> UpdateFailure {
    skipped += 1
    return failure
  }
}
