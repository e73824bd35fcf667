import Foundation
import NumericalMethods

/// What an episode's seed draws for its conditions: for each kind its own numbers, the same at every
/// severity and whatever else befalls the episode.
struct ConditionDraws {
  let seed: UInt64
  let joints: Int
  let feet: Int

  private func stream(_ kind: Condition.Kind) -> RandomStream {
    RandomStream(seed: seed, purpose: .condition, individual: kind.index)
  }

  /// The joint that a fault strikes.
  func joint(_ kind: Condition.Kind) -> Int {
    var stream = stream(kind)
    return stream.below(joints)
  }

  /// Two different joints; one where the robot has no more.
  func pair(_ kind: Condition.Kind) -> [Int] {
    var stream = stream(kind)
    let first = stream.below(joints)
    guard joints > 1 else { return [first] }
    let second = stream.below(joints - 1)
    return [first, second < first ? second : second + 1]
  }

  /// The leg that is lost, if the robot has any.
  var foot: Int? {
    var stream = stream(.lostLeg)
    return feet > 0 ? stream.below(feet) : nil
  }

  /// One number in [0, 1) per joint.
  func uniforms(_ kind: Condition.Kind) -> [Double] {
    var stream = stream(kind)
    return (0..<joints).map { _ in stream.uniform() }
  }

  /// A horizontal unit vector.
  func direction(_ kind: Condition.Kind) -> Vector3 {
    var stream = stream(kind)
    let angle = stream.uniform(in: 0...2 * .pi)
    return Vector3(cos(angle), sin(angle), 0)
  }

  /// +1 or −1.
  func sign(_ kind: Condition.Kind) -> Double {
    var stream = stream(kind)
    return stream.bool() ? 1 : -1
  }

  /// Direction and start of the `count`-th push, the latter as a share of the interval.
  func push(_ count: Int) -> (direction: Vector3, phase: Double) {
    var stream = RandomStream(
      seed: seed, purpose: .condition, individual: Condition.Kind.push.index, episode: count)
    let angle = stream.uniform(in: 0...2 * .pi)
    return (Vector3(cos(angle), sin(angle), 0), stream.uniform())
  }

  /// Keys a kind's ground.
  func noise(_ kind: Condition.Kind) -> LatticeNoise {
    var stream = RandomStream(seed: seed, purpose: .terrain, individual: kind.index)
    return LatticeNoise(key: UInt64(stream.next()) << 32 | UInt64(stream.next()))
  }
}
