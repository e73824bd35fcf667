import EvolutionStrategies
import Foundation
import NumericalMethods
import RobotDescription

/// Searches joint positions in which a robot stands: feet level and beneath the load, the centre of
/// mass over their middle, knees bent, the base as high as is asked.
///
/// Each leg is searched by itself (CMA-ES over its joints, which knows nothing of how legs are
/// built): least is
///
///     100 |z_foot − z*|²/ℓ² + Σ (lever/ℓ)² + Σ w (q − c)² + 0.05 (knee forward of hip)/ℓ
///
/// with the leg's length ℓ, the lever of the foot's weight about each bearing joint, and c the
/// place nearest 0 that is well within the stops, from which a joint that spreads the leg goes less
/// lightly (w = 2) than others (0.05); the last term, where both are possible, lets knees point
/// backward, as in most robots. Then legs are searched again with their feet moved so that their
/// middle is beneath the centre of mass.
struct StandingPose {
  let model: RobotModel
  let legs: [Leg]
  /// The length of each leg [m]: how far below its first joint its foot can reach.
  let lengths: [Double]
  /// Where each joint is before the search [rad or m].
  private let rest: [Double]

  init(_ model: RobotModel) {
    self.model = model
    legs = model.feet.map { Leg($0, in: model) }
    let rest = model.joints.map(Self.neutral)
    self.rest = rest
    lengths = legs.map { leg in
      let q = Self.least(leg, model, from: rest) { stance in
        stance.contact(leg.foot).z
      }
      let stance = Stance(model, q)
      let top = leg.joints.first.map { stance.axis($0).anchor.z } ?? 0
      return max(0.01, top - stance.contact(leg.foot).z)
    }
  }

  /// Mean length of the legs [m].
  var legLength: Double { lengths.reduce(0, +) / Double(max(1, lengths.count)) }

  /// Joint positions [rad or m] in which the legs are bent to the share `extension` of their
  /// length.
  func positions(extension share: Double) -> [Double] {
    let start = Stance(model, rest)
    let level =
      zip(legs, lengths).map { leg, length in
        (leg.joints.first.map { start.axis($0).anchor.z } ?? 0) - share * length
      }.max() ?? 0
    var positions = bend(from: rest, level: level, targets: nil)
    for _ in 0..<3 {
      let stance = Stance(model, positions)
      let contacts = legs.map { stance.contact($0.foot) }
      let middle = contacts.reduce(Vector3.zero, +) / Double(contacts.count)
      let shift = stance.centerOfMass - middle
      positions = bend(
        from: positions, level: level, targets: contacts.map { $0 + Vector3(shift.x, shift.y, 0) })
    }
    return positions.map { ($0 * 1000).rounded() / 1000 }
  }

  private func bend(from start: [Double], level: Double, targets: [Vector3]?) -> [Double] {
    var positions = start
    for (k, leg) in legs.enumerated() {
      let length = lengths[k]
      let found = Self.least(leg, model, from: start) { stance in
        let foot = stance.contact(leg.foot)
        let rise = (foot.z - level) / length
        var cost = 100 * rise * rise + Self.comfort(leg, stance, length)
        if let target = targets?[k] {
          let (x, y) = ((foot.x - target.x) / length, (foot.y - target.y) / length)
          cost += 20 * (x * x + y * y)
        }
        return cost
      }
      for j in leg.joints { positions[j] = found[j] }
    }
    return positions
  }

  private static func comfort(_ leg: Leg, _ stance: Stance, _ length: Double) -> Double {
    let foot = stance.contact(leg.foot)
    var cost = 0.0
    for j in leg.bearing {
      let lever = stance.lever(j, to: foot) / length
      cost += lever * lever
    }
    for j in leg.joints {
      let away = stance.positions[j] - neutral(stance.model.joints[j])
      cost += (leg.bearing.contains(j) ? 0.05 : 2) * away * away
    }
    if leg.bearing.count >= 2, let hip = leg.bearing.first {
      let knee = leg.bearing[leg.bearing.startIndex + 1]
      cost += 0.05 * (stance.axis(knee).anchor.x - stance.axis(hip).anchor.x) / length
    }
    return cost
  }

  /// The place nearest 0 that a sixth of the way from stop to stop separates from the stops.
  private static func neutral(_ joint: Joint) -> Double {
    let (low, high) = bounds(joint)
    let margin = (high - low) / 6
    return min(max(0, low + margin), high - margin)
  }

  /// Stops, and never more than 2.6 rad: legs do not stand wound up.
  private static func bounds(_ joint: Joint) -> (low: Double, high: Double) {
    if joint.kind == .prismatic { return (joint.lower, joint.upper) }
    let (low, high) = (max(joint.lower, -2.6), min(joint.upper, 2.6))
    return low < high ? (low, high) : (joint.lower, joint.upper)
  }

  /// The joint positions of `leg` that give least `cost`, all else as in `start`; the best of two
  /// starts, as a knee may bend both ways.
  private static func least(
    _ leg: Leg, _ model: RobotModel, from start: [Double], cost: (Stance) -> Double
  ) -> [Double] {
    guard !leg.joints.isEmpty else { return start }
    let candidates = [0.5, -0.5].map { lean in
      search(leg, model, from: start, lean: lean, cost)
    }
    let costs = candidates.map { cost(Stance(model, $0)) }
    return costs[1] < costs[0] - 1e-9 ? candidates[1] : candidates[0]
  }

  private static func search(
    _ leg: Leg, _ model: RobotModel, from start: [Double], lean: Double,
    _ cost: (Stance) -> Double
  ) -> [Double] {
    var configuration = CMAConfiguration()
    configuration.populationSize = 12
    configuration.sigma = 0.3
    let initial = leg.joints.enumerated().map { k, j in
      // Bearing joints start to either side in turn, as a bent leg is.
      let share = k == leg.joints.count - 1 ? -2 * lean : k == 0 && leg.joints.count > 2 ? 0 : lean
      return Float(start[j] + share)
    }
    var strategy = CMAES(initial: initial, configuration: configuration, seed: 1)
    var best = (cost: Double.infinity, positions: start)
    for _ in 0..<120 {
      let fitness = (0..<12).map { k in
        let (positions, outside) = confined(strategy.candidate(k), leg, model, start)
        let value = cost(Stance(model, positions)) + outside
        if value < best.cost { best = (value, positions) }
        return -value
      }
      strategy.tell(fitness)
    }
    return best.positions
  }

  /// The robot's positions with those of a leg within its bounds, and a price for what lay outside.
  private static func confined(
    _ values: [Float], _ leg: Leg, _ model: RobotModel, _ start: [Double]
  ) -> ([Double], Double) {
    var positions = start
    var outside = 0.0
    for (j, value) in zip(leg.joints, values) {
      let (low, high) = bounds(model.joints[j])
      let q = min(max(Double(value), low), high)
      outside += (Double(value) - q) * (Double(value) - q)
      positions[j] = q
    }
    return (positions, outside)
  }
}
