import Locomotion

/// One episode of a suite: a policy under conditions, from a seed.
struct Trial: Sendable, Equatable {
  var member: ArmMember
  /// What becomes of fast weights.
  var timing = FastWeightTiming.rule
  /// Empty for the nominal world.
  var conditions: [Condition]
  var episode: Int
  var seed: UInt64

  var policy: String { member.policy }

  /// `nominal`, or the conditions as `ganglion replay --condition` reads them.
  var condition: String { Condition.text(conditions) }
}

extension [Condition] {
  /// Kinds joined by `+`; empty for the nominal world.
  var kinds: String { map(\.kind.rawValue).joined(separator: "+") }

  /// The largest severity; 0 for the nominal world.
  var severity: Int { map(\.severity).max() ?? 0 }

  /// When the first condition begins that does not begin with the life [s]; 0 where none does.
  var onset: Double { map(\.onset).filter { $0 > 0 }.min() ?? 0 }

  /// When the last condition that ends does so [s]; nil where none ends.
  var end: Double? { compactMap(\.end).max() }

  /// When the last condition has begun or ended [s]: nothing changes from there on. 0 for
  /// conditions of the whole life.
  var settled: Double { Swift.max(map(\.onset).max() ?? 0, end ?? 0) }
}
