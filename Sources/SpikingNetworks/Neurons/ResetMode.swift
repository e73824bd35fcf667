/// What a spike does to the membrane potential at the next tick.
public enum ResetMode: String, Codable, Sendable, CaseIterable {
  /// v ← β v (1 − s) + I: the potential restarts from zero.
  case zero
  /// v ← β v + I − ϑ s: the excess over the threshold is kept.
  case subtract
}
