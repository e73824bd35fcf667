import NumericalMethods

/// When the gap between the rule at work and another arm opens, from its intervals alone.
///
/// *At once* is the first second after the two part or the world changes, *late* the second half of
/// what remains.
public enum DividendVerdict: String, Sendable, Codable, CaseIterable {
  /// Late, wider than at once, and none at once.
  case opensLate = "opens-late"
  /// At once and late, and not shown to be wider late.
  case atOnce = "at-once"
  /// At once, and wider late.
  case widens
  /// At once and not late.
  case fades
  /// Late, but neither shown to be wider than at once nor shown at once.
  case undecided
  /// Neither at once nor late.
  case none
  /// Late, the other arm is faster.
  case cost
  /// The rule does not walk, in the nominal world or late, so that there is nothing to compare.
  case standing

  /// - Parameters:
  ///   - atOnce: gap in speed just after the change.
  ///   - late: the same late.
  ///   - growth: late less at once, seed by seed, each over the rule's nominal speed in its
  ///     stretch.
  ///   - ruleWalks: whether the rule walks late.
  init(atOnce: Estimate, late: Estimate, growth: Estimate, ruleWalks: Bool = true) {
    switch (atOnce.low > 0, late.low > 0, growth.low > 0) {
    case _ where late.high < 0: self = .cost
    case _ where !ruleWalks: self = .standing
    case (false, true, true): self = .opensLate
    case (true, true, true): self = .widens
    case (true, true, false): self = .atOnce
    case (false, true, false): self = .undecided
    case (true, false, _): self = .fades
    case (false, false, _): self = .none
    }
  }

  /// The verdict in words.
  public var reading: String {
    switch self {
    case .opensLate: "opens late"
    case .atOnce: "there at once, no wider late"
    case .widens: "there at once, wider late"
    case .fades: "there at once, not late"
    case .undecided: "late; since when is not shown"
    case .none: "no gap"
    case .cost: "slower late"
    case .standing: "none: the rule does not walk"
    }
  }
}

/// What the gaps under one condition say together. A gap that opens late is adaptation, one that is
/// there at once a better static policy; and where the world changes in mid-life, only what is
/// faster than weights frozen just then has adapted to the change.
public enum DividendReading: String, Sendable, Codable, CaseIterable {
  case adaptation
  case staticPolicy = "static"
  case both
  case undecided
  case none
  case cost
  case standing

  /// - Parameters:
  ///   - off: gap to the rule off.
  ///   - frozen: gap to weights frozen in mid-life.
  ///   - isLateChange: whether the world changes in mid-life or later, when frozen weights are
  ///     frozen.
  init(off: DividendVerdict, frozen: DividendVerdict, isLateChange: Bool) {
    if off == .cost {
      self = .cost
    } else if off == .standing || frozen == .standing {
      self = .standing
    } else if frozen.isLate {
      self = off == .atOnce || off == .widens ? .both : .adaptation
    } else {
      switch off {
      case .opensLate where isLateChange, .atOnce: self = .staticPolicy
      case .widens: self = isLateChange ? .staticPolicy : .both
      case .opensLate: self = .adaptation
      case .undecided: self = isLateChange ? .staticPolicy : .undecided
      case .fades, .none: self = frozen == .cost ? .cost : .none
      case .cost: self = .cost
      case .standing: self = .standing
      }
    }
  }

  /// In words.
  public var words: String {
    switch self {
    case .adaptation: "adaptation: the rule learns what its slow weights lack"
    case .staticPolicy:
      "a better static policy: fast weights help, learning on does not"
    case .both: "a better static policy, and adaptation"
    case .undecided: "faster with the rule, but since when is not shown"
    case .none: "no lasting gap"
    case .cost: "the rule costs speed"
    case .standing: "the policy does not walk"
    }
  }
}

extension DividendVerdict {
  /// Whether the rule is faster late.
  fileprivate var isLate: Bool {
    [.opensLate, .atOnce, .widens, .undecided].contains(self)
  }
}
