public import Locomotion
import NumericalMethods

/// Domain randomisation (Tobin et al. 2017; Peng et al. 2018): conditions drawn for the lives of
/// training. All candidates of a generation meet the same ones, so that their difficulty cancels.
public struct RandomisationOptions: Sendable, Equatable, Codable {
  /// Kinds of condition that a life may have, each as likely as the others; none trains in the
  /// nominal world.
  public var conditions: [Condition.Kind] = []
  /// Largest severity that is drawn; each from 1 to it is as likely.
  public var severity = 3
  /// At most so many at once; each number from 1 to it is as likely.
  public var most = 1
  /// Share of lives in the nominal world.
  public var nominal = 0.25
  /// Share of the afflicted lives in which they begin in mid-life, between 0.2 and 0.6 of the
  /// duration.
  public var onset = 0.5
  /// Curriculum: share of the budget's generations in which the largest severity grows from 1.
  public var curriculum = 0.5

  public init() {}

  /// Conditions of the life that `seed` names.
  ///
  /// - Parameters:
  ///   - progress: share of the budget's generations that is over.
  ///   - duration: planned length of the life [s].
  package func draw(seed: UInt64, progress: Double, duration: Double) -> [Condition] {
    if conditions.isEmpty { return [] }
    var stream = RandomStream(seed: seed, purpose: .randomisation)
    if stream.uniform() < nominal { return [] }
    let onset =
      stream.uniform() < self.onset ? stream.uniform(in: 0.2 * duration...0.6 * duration) : 0
    let hardest = hardest(progress: progress)
    var left = conditions
    return (0..<min(1 + stream.below(most), conditions.count)).map { _ in
      let kind = left.remove(at: stream.below(left.count))
      return Condition(kind, severity: 1 + stream.below(hardest), onset: onset)
    }
  }

  /// Largest severity that far into training.
  private func hardest(progress: Double) -> Int {
    guard progress < curriculum else { return severity }
    return 1 + Int(Double(severity) * max(0, progress) / curriculum).clamped(below: severity)
  }
}

extension Int {
  /// Less than `bound`.
  fileprivate func clamped(below bound: Int) -> Int { Swift.min(self, bound - 1) }
}

extension RandomisationOptions {
  func validate(_ bounds: Bounds) throws {
    try bounds.require(
      Set(conditions).count == conditions.count, "conditions", conditions.map(\.rawValue),
      "each kind once")
    try bounds.require(
      Condition.severities.contains(severity), "severity", severity, "1 to 5")
    try bounds.require((1...10).contains(most), "most", most, "1 to 10")
    for (name, value) in [("nominal", nominal), ("onset", onset), ("curriculum", curriculum)] {
      try bounds.require((0...1).contains(value), name, value, "a number from 0 to 1")
    }
  }
}
