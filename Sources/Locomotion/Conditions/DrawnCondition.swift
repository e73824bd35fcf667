import NumericalMethods
import RigidBodyDynamics
import RobotDescription

/// A condition of one episode, with what the episode's seed draws for its kind: the same numbers at
/// every severity and whatever the other conditions are.
struct DrawnCondition: Equatable {
  let condition: Condition
  let seed: UInt64
  /// Numbers of the robot's joints, motors and feet.
  let joints: Int
  let motors: Int
  let feet: Int
  /// Index of the joint or foot that the condition names.
  var place: Int?
  /// How many conditions of its kind come before it in the episode and name no place either: one
  /// strikes other parts than another, as long as there are others.
  var occurrence = 0

  var level: Double { condition.level }

  /// What `value` makes of the kind's random numbers from their start.
  private func draw<Value>(_ value: (inout RandomStream) -> Value) -> Value {
    var stream = condition.kind.stream(seed: seed)
    return value(&stream)
  }

  /// The `size` of `count` parts that the condition strikes: different ones, and others than those
  /// before it as long as there are so many; fewer where there are no more.
  private func parts(_ size: Int, of count: Int) -> [Int] {
    draw { stream in
      var (left, last): ([Int], [Int]) = ([], [])
      for _ in 0...occurrence {
        if left.count < size { left = Array(0..<count) }
        last = (0..<min(size, left.count)).map { _ in left.remove(at: stream.below(left.count)) }
      }
      return last
    }
  }

  /// The joint that a fault strikes.
  var joint: Int { place ?? parts(1, of: joints)[0] }

  /// Two different joints; one where the robot has no more.
  var pair: [Int] { parts(2, of: joints) }

  /// The same of motors, by their place among the robot's.
  var motorPair: [Int] { parts(2, of: motors) }

  /// A leg, if the robot has any.
  var foot: Int? { place ?? (feet > 0 ? parts(1, of: feet)[0] : nil) }

  /// One number in [0, 1) per joint.
  var uniforms: [Double] { draw { stream in (0..<joints).map { _ in stream.uniform() } } }

  /// A horizontal unit vector.
  var direction: Vector3 { draw { $0.direction() } }

  /// +1 or −1.
  var sign: Double { draw { $0.bool() ? 1 : -1 } }

  /// Direction and start of the `count`-th push, the latter as a share of the interval.
  func push(_ count: Int) -> (direction: Vector3, phase: Double) {
    var stream = condition.kind.stream(seed: seed, episode: count)
    return (stream.direction(), stream.uniform())
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

extension DrawnCondition {
  /// - Precondition: the robot has what the condition names, as ``Condition/check(_:of:)`` says.
  init(_ condition: Condition, of model: RobotModel, seed: UInt64, occurrence: Int = 0) {
    let place = condition.place.map { name in
      guard let index = condition.kind.part?.index(of: name, in: model) else {
        preconditionFailure("\(condition) names no part of \(model.name)")
      }
      return index
    }
    self.init(
      condition: condition, seed: seed, joints: model.joints.count, motors: model.motors.count,
      feet: model.feet.count, place: place, occurrence: occurrence)
  }

  /// The conditions of an episode.
  static func all(
    _ conditions: [Condition], of model: RobotModel, seed: UInt64
  ) -> [DrawnCondition] {
    conditions.enumerated().map { index, condition in
      let before = conditions[..<index].filter { $0.kind == condition.kind && $0.place == nil }
      return DrawnCondition(condition, of: model, seed: seed, occurrence: before.count)
    }
  }
}

extension RandomStream {
  /// A horizontal unit vector.
  fileprivate mutating func direction() -> Vector3 {
    let angle = uniform(in: 0...2 * .pi)
    return Vector3(Double.cos(angle), Double.sin(angle), 0)
  }
}

extension Condition.Kind {
  /// The kind's own random numbers in an episode.
  func stream(seed: UInt64, episode: Int = 0) -> RandomStream {
    RandomStream(seed: seed, purpose: .condition, individual: key, episode: episode)
  }
}
