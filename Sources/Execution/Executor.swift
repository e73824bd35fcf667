import Dispatch
import Foundation
import Synchronization

/// Runs independent items on worker threads; the only parallel primitive.
///
/// Each worker has a context of its own (an episode, a network, buffers), made once and reused.
/// Which worker takes which item is left to chance; results come back in item order, so that
/// whatever is reduced from them does not depend on the number of workers.
///
/// Unchecked: a context is used by one thread at a time and never leaves ``run(_:claim:)``.
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
    let results = run(body) {
      let item = next.add(1, ordering: .relaxed).oldValue
      return item < count ? item : nil
    }
    return try (0..<count).map { try results[$0]!.get() }
  }

  /// The same, with the items divided among `ranks`, each of which calls it with the same arguments
  /// and is given the results of all; nil is this process alone.
  ///
  /// - Throws: with ranks ``RankError``, on each.
  public func map<Result: Sendable & Portable>(
    _ count: Int, over ranks: Ranks?,
    _ body: @escaping @Sendable (Context, Int) throws -> Result
  ) throws -> [Result] {
    guard let ranks else { return try map(count, body) }
    return try ranks.share(count) { run(body, claim: $0) }
  }

  /// Applies `body` to whatever items workers are given.
  private func run<Result: Sendable>(
    _ body: @escaping @Sendable (Context, Int) throws -> Result,
    claim: @escaping @Sendable () -> Int?
  ) -> [Int: Swift.Result<Result, any Error>] {
    let results = Guarded<[Int: Swift.Result<Result, any Error>]>([:])
    DispatchQueue.concurrentPerform(iterations: contexts.count) { worker in
      while let item = claim() {
        let result = Swift.Result { try body(self.contexts[worker], item) }
        results.withLock { $0[item] = result }
      }
    }
    return results.withLock { $0 }
  }
}

/// Cores of this machine, the default number of workers.
public var availableCores: Int { max(1, ProcessInfo.processInfo.activeProcessorCount) }

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

/// CPU time of the calling thread [s].
public func threadSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
}
