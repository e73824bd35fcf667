import EvolutionStrategies
import Locomotion
import NumericalMethods
import SpikingNetworks

/// What parameters are tried on. Everything that it computes follows from the experiment and its
/// arguments alone, whatever the number of workers. A `normaliser` is what a robot's observations pass
/// through, unchanged while the episodes of a call run; nil for none.
protocol Workload: AnyObject {
  var network: NetworkSpec { get }

  /// Every candidate of a generation, on the same episodes.
  func trial(_ strategy: SubspaceSearch, normaliser: ObservationNormaliser?) throws -> Trial

  /// The loss of one batch of training episodes and its gradient; nil where the workload has none.
  func descent(_ parameters: [Float], generation: Int) throws -> Descent?

  /// One generation of experience and the policy that it improves; nil where the workload has no
  /// rewards.
  func improvement(
    of policy: PolicyGradient, normaliser: ObservationNormaliser?
  ) throws -> Improvement?

  /// One generation of perturbed trials.
  func perturbation(
    of parameters: [Float], generation: Int, normaliser: ObservationNormaliser?
  ) throws -> PerturbedGeneration

  /// How well parameters do in fresh episodes; more is better. `round` tells selections apart.
  func score(
    _ parameters: [Float], normaliser: ObservationNormaliser?, round: Int
  ) throws -> Double

  /// Digest of a short episode, for comparing machines.
  func probe(_ parameters: [Float], normaliser: ObservationNormaliser?) throws -> String

  /// The final test, in episodes that nothing before has seen.
  func evaluate(_ parameters: [Float], normaliser: ObservationNormaliser?) throws -> Evaluation
}

/// A generation's fitness, candidate by candidate, and what was seen.
struct Trial {
  var fitness: [Double]
  var observed: Observed
}

/// A gradient, and what was seen. The gradient may hold values that are not finite.
struct Descent {
  var gradient: [Float]
  var observed: Observed
}

/// What perturbed trials ask for, and what was seen. The numbers may be not finite.
struct PerturbedGeneration {
  enum Change {
    /// A step against this gradient of the loss.
    case gradient([Float])
    /// The mean of what lives changed as they went.
    case displacement([Float])
  }

  var change: Change
  var observed: Observed
}

/// A policy after a generation, and what was seen.
struct Improvement {
  var policy: PolicyGradient
  var observed: Observed
  /// Mean Euclidean norms of the updates' gradients and steps.
  var gradientNorm: Double
  var updateNorm: Double
  var report: PolicyGradientReport
  /// Updates that were left out.
  var failures: [UpdateFailure]
}

/// What the episodes of a generation came to.
struct Observed {
  /// Digest of every episode's result, in the order of candidates and episodes.
  var results: Digest64
  var measures: GenerationReport.Measures
  /// Episodes that left the finite range.
  var diverged: Int
  /// What did so, in the order of the episodes.
  var failures: [Failure]
  /// Control steps, or ticks of a temporal task.
  var steps: Int
  /// Mean spikes per tick of a hidden neuron.
  var firingRate: Double
  /// Moments of a robot's observations, before they were normalised; nil unless asked for.
  var observations: RunningMoments?
}
