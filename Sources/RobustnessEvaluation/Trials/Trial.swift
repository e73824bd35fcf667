public import Locomotion

/// One episode of a suite: a policy under conditions, from a seed.
public struct Trial: Sendable, Equatable {
  public var policy: String
  /// Empty for the nominal world.
  public var conditions: [Condition]
  public var episode: Int
  public var seed: UInt64

  public init(policy: String, conditions: [Condition], episode: Int, seed: UInt64) {
    self.policy = policy
    self.conditions = conditions
    self.episode = episode
    self.seed = seed
  }

  /// `nominal`, or the conditions as `ganglion replay --condition` reads them.
  public var condition: String { Condition.text(conditions) }
}

extension [Condition] {
  /// Kinds joined by `+`; empty for the nominal world.
  public var kinds: String { map(\.kind.rawValue).joined(separator: "+") }

  /// The largest severity; 0 for the nominal world.
  public var severity: Int { map(\.severity).max() ?? 0 }

  /// When the first condition begins that does not begin with the life [s]; 0 where none does.
  public var onset: Double { map(\.onset).filter { $0 > 0 }.min() ?? 0 }

  /// When the last condition that ends does so [s]; nil where none ends.
  public var end: Double? { compactMap(\.end).max() }

  /// When the last condition has begun or ended [s]: nothing changes from there on. 0 for
  /// conditions of the whole life.
  public var settled: Double { Swift.max(map(\.onset).max() ?? 0, end ?? 0) }
}
