package import Locomotion
import NumericalMethods

/// What a life of training is to have: at each change the conditions that begin there.
struct DrawnChange {
  /// [s].
  var onset: Double
  var causes: [(kind: Condition.PlacedKind, severity: Int)] = []
}

extension RandomisationOptions {
  /// Conditions of the life that `seed` names, drawn for it alone.
  ///
  /// - Parameters:
  ///   - progress: share of the budget's generations that is over.
  ///   - duration: planned length of the life [s].
  package func draw(seed: UInt64, progress: Double, duration: Double) -> [Condition] {
    if conditions.isEmpty { return [] }
    var stream = RandomStream(seed: seed, purpose: .randomisation)
    if stream.uniform() < nominal { return [] }
    let isLate = stream.uniform() < onset
    let severities = severities(progress: progress)
    let drawn = (0..<changes).map { change in
      let begins = isLate || change > 0
      var drawn = DrawnChange(
        onset: begins ? stream.uniform(in: onsets(change, duration: duration)) : 0)
      var left = conditions
      for _ in 0..<min(1 + stream.below(most), conditions.count) {
        let kind = left.remove(at: stream.below(left.count))
        let severity = severities.lowerBound + stream.below(severities.count)
        drawn.causes.append((kind, severity))
      }
      return drawn
    }
    return conditions(of: drawn)
  }

  /// The conditions of a life with these changes.
  func conditions(of changes: [DrawnChange]) -> [Condition] {
    changes.enumerated().flatMap { index, change in
      let next = index + 1 < changes.count ? changes[index + 1].onset : nil
      let end = succession == .replace ? next : nil
      return change.causes.map {
        Condition($0.kind, severity: $0.severity, onset: change.onset, end: end)
      }
    }
  }

  /// When a change may be [s]: its part of the range. Two changes are at least a tenth of a part
  /// apart, so that each comes after the one before.
  func onsets(_ change: Int, duration: Double) -> ClosedRange<Double> {
    let (first, last) = (onsetRange[0] * duration, onsetRange[1] * duration)
    guard changes > 1 else { return first...last }
    let part = (last - first) / Double(changes)
    let start = first + Double(change) * part
    return start...start + 0.9 * part
  }

  /// Severities that are drawn that far into training.
  func severities(progress: Double) -> ClosedRange<Int> {
    guard progress < curriculum else { return leastSeverity...severity }
    let steps = severity - leastSeverity + 1
    let step = Int(Double(steps) * max(0, progress) / curriculum)
    return leastSeverity...leastSeverity + min(step, steps - 1)
  }
}
