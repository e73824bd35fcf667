import Foundation
import NumericalMethods

/// Cumulative step-size adaptation: σ grows where successive steps of the mean agree and shrinks
/// where they cancel (Hansen 2016, equations 43 and 44). The rates are those of the package `cma`,
/// which damps large populations more than the tutorial does.
struct CumulativeStepSize: Sendable, Codable {
  /// The present overall standard deviation σ.
  private(set) var sigma: Double
  private var packedPath: PackedDoubles

  private enum CodingKeys: String, CodingKey {
    case sigma
    case packedPath = "path"
  }

  init(dimension: Int, sigma: Double) {
    self.sigma = sigma
    packedPath = PackedDoubles([Double](repeating: 0, count: dimension))
  }

  var dimension: Int { packedPath.values.count }

  /// p ← (1 − c) p + √(c (2 − c) µ_eff) z,  σ ← σ exp(min(1, c / d (|p| / E|N(0, I)| − 1))).
  ///
  /// - Parameters:
  ///   - shift: z, the weighted mean of the standard normal vectors behind the candidates.
  ///   - generation: how many so far, this one included.
  /// - Returns: whether the path is short enough for the covariance to follow it, h_σ.
  mutating func update(shift: [Double], effective: Double, generation: Int) -> Bool {
    let n = Double(dimension)
    let rate = min(0.5, (effective + 2) / (n + effective + 3))
    let gain = (rate * (2 - rate) * effective).squareRoot()
    for i in shift.indices {
      packedPath.values[i] = (1 - rate) * packedPath.values[i] + gain * shift[i]
    }
    let length = euclideanNorm(packedPath.values)
    let growth = rate / Self.damping(n, effective, rate) * (length / Self.meanLength(n) - 1)
    sigma *= exp(min(1, growth))
    let startUp = 1 - pow(1 - rate, Double(2 * generation))
    return length * length / startUp / n < 2 + 4 / (n + 1)
  }

  /// m ← m + σ s ∘ Σ_k w_k y_k with the scales s of σ, all 1 where they are nil.
  /// - Parameter shift: Σ_k w_k y_k.
  /// - Returns: the length of the step.
  func move(_ mean: inout [Double], along shift: [Double], _ scales: [Float]?) -> Double {
    var square = 0.0
    for i in shift.indices {
      let move = sigma * Double(scales?[i] ?? 1) * shift[i]
      mean[i] += move
      square += move * move
    }
    return square.squareRoot()
  }

  /// d of the package `cma`; 3 (1 − 2^(−n/9)) is 1 in the tutorial.
  private static func damping(_ n: Double, _ effective: Double, _ rate: Double) -> Double {
    let inner = max(1, 3 * (1 - pow(0.5, n / 9)))
    return 1 + 2 * max(0, inner * ((effective - 1) / (n + 1)).squareRoot() - 1) + rate
  }

  /// E|N(0, I)| in n dimensions.
  private static func meanLength(_ n: Double) -> Double {
    n.squareRoot() * (1 - 1 / (4 * n) + 1 / (21 * n * n))
  }
}
