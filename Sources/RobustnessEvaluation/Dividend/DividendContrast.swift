/// A question to fast weights, asked as a difference of two states of the same policy in the same
/// episodes.
public enum DividendContrast: String, Sendable, Codable, CaseIterable {
  /// What learning after the change adds.
  case learning
  /// What was learnt before the change is worth after it.
  case acquired
  /// What fast weights add in all.
  case total
  /// What they add to constants of their mean.
  case timing
  /// What was learnt in the first seconds after the change is worth when learning has ended.
  case kept
  /// What is lost when E is cleared …
  case cleared
  /// … or dealt out anew, some seconds after the change.
  case shuffled

  /// The state that is measured, the one that it is compared with, and whether from the time of
  /// ``SuiteRunner/freezeAt`` on.
  var sides: (of: FastWeightTiming, against: FastWeightTiming, isLate: Bool) {
    switch self {
    case .learning: (.rule, .frozenBefore, false)
    case .acquired: (.frozenBefore, .off, false)
    case .total: (.rule, .off, false)
    case .timing: (.rule, .folded, false)
    case .kept: (.frozenAfter, .frozenBefore, true)
    case .cleared: (.frozenAfter, .zeroedAfter, true)
    case .shuffled: (.frozenAfter, .shuffledAfter, true)
    }
  }

  /// The difference in words.
  public var text: String { "\(sides.of.name) − \(sides.against.name)" }
}
