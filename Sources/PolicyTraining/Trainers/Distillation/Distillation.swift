import NumericalMethods
import SpikingNetworks

/// An estimator on its way: the descent, with which parameters each round of lives was gathered, so
/// that they can be lived again, and what the networks of the batch at hand remember.
public struct Distillation: Optimiser {
  var descent: GradientDescent
  /// Parameters at the start of each round so far.
  var starts: [PackedFloats] = []
  /// States of the samples after the last window; empty before the first of a batch.
  var states: [PackedFloats] = []

  init(_ descent: GradientDescent) { self.descent = descent }

  public var generation: Int { descent.generation }
  public var parameters: [Float] { descent.parameters }
  public var shape: String { "distillation by \(descent.shape)" }
}

/// Which lives and windows an update is about.
struct DistillationPlan {
  /// Updates, lives of a round, rounds.
  let updates, livesOfRound, rounds: Int
  /// Windows of a life, and control steps of a window.
  let windows, steps: Int

  /// Rounds that have begun by an update.
  func begun(by update: Int) -> Int { Self.begun(by: update, of: updates, rounds: rounds) }

  static func begun(by update: Int, of updates: Int, rounds: Int) -> Int {
    (0..<rounds).last { $0 * updates / rounds <= update }.map { $0 + 1 } ?? 1
  }

  /// Which batch of lives an update is about, and which window of them.
  func place(of update: Int) -> (batch: Int, window: Int) {
    (update / windows, update % windows)
  }

  /// Lives that there are to draw from when a batch is drawn.
  func lives(forBatch batch: Int) -> Int { begun(by: batch * windows) * livesOfRound }
}
