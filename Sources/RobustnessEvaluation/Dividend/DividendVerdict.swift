/// What the gap between the rule at work and another arm says, from its intervals alone.
///
/// *At once* is the first second after the two part or the world changes, *late* the second half of
/// what remains. A gap that opens late is adaptation; one at once is a better static policy.
public enum DividendVerdict: String, Sendable, Codable, CaseIterable {
  /// Late, wider than at once, and none at once.
  case adaptation
  /// At once and late, and not shown to be wider late.
  case staticPolicy = "static"
  /// At once, and wider late.
  case both
  /// At once and not late.
  case fades
  /// Late, but not shown to be wider than at once, nor shown at once.
  case undecided
  /// Neither at once nor late.
  case none
  /// Late, the other arm is faster.
  case cost
  /// The policy does not walk in the nominal world, so that there is nothing to compare.
  case standing

  /// - Parameters:
  ///   - atOnce: gap in speed just after the change, over the rule's nominal speed in that stretch.
  ///   - late: the same late.
  ///   - growth: late less at once, seed by seed.
  init(atOnce: Estimate, late: Estimate, growth: Estimate) {
    switch (atOnce.low > 0, late.low > 0, growth.low > 0) {
    case _ where late.high < 0: self = .cost
    case (false, true, true): self = .adaptation
    case (true, true, true): self = .both
    case (true, true, false): self = .staticPolicy
    case (false, true, false): self = .undecided
    case (true, false, _): self = .fades
    case (false, false, _): self = .none
    }
  }

  /// The verdict in words.
  public var reading: String {
    switch self {
    case .adaptation: "opens late: adaptation"
    case .staticPolicy: "there at once, no wider late: a better static policy"
    case .both: "there at once and wider late: a better static policy, and adaptation"
    case .fades: "there at once, not late"
    case .undecided: "late, not shown to be wider than at once: undecided"
    case .none: "no gap"
    case .cost: "the rule costs speed"
    case .standing: "the policy does not walk"
    }
  }
}
