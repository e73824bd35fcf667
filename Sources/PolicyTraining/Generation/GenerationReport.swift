import NumericalMethods

/// The result of one generation.
public struct GenerationReport: Sendable, Equatable {
  /// Candidates or episodes of locomotion.
  public struct Gait: Sendable, Equatable {
    public var rewardMean: Double
    public var rewardBest: Double
    /// Mean over candidates of the mean forward speed [m/s].
    public var speed: Double
    /// Share of episodes that ended in a fall.
    public var falls: Double
    /// Reward of all episodes that stayed finite over their time [1/s]: unlike their sums it does
    /// not rise because lives grow longer.
    public var rewardRate: Double
    /// Mean length of an episode [s].
    public var life: Double
  }

  /// Episodes of a temporal task.
  public struct Task: Sendable, Equatable {
    /// Mean cross-entropy of a query.
    public var loss: Double
    /// Share of right answers, over all trials and over the last third of each episode's.
    public var accuracy: Double
    public var lateAccuracy: Double
  }

  public enum Measures: Sendable, Equatable {
    case gait(Gait)
    case task(Task)
  }

  public var generation: Int
  public var measures: Measures
  public var diverged: Int
  /// Control steps, or ticks of a temporal task.
  public var steps: Int
  public var gradientNorm: Double
  public var updateNorm: Double
  /// Mean spikes per tick of a hidden neuron.
  public var firingRate: Double
  /// Mean reward, or the negative loss, of the present parameters in fresh episodes, in generations
  /// that select.
  public var selectionScore: Double?
  /// Sixteen hexadecimal digits over every episode's result, the parameters after the update and
  /// the selection's score: equal for equal generations, whatever the number of workers.
  public var digest: String
  /// What left the finite range: episodes in their order, then updates.
  public var failures: [Failure]
  /// Values of the trainer's own columns, in their order.
  public var own: [Double]

  init(
    _ generation: Int, _ update: Update, parameters: [Float], selectionScore: Double?
  ) {
    let observed = update.observed
    (self.generation, measures, diverged) = (generation, observed.measures, observed.diverged)
    (steps, firingRate) = (observed.steps, observed.firingRate)
    (gradientNorm, updateNorm, own) = (update.gradientNorm, update.updateNorm, update.own)
    self.selectionScore = selectionScore
    failures = observed.failures + update.failures
    digest = Digest64(observed.results, parameters: parameters, score: selectionScore).hex
  }

  /// What was measured of gaits; nil for a temporal task.
  public var gait: Gait? {
    if case .gait(let gait) = measures { gait } else { nil }
  }

  /// What was measured of a temporal task; nil for gaits.
  public var task: Task? {
    if case .task(let task) = measures { task } else { nil }
  }
}
