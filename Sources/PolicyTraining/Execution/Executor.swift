import Dispatch
import Foundation
import Synchronization

/// Runs independent items on worker threads; the only parallel primitive.
///
/// Each worker has a context of its own (an episode, a network, buffers), made once and reused.
/// Which worker takes which item is left to chance; results come back in item order, so that
/// whatever is reduced from them does not depend on the number of workers.
public final class Executor<Context>: @unchecked Sendable {
  private let contexts: [Context]

  public var workers: Int { contexts.count }

  /// - Parameter make: called once per worker.
  public init(workers: Int, make: () throws -> Context) rethrows {
    precondition(workers >= 1, "at least one worker")
    contexts = try (0..<workers).map { _ in try make() }
  }

  /// Applies `body` to 0 ..< count. A context is used by one thread at a time.
  ///
  /// - Throws: the error of the lowest item that threw, after all workers have stopped.
  public func map<Result: Sendable>(
    _ count: Int, _ body: @escaping @Sendable (Context, Int) throws -> Result
  ) throws -> [Result] {
    let next = Atomic(0)
    let results = Mutex<[Swift.Result<Result, any Error>?]>(Array(repeating: nil, count: count))
    DispatchQueue.concurrentPerform(iterations: contexts.count) { worker in
      while true {
        let item = next.add(1, ordering: .relaxed).oldValue
        if item >= count { return }
        let result = Swift.Result { try body(self.contexts[worker], item) }
        results.withLock { $0[item] = result }
      }
    }
    return try results.withLock { try $0.map { try $0!.get() } }
  }
}

/// Cores of this machine, the default number of workers.
public var availableCores: Int { max(1, ProcessInfo.processInfo.activeProcessorCount) }
