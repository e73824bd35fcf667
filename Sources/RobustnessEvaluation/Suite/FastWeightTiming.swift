/// What becomes of a plastic policy's fast weights in a trial, in time relative to the change in
/// the trial's world (see ``PrimaryMeasure``).
enum FastWeightTiming: String, Sendable, Hashable, CaseIterable {
  /// The rule at work.
  case rule
  /// Held at 0 for the whole life: what the slow weights do alone.
  case off
  /// Held at the rule's mean in nominal lives, for the whole life: a fixed network whose weights
  /// have what the rule adds on average.
  case folded
  /// Held from the moment of the change on: what is learnt after it is missing. Where the world
  /// changes with the life's start, the same as held at 0.
  case frozenBefore = "frozen-before"
  /// Held from some seconds after the change on (``SuiteRunner/freezeAt``).
  case frozenAfter = "frozen-after"
  /// Set to 0 then, and held.
  case zeroedAfter = "zeroed-after"
  /// Dealt out anew among the synapses of each projection then, and held.
  case shuffledAfter = "shuffled-after"

  var name: String { rawValue }
}
