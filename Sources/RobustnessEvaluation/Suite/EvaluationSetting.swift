public import Execution
public import Locomotion
import NumericalMethods
public import Policies

/// A policy under the name that results carry.
public typealias NamedPolicy = (name: String, policy: Policy)

/// What all studies share: how many episodes, by which seed, in which physics, and who runs them.
/// Policies, conditions and arms share the episodes' seeds, so that each episode has a nominal twin
/// and each policy a paired rival.
public struct EvaluationSetting: Sendable {
  /// Of each condition.
  public var episodes: Int
  /// Keys the episodes' seeds.
  public var seed: UInt64
  public var crew: Crew
  public var physics: PhysicsOptions

  public init(
    episodes: Int, seed: UInt64, crew: Crew, physics: PhysicsOptions = PhysicsOptions()
  ) {
    (self.episodes, self.seed, self.crew, self.physics) = (episodes, seed, crew, physics)
  }

  /// Seed of an episode of each condition.
  func seed(of episode: Int) -> UInt64 { EpisodeSeeds.evaluation(seed, episode: episode) }

  /// Keys the resamples behind intervals.
  var bootstrap: RandomStream { RandomStream(seed: seed, purpose: .bootstrap) }

  /// Condition by condition, episode by episode.
  func specifications(under conditions: [[Condition]]) -> [EpisodeSpecification] {
    conditions.flatMap { conditions in
      (0..<episodes).map {
        EpisodeSpecification(seed: seed(of: $0), conditions: conditions, physics: physics)
      }
    }
  }
}

extension Array {
  /// Consecutive pieces of `size` elements.
  func chunked(_ size: Int) -> [[Element]] {
    stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
  }

  /// Elements of one key together, in the order in which their first ones come.
  func grouped<Key: Hashable>(by key: (Element) -> Key) -> [(key: Key, elements: [Element])] {
    let groups = Dictionary(grouping: enumerated(), by: { key($0.element) })
    return groups.sorted { $0.value[0].offset < $1.value[0].offset }
      .map { ($0.key, $0.value.map(\.element)) }
  }
}
