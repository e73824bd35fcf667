/// ClipUp: momentum over gradients of unit length, with a bound on the speed (Toklu, Liskowski,
/// Srivastava 2020, *ClipUp: a simple and powerful optimizer for distribution-based policy
/// evolution*, algorithm 1). Only the direction of a gradient counts. It minimises; hand it the
/// negative gradient to climb.
///
/// Encodes its velocity bit for bit, so a decoded optimiser continues as the original would.
public struct ClipUp: Codable, Sendable, Hashable {
  /// Euclidean length α of a step without momentum; may change between updates.
  public var stepSize: Double
  /// Longest step v_max, in the Euclidean norm; may change between updates.
  public var maxSpeed: Double
  /// Share of the velocity that the next step keeps, in [0, 1).
  public let momentum: Double
  private var packedVelocity: PackedFloats

  private enum CodingKeys: String, CodingKey {
    case stepSize, maxSpeed, momentum
    case packedVelocity = "velocity"
  }

  /// An optimiser for `dimension` parameters, at rest.
  public init(dimension: Int, stepSize: Double, maxSpeed: Double, momentum: Double = 0.9) {
    precondition(dimension >= 0, "a dimension is not negative")
    precondition(0 <= momentum && momentum < 1, "momentum lies in [0, 1)")
    (self.stepSize, self.maxSpeed, self.momentum) = (stepSize, maxSpeed, momentum)
    packedVelocity = PackedFloats([Float](repeating: 0, count: dimension))
  }

  /// Number of parameters.
  public var dimension: Int { packedVelocity.values.count }
  /// The last step, of length `dimension`, before scaling by parameter.
  public var velocity: [Float] { packedVelocity.values }

  /// One update of `parameters` against `gradient`; both have length `dimension`:
  /// v ← clip(m v + α g / |g|, v_max), θ ← θ − v. A gradient of length 0 adds nothing to v.
  ///
  /// `learningRateScale`, of the same length, multiplies the step of each parameter. A gradient
  /// that is not finite poisons the velocity: check it before.
  /// - Returns: the Euclidean norm of the step taken.
  @discardableResult
  public mutating func update(
    parameters: inout [Float], gradient: [Float], learningRateScale: [Float]? = nil
  ) -> Double {
    precondition(parameters.count == dimension, "parameters have the optimiser's dimension")
    precondition(gradient.count == dimension, "the gradient has the optimiser's dimension")
    precondition(
      learningRateScale.map { $0.count == dimension } ?? true, "one scale for every parameter")
    accelerate(gradient)
    var square = 0.0
    for i in parameters.indices {
      let move = (learningRateScale?[i] ?? 1) * packedVelocity.values[i]
      parameters[i] -= move
      square += Double(move) * Double(move)
    }
    return square.squareRoot()
  }

  /// v ← clip(m v + α g / |g|, v_max).
  private mutating func accelerate(_ gradient: [Float]) {
    let length = euclideanNorm(gradient)
    let step = length > 0 ? Float(stepSize / length) : 0
    for i in gradient.indices {
      packedVelocity.values[i] = Float(momentum) * packedVelocity.values[i] + step * gradient[i]
    }
    let speed = euclideanNorm(packedVelocity.values)
    guard speed > maxSpeed else { return }
    let shrink = Float(maxSpeed / speed)
    for i in gradient.indices { packedVelocity.values[i] *= shrink }
  }
}
