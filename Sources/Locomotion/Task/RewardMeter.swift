import Foundation
import NumericalMethods
import RigidBodyDynamics
import RobotDescription

/// Evaluates the reward of each control step and keeps the sum of every weighted term.
struct RewardMeter {
  private let weights: RewardWeights
  private let command: Double
  private let heading: CommandedHeading
  private let weightForce: Double
  /// Weighted sums over the episode, in the order of `RewardTerm.allCases`.
  private(set) var sums = [Double](repeating: 0, count: RewardTerm.allCases.count)
  private var workBefore = 0.0

  init(
    _ weights: RewardWeights, command: Double, heading: CommandedHeading, simulation: Simulation
  ) {
    (self.weights, self.command, self.heading) = (weights, command, heading)
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
    let pose = simulation.basePose
    let velocity = simulation.baseVelocity
    let work = simulation.actuators.work
    let power = (work - workBefore) / simulation.model.profile.controlPeriod
    workBefore = work
    add(.velocityTracking, max(command - abs(heading.ahead(velocity) - command), -command))
    add(.alive, 1)
    add(.effort) { simulation.meanSquareEffort }
    add(.power, power / (weightForce * command))
    add(.tilt, 1 - pose.rotation.rotate(.unitZ).z)
    add(.lateralVelocity, abs(heading.left(velocity)))
    add(.verticalVelocity, abs(velocity.z))
    add(.heading, abs(heading.error(of: pose.rotation)))
    add(.actionRate) { meanSquareDifference(action, previous) }
    add(.footSlip) { simulation.meanFootSlip }
    add(.nonFootContact) { simulation.restsOnOtherThanFeet ? 1 : 0 }
    add(.jointRateLimit) { simulation.jointRateExcess }
    return total - before
  }

  private mutating func add(_ term: RewardTerm, _ value: Double) {
    sums[term.index] += weights[term] * value
  }

  /// Leaves out the work for a term of weight 0.
  private mutating func add(_ term: RewardTerm, _ value: () -> Double) {
    if weights[term] != 0 { sums[term.index] += weights[term] * value() }
  }
}

private func meanSquareDifference(
  _ a: UnsafeMutableBufferPointer<Float>, _ b: UnsafeMutableBufferPointer<Float>
) -> Double {
  var sum = 0.0
  for i in 0..<a.count {
    let d = Double(a[i] - b[i])
    sum += d * d
  }
  return sum / Double(a.count)
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

  /// Σ over joints of what lies beyond nine tenths of their velocity limits, as a share of these, at most 1
  /// for each.
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
    var sum = 0.0
    var touching = 0.0
    for f in model.feet.indices where footTouches(f) {
      var v = footContactVelocity(f)
      v.z = 0
      sum += v.length
      touching += 1
    }
    return touching > 0 ? sum / touching : 0
  }
}
