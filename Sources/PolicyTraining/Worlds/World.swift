public import Locomotion
public import Policies
public import SpikingNetworks

/// What parameters are tried on. Everything that it computes follows from the experiment and its
/// arguments alone, whatever the number of workers. A `normaliser` is what a robot's observations
/// pass through, unchanged while the episodes of a call run; nil for none.
public protocol World: AnyObject {
  var network: NetworkSpec { get }

  /// Every candidate, on the generation's episodes.
  /// - Returns: fitness, candidate by candidate, and what was seen.
  func live(
    _ candidates: Candidates, normaliser: ObservationNormaliser?
  ) throws -> (fitness: [Double], observed: Observed)

  /// How well parameters do in fresh episodes; more is better. `round` tells selections apart.
  func score(
    _ parameters: [Float], normaliser: ObservationNormaliser?, round: Int
  ) throws -> Double

  /// Digest of a short episode: what machines have to agree on that train together.
  func probe(_ parameters: [Float], normaliser: ObservationNormaliser?) throws -> String

  /// The final test, in episodes that nothing before has seen.
  func evaluate(_ parameters: [Float], normaliser: ObservationNormaliser?) throws -> Evaluation
}

/// A world whose loss has a gradient by backpropagation.
public protocol DifferentiableWorld: World {
  /// The loss of a generation's batch of episodes.
  /// - Returns: its gradient, which may hold values that are not finite, and what was seen.
  func descent(
    _ parameters: [Float], generation: Int
  ) throws -> (gradient: [Float], observed: Observed)
}
