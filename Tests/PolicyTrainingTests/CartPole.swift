import Foundation
import NumericalMethods
import Policies
@testable import PolicyTraining

/// A pole on a cart (Barto, Sutton, Anderson 1983, *Neuronlike adaptive elements that can solve
/// difficult learning control problems*), pushed with up to 10 N, 50 times a second.
struct CartPole {
  /// Position [m], velocity, angle from upright [rad] and its rate.
  var state: [Double]
  static let inputs = 4

  init(seed: UInt64) {
    var stream = RandomStream(seed: seed, purpose: .test)
    state = (0..<4).map { _ in stream.uniform(in: -0.05...0.05) }
  }

  var isOver: Bool { abs(state[0]) > 2.4 || abs(state[2]) > 12 * .pi / 180 }

  var observation: [Float] { zip(state, [1, 1, 10, 1]).map { Float($0 * $1) } }

  mutating func push(_ action: Double) {
    let (dt, gravity, total, poleMass, half) = (0.02, 9.8, 1.1, 0.1, 0.5)
    let (sine, cosine) = (sin(state[2]), cos(state[2]))
    let push = (10 * action + poleMass * half * state[3] * state[3] * sine) / total
    let turn =
      (gravity * sine - cosine * push)
      / (half * (4.0 / 3 - poleMass * cosine * cosine / total))
    let drive = push - poleMass * half * turn * cosine / total
    state[0] += dt * state[1]
    state[1] += dt * drive
    state[2] += dt * state[3]
    state[3] += dt * turn
  }
}

/// Lives of a cart-pole, which earns 1 a step.
final class CartPoleEnvironment: Environment {
  private let seed: UInt64
  /// [s]
  private let duration: Double

  init(seed: UInt64, duration: Double) { (self.seed, self.duration) = (seed, duration) }

  func live(
    _ explorer: Explorer, generation: Int, item: Int
  ) -> (record: Int, isTerminal: Bool) {
    let seed = EpisodeSeeds.training(seed, generation: generation, episode: item)
    var world = CartPole(seed: seed)
    explorer.reset(seed: seed)
    var (steps, action) = (0, [Float](repeating: 0, count: 1))
    while steps < Int((duration / 0.02).rounded()) && !world.isOver {
      let observation = world.observation
      observation.withUnsafeBufferPointer { observation in
        action.withUnsafeMutableBufferPointer { explorer.act(observation: observation, action: $0) }
      }
      world.push(Double(action[0]))
      explorer.earn(1, privileged: [Float(steps)])
      steps += 1
    }
    return (steps, world.isOver)
  }
}
