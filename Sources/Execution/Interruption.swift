import Synchronization

/// A request, from another thread or a signal, to stop after the present generation.
public final class Interruption: Sendable {
  private let flag = Atomic(false)

  public init() {}

  public func request() { flag.store(true, ordering: .relaxed) }
  public var isRequested: Bool { flag.load(ordering: .relaxed) }
}
