import Foundation
import NumericalMethods
import RigidBodyDynamics

/// A condition of one episode, with what the episode's seed draws for its kind: the same numbers at
/// every severity and whatever the other conditions are.
struct DrawnCondition: Equatable {
  let condition: Condition
  let seed: UInt64
  /// Numbers of the robot's joints and feet.
  let joints: Int
  let feet: Int

  var level: Double { condition.level }

  private var stream: RandomStream { condition.kind.stream(seed: seed) }

  /// The joint that a fault strikes.
  var joint: Int {
    var stream = stream
    return stream.below(joints)
  }

  /// Two different joints; one where the robot has no more.
  var pair: [Int] {
    var stream = stream
    let first = stream.below(joints)
    guard joints > 1 else { return [first] }
    let second = stream.below(joints - 1)
    return [first, second < first ? second : second + 1]
  }

  /// A leg, if the robot has any.
  var foot: Int? {
    var stream = stream
    return feet > 0 ? stream.below(feet) : nil
  }

  /// One number in [0, 1) per joint.
  var uniforms: [Double] {
    var stream = stream
    return (0..<joints).map { _ in stream.uniform() }
  }

  /// A horizontal unit vector.
  var direction: Vector3 {
    var stream = stream
    let angle = stream.uniform(in: 0...2 * .pi)
    return Vector3(cos(angle), sin(angle), 0)
  }

  /// +1 or −1.
  var sign: Double {
    var stream = stream
    return stream.bool() ? 1 : -1
  }

  /// Direction and start of the `count`-th push, the latter as a share of the interval.
  func push(_ count: Int) -> (direction: Vector3, phase: Double) {
    var stream = condition.kind.stream(seed: seed, episode: count)
    let angle = stream.uniform(in: 0...2 * .pi)
    return (Vector3(cos(angle), sin(angle), 0), stream.uniform())
  }

  /// Keys the kind's ground.
  var noise: LatticeNoise {
    var stream = RandomStream(seed: seed, purpose: .terrain, individual: condition.kind.key)
    return LatticeNoise(key: UInt64(stream.next()) << 32 | UInt64(stream.next()))
  }

  /// Ground of this shape, as hard as the level says.
  func terrain(_ kind: TerrainFeature.Kind) -> TerrainFeature {
    TerrainFeature(kind, difficulty: level, noise: noise)
  }

  /// Patches of half the ground on which friction is `factor` of that around.
  func patches(_ factor: Double) -> FrictionPatches {
    FrictionPatches(side: 0.5, share: 0.5, factor: factor, noise: noise)
  }
}

extension Condition.Kind {
  /// The kind's own random numbers in an episode.
  func stream(seed: UInt64, episode: Int = 0) -> RandomStream {
    RandomStream(seed: seed, purpose: .condition, individual: key, episode: episode)
  }
}
