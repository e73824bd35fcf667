/// Who runs the items of a piece of work.
public struct Crew: Sendable {
  /// Threads of this process.
  public var workers: Int
  /// The processes that share the work; nil is this one alone.
  public var ranks: Ranks?

  public init(workers: Int, ranks: Ranks? = nil) { (self.workers, self.ranks) = (workers, ranks) }

  /// Threads that share this machine's memory, those of its other ranks included.
  public var together: Int { workers * (ranks?.place.neighbours ?? 1) }
}
