import Execution
import Synchronization
import Testing

@Suite struct ExecutorTests {
  /// Counts the calls that one worker's context served, and notices two at once.
  private final class Context: Sendable {
    let isBusy = Atomic(false)
    let overlaps = Atomic(0)

    func use() {
      if isBusy.exchange(true, ordering: .acquiringAndReleasing) {
        overlaps.add(1, ordering: .relaxed)
      }
      isBusy.store(false, ordering: .releasing)
    }
  }

  private struct Failure: Error, Equatable { let item: Int }

  @Test(arguments: 1...8) func resultsComeInItemOrder(workers: Int) throws {
    let executor = Executor(workers: workers) { Context() }
    #expect(executor.workers == workers)
    #expect(try executor.map(1000) { $1 * $1 } == (0..<1000).map { $0 * $0 })
  }

  @Test(arguments: 1...8) func everyItemRunsOnce(workers: Int) throws {
    let executor = Executor(workers: workers) { Context() }
    let calls = Guarded([Int](repeating: 0, count: 300))
    let contexts = try executor.map(300) { context, item in
      context.use()
      calls.withLock { $0[item] += 1 }
      return context
    }
    #expect(calls.withLock { $0 } == [Int](repeating: 1, count: 300))
    #expect(contexts.allSatisfy { $0.overlaps.load(ordering: .relaxed) == 0 })
    #expect(Set(contexts.map(ObjectIdentifier.init)).count <= workers)
  }

  @Test(arguments: 1...8) func errorOfTheLowestItemIsThrown(workers: Int) throws {
    let executor = Executor(workers: workers) { Context() }
    let error = #expect(throws: Failure.self) {
      try executor.map(100) { _, item in
        if item % 7 == 3 { throw Failure(item: item) }
        return item
      }
    }
    #expect(error == Failure(item: 3))
    #expect(try executor.map(2) { $1 } == [0, 1], "usable after an error")
  }

  @Test func noItemsNoResults() throws {
    #expect(try Executor(workers: 3) { Context() }.map(0) { $1 }.isEmpty)
  }

  @Test func makerIsCalledOncePerWorkerAndItsErrorPasses() throws {
    var made = 0
    _ = Executor(workers: 5) { made += 1 }
    #expect(made == 5)
    #expect(throws: Failure(item: 9)) {
      try Executor<Context>(workers: 2) { throw Failure(item: 9) }
    }
    #expect(availableCores >= 1)
  }
}
