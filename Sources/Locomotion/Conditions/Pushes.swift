import NumericalMethods

/// When and how hard a push condition pushes.
struct Pushes {
  /// [s]
  static let (duration, interval) = (0.1, 2.0)

  let condition: Condition
  let draws: ConditionDraws

  /// Change of velocity per second [m/s²] at `time` [s]; zero between pushes.
  ///
  /// A condition that begins in mid-life and does not end is one push at its onset; any other pushes
  /// once in every interval, at a drawn moment of it.
  func acceleration(at time: Double) -> Vector3 {
    let rounding = 1e-9
    let since = time - condition.onset + rounding
    guard condition.isActive(at: time) else { return .zero }
    let isSingle = condition.onset > 0 && condition.end == nil
    let count = isSingle ? 0 : Int(since / Self.interval)
    let (direction, phase) = draws.push(count)
    let start =
      isSingle ? 0 : Double(count) * Self.interval + phase * (Self.interval - Self.duration)
    guard (start..<start + Self.duration).contains(since) else { return .zero }
    return condition.level / Self.duration * direction
  }
}
