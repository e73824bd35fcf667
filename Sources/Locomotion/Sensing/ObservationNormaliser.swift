import Foundation
public import NumericalMethods

/// Brings every channel of an observation to mean 0 and deviation 1, as they were in training
/// (Mania, Guy, Recht 2018, *Simple random search provides a competitive approach to reinforcement
/// learning*, V2):
///
///     x ← clip((x − μ)/σ, ±3)
///
/// Departure from the paper: a channel that did not vary is only centred, so that it can still vary
/// later, and values are clipped, as those before were.
public struct ObservationNormaliser: Sendable, Equatable {
  /// A smaller deviation, in units of the scaled observation, is none: it would make noise of what
  /// is constant, such as `command`.
  public static let leastDeviation = 0.01

  /// Observations that the moments are of.
  public let count: Double
  /// μ, and σ > 0, [channels].
  public let means: [Double]
  public let deviations: [Double]
  /// The same in single precision, and 1/σ.
  private let shifts: [Float]
  private let scales: [Float]

  /// - Precondition: as many deviations as means, all above 0.
  public init(count: Double, means: [Double], deviations: [Double]) {
    precondition(means.count == deviations.count && deviations.allSatisfy { $0 > 0 })
    (self.count, self.means, self.deviations) = (count, means, deviations)
    shifts = means.map { Float($0) }
    scales = deviations.map { Float(1 / $0) }
  }

  /// What `moments` ask for; nil before the first observation.
  public init?(_ moments: RunningMoments) {
    guard moments.count > 0 else { return nil }
    self.init(
      count: moments.count, means: moments.means,
      deviations: moments.variances.map {
        let deviation = $0.squareRoot()
        return deviation < Self.leastDeviation ? 1 : deviation
      })
  }

  public var channels: Int { means.count }

  /// Moments from which training goes on. Those of channels that did not vary are of deviation 1.
  public var moments: RunningMoments {
    RunningMoments(count: count, means: means, variances: deviations.map { $0 * $0 })
  }

  /// Fills `out` with the normalised `observation`; both have a value for each channel.
  public func apply(_ observation: UnsafePointer<Float>, into out: UnsafeMutablePointer<Float>) {
    let limit = ObservationLayout.limit
    for n in shifts.indices {
      out[n] = min(max((observation[n] - shifts[n]) * scales[n], -limit), limit)
    }
  }
}

extension ObservationNormaliser: Codable {
  private enum CodingKeys: String, CodingKey { case count, mean, deviation }

  /// Throws `DecodingError.dataCorrupted` for numbers that are not finite, deviations that are not
  /// above 0 and lists of different lengths.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    let count = try values.decode(Double.self, forKey: .count)
    let means = try values.decode([Double].self, forKey: .mean)
    let deviations = try values.decode([Double].self, forKey: .deviation)
    func require(_ holds: Bool, _ key: CodingKeys, _ expected: String) throws {
      guard holds else {
        throw DecodingError.dataCorruptedError(forKey: key, in: values, debugDescription: expected)
      }
    }
    try require(count.isFinite && count > 0, .count, "a number above 0")
    try require(means.allSatisfy { Float($0).isFinite }, .mean, "finite numbers")
    let isUsable = deviations.allSatisfy { Float($0).isFinite && Float(1 / $0).isFinite && $0 > 0 }
    try require(isUsable, .deviation, "finite numbers above 0")
    try require(deviations.count == means.count, .deviation, "\(means.count) numbers")
    self.init(count: count, means: means, deviations: deviations)
  }

  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(count, forKey: .count)
    try values.encode(means, forKey: .mean)
    try values.encode(deviations, forKey: .deviation)
  }
}
