/// What the episode or generation of a failure comes to when it is lived again.
public struct Reproduction: Sendable, Equatable {
  /// Nil where nothing fails.
  public var kind: Failure.Kind?
  public var cause: String
  /// As in ``FailureRecord/time``.
  public var time: Double?
  public var digest: String?

  /// Whether it is the failure that was recorded: same kind, same time and, where there is one, the
  /// same digest.
  public func matches(_ record: FailureRecord) -> Bool {
    kind == record.kind && time == record.time && digest == record.digest
  }
}
