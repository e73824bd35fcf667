public import Policies

/// How estimators of a gradient are compared.
public struct AgreementOptions: Sendable, Equatable {
  /// Episodes of an estimate.
  public var batch = 32
  /// Estimates of each kind, on episodes of their own.
  public var replicates = 16
  /// Parameters, drawn at random, whose derivatives are compared.
  public var coordinates = 96
  /// Episodes of the finite differences, and their half-width h.
  public var truthEpisodes = 2048
  public var step = 0.05
  /// Antithetic pairs of an estimate by evolution strategies, and their deviation.
  public var pairs = [4, 16, 64, 256]
  public var sigma = 0.05
  /// Perturbed trials of an estimate, each beside its unperturbed twin.
  public var trials = [32, 256, 2048]

  public init() {}

  /// - Throws: ``ExperimentError`` for the first option out of range.
  public func validate() throws(ExperimentError) {
    func require(_ holds: Bool, _ key: String, _ found: Any, _ expected: String)
      throws(ExperimentError)
    {
      guard holds else {
        throw ExperimentError(
          place: "gradients", key: key, found: "\(found)", expected: expected)
      }
    }
    for (key, value) in [
      ("--batch", batch), ("--coordinates", coordinates), ("--truth-episodes", truthEpisodes),
    ] {
      try require((1...1_000_000).contains(value), key, value, "1 to 1000000")
    }
    try require((2...10_000).contains(replicates), "--replicates", replicates, "2 to 10000")
    try require(
      truthEpisodes.isMultiple(of: 2), "--truth-episodes", truthEpisodes, "an even number")
    for (key, value) in [("--step", step), ("--sigma", sigma)] {
      try require(value > 0 && value.isFinite, key, value, "a number above 0")
    }
    for (key, values) in [("--pairs", pairs), ("--trials", trials)] {
      try require(
        values.allSatisfy { (1...1_000_000).contains($0) }, key, values, "numbers from 1 to 1000000"
      )
    }
  }
}
