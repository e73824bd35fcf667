import NumericalMethods
import RigidBodyDynamics
import RobotDescription

/// Evaluates the reward of each control step and keeps the sum of every weighted term.
struct RewardMeter {
  /// A term that is evaluated, with its place in `sums` and its weight.
  private struct Term {
    let index: Int
    let weight: Double
    let value: (RewardStep) -> Double
  }

  private let terms: [Term]
  private let command: Double
  private let heading: CommandedHeading
  private let weightForce: Double
  /// Weighted sums over the episode, in the order of `RewardTerm.allCases`.
  private(set) var sums = [Double](repeating: 0, count: RewardTerm.allCases.count)
  private var workBefore: Double

  init(
    _ weights: RewardWeights, command: Double, heading: CommandedHeading, simulation: Simulation
  ) {
    terms = RewardTerm.allCases.enumerated().compactMap { index, term in
      let (row, weight) = (term.row, weights[term])
      if weight == 0 && row.isCostly { return nil }
      return Term(index: index, weight: weight, value: row.value)
    }
    (self.command, self.heading) = (command, heading)
    weightForce = simulation.model.totalMass * simulation.world.configuration.gravity.length
    workBefore = simulation.actuators.work
  }

  var total: Double { sums.reduce(0, +) }

  /// The reward of the control step that just ended.
  mutating func step(
    _ simulation: Simulation, action: UnsafeMutableBufferPointer<Float>,
    previous: UnsafeMutableBufferPointer<Float>
  ) -> Double {
    let before = total
    let work = simulation.actuators.work
    let step = RewardStep(
      simulation: simulation, command: command, heading: heading, weight: weightForce,
      pose: simulation.basePose, velocity: simulation.baseVelocity,
      power: (work - workBefore) / simulation.model.profile.controlPeriod, action: action,
      previous: previous)
    workBefore = work
    for term in terms { sums[term.index] += term.weight * term.value(step) }
    return total - before
  }
}

extension RewardStep {
  /// Mean over motors of (a_t − a_{t−1})².
  var meanSquareActionChange: Double {
    var sum = 0.0
    for m in 0..<action.count {
      let d = Double(action[m] - previous[m])
      sum += d * d
    }
    return sum / Double(action.count)
  }
}

extension Simulation {
  /// Mean over joints of (τ/τ_max)² in the last physics step.
  var meanSquareEffort: Double {
    var sum = 0.0
    for j in positions.indices {
      let share = actuators.efforts[j] / actuators.limits[j]
      sum += share * share
    }
    return sum / Double(positions.count)
  }

  /// Σ over joints of what lies beyond nine tenths of their velocity limits, as a share of these,
  /// at most 1 for each.
  var jointRateExcess: Double {
    var sum = 0.0
    for j in rates.indices {
      sum += min(max(abs(rates[j]) / model.joints[j].velocity - 0.9, 0), 1)
    }
    return sum
  }

  /// Whether a shape that is no foot touched the ground in the last physics step.
  var restsOnOtherThanFeet: Bool {
    shapes.contains { world.touchesGround($0.shape) && !feet.contains($0.shape) }
  }

  /// Mean horizontal speed [m/s] of the contact points of the feet on the ground; 0 in flight.
  var meanFootSlip: Double {
    var (sum, touching) = (0.0, 0.0)
    for f in model.feet.indices where footTouches(f) {
      var v = footContactVelocity(f)
      v.z = 0
      sum += v.length
      touching += 1
    }
    return touching > 0 ? sum / touching : 0
  }
}
