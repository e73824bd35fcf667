public import NumericalMethods

/// Results of the episodes of a generation.
public struct Observed: Sendable {
  /// Digest of every episode's result, in the order of candidates and episodes.
  public var results: Digest64
  public var measures: GenerationReport.Measures
  /// Episodes that left the finite range.
  public var diverged: Int
  /// What did so, in the order of the episodes.
  public var failures: [Failure]
  /// Control steps, or ticks of a temporal task.
  public var steps: Int
  /// Mean spikes per tick of a hidden neuron, over all episodes.
  public var firingRate: Double
  /// Moments of a robot's observations, before they were normalised; nil unless asked for.
  public var observations: RunningMoments?
}

/// What a generation saw, and how far it moved the parameters.
public struct Update: Sendable {
  public var observed: Observed
  /// Euclidean norms; means where a generation has several updates.
  public var gradientNorm: Double
  public var updateNorm: Double
  /// Values of the trainer's own columns, in their order.
  public var own: [Double]
  /// Updates that were left out.
  public var failures: [Failure]

  public init(
    _ observed: Observed, gradientNorm: Double = 0, updateNorm: Double = 0, own: [Double] = [],
    failures: [Failure] = []
  ) {
    self.observed = observed
    (self.gradientNorm, self.updateNorm) = (gradientNorm, updateNorm)
    (self.own, self.failures) = (own, failures)
  }
}
