import Foundation

/// A value that threads take turns with.
///
/// A lock of POSIX threads, not `Synchronization.Mutex`: that one is a bare futex, which thread
/// sanitizers do not see, so that they take everything under it for a race.
///
/// Unchecked: the value is only touched under the lock.
public final class Guarded<Value: Sendable>: @unchecked Sendable {
  private let lock = NSLock()
  private var value: Value

  public init(_ value: Value) { self.value = value }

  /// `body` has the value for itself; it must not ask for it again.
  public func withLock<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
    lock.lock()
    defer { lock.unlock() }
    return try body(&value)
  }
}
