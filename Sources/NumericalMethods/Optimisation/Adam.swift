/// Adam, the adaptive-moment first-order optimiser (Kingma, Ba 2015, algorithm 1). It minimises;
/// hand it the negative gradient to climb.
///
/// Encodes its moments bit for bit, so a decoded optimiser continues as the original would.
public struct Adam: Codable, Sendable, Hashable {
  /// Step size α; may change between updates.
  public var learningRate: Double
  /// Decay of the first moment, β₁ in [0, 1).
  public let beta1: Double
  /// Decay of the second moment, β₂ in [0, 1).
  public let beta2: Double
  /// Added to the root of the second moment.
  let epsilon: Double
  /// Updates done so far, t.
  public private(set) var step = 0
  /// β₁ᵗ and β₂ᵗ, kept as products because `pow` differs between machines.
  private var beta1Power = 1.0
  private var beta2Power = 1.0
  private var firstMoment: PackedFloats
  private var secondMoment: PackedFloats

  /// Reads what `encode(to:)` wrote; throws `DecodingError.dataCorrupted` on unequal lengths.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    learningRate = try values.decode(Double.self, forKey: .learningRate)
    beta1 = try values.decode(Double.self, forKey: .beta1)
    beta2 = try values.decode(Double.self, forKey: .beta2)
    epsilon = try values.decode(Double.self, forKey: .epsilon)
    step = try values.decode(Int.self, forKey: .step)
    beta1Power = try values.decode(Double.self, forKey: .beta1Power)
    beta2Power = try values.decode(Double.self, forKey: .beta2Power)
    firstMoment = try values.decode(PackedFloats.self, forKey: .firstMoment)
    secondMoment = try values.decode(PackedFloats.self, forKey: .secondMoment)
    try values.require(secondMoment.values.count, of: dimension, forKey: .secondMoment)
  }

  /// An optimiser for `dimension` parameters with moments at zero.
  public init(
    dimension: Int, learningRate: Double, beta1: Double = 0.9, beta2: Double = 0.999,
    epsilon: Double = 1e-8
  ) {
    precondition(dimension >= 0, "a dimension is not negative")
    precondition(0 <= beta1 && beta1 < 1 && 0 <= beta2 && beta2 < 1, "a decay lies in [0, 1)")
    (self.learningRate, self.beta1, self.beta2) = (learningRate, beta1, beta2)
    self.epsilon = epsilon
    firstMoment = PackedFloats([Float](repeating: 0, count: dimension))
    secondMoment = firstMoment
  }

  /// Number of parameters.
  public var dimension: Int { firstMoment.values.count }

  /// One update of `parameters` against `gradient`; both have length `dimension`.
  ///
  /// `learningRateScale`, of the same length, multiplies the step of each parameter. A gradient
  /// that is not finite poisons the moments: check it before.
  /// - Returns: the Euclidean norm of the step taken.
  @discardableResult
  public mutating func update(
    parameters: inout [Float], gradient: [Float], learningRateScale: [Float]? = nil
  ) -> Double {
    precondition(parameters.count == dimension, "parameters have the optimiser's dimension")
    precondition(gradient.count == dimension, "the gradient has the optimiser's dimension")
    precondition(
      learningRateScale.map { $0.count == dimension } ?? true, "one scale for every parameter")
    step += 1
    beta1Power *= beta1
    beta2Power *= beta2
    let square = parameters.withUnsafeMutableBufferPointer { parameters in
      gradient.withUnsafeBufferPointer { gradient in
        (learningRateScale ?? []).withUnsafeBufferPointer { scale in
          move(parameters, gradient, learningRateScale == nil ? nil : scale.baseAddress)
        }
      }
    }
    return square.squareRoot()
  }

  /// m ← β₁ m + (1 − β₁) g,  v ← β₂ v + (1 − β₂) g²,  θ ← θ − α m̂ / (√v̂ + ε); returns |Δθ|².
  private mutating func move(
    _ parameters: UnsafeMutableBufferPointer<Float>, _ gradient: UnsafeBufferPointer<Float>,
    _ scale: UnsafePointer<Float>?
  ) -> Double {
    let (b1, b2) = (Float(beta1), Float(beta2))
    let (c1, c2) = (Float(1 - beta1), Float(1 - beta2))
    let rate = Float(learningRate / (1 - beta1Power))
    let correction = Float(1 / (1 - beta2Power))
    let e = Float(epsilon)
    return firstMoment.values.withUnsafeMutableBufferPointer { first in
      secondMoment.values.withUnsafeMutableBufferPointer { second in
        var square = 0.0
        for i in 0..<gradient.count {
          let g = gradient[i]
          first[i] = b1 * first[i] + c1 * g
          second[i] = b2 * second[i] + c2 * g * g
          let own = scale.map { $0[i] } ?? 1
          let move = own * rate * first[i] / ((second[i] * correction).squareRoot() + e)
          parameters[i] -= move
          square += Double(move) * Double(move)
        }
        return square
      }
    }
  }
}
