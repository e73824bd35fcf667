import NumericalMethods
import TestSupport
import Testing
@testable import Execution

/// Items divided among ranks, and what comes back.
@Suite struct RanksTests {
  private struct Failure: Error, CustomStringConvertible {
    let item: Int
    var description: String { "no luck with \(item)" }
  }

  /// Machines, threads of each rank and numbers of items, as a seed draws them.
  private struct Case: CustomStringConvertible {
    let seed: UInt64
    var machines: [Int]
    var workers: [Int]
    var counts: [Int]

    init(seed: UInt64) {
      self.seed = seed
      var stream = RandomStream(seed: seed, purpose: .bootstrap)
      machines = (0..<1 + stream.below(3)).map { _ in 1 + stream.below(3) }
      workers = (0..<machines.reduce(0, +)).map { _ in 1 + stream.below(3) }
      counts = (0..<6).map { _ in stream.below(40) }
    }

    var description: String { "seed \(seed): \(machines), \(workers), \(counts)" }
  }

  private static func map(
    _ count: Int, _ executor: Executor<Int>, _ ranks: Ranks,
    _ body: @escaping @Sendable (Int) throws -> Double
  ) throws -> [Double] {
    try executor.map(count, over: ranks) { try body($1) }
  }

  /// Any machines, threads and counts, fewer items than ranks and none at all among them: every
  /// rank has every result, in item order, and every item was run once.
  @Test func everyRankHasEveryResultInItemOrder() {
    for seed in 0..<60 as Range<UInt64> {
      let drawn = Case(seed: seed)
      let lived = Guarded<[[Int: Int]]>(drawn.counts.map { _ in [:] })
      let results = RankWorld(machines: drawn.machines).run { ranks in
        let workers = drawn.workers[ranks.place.rank]
        try ranks.enlist(workers: workers)
        let executor = Executor(workers: workers) { 0 }
        return try drawn.counts.enumerated().map { round, count in
          try Self.map(count, executor, ranks) { item in
            lived.withLock { $0[round][item, default: 0] += 1 }
            return Double(item) / 3 + Double(round)
          }
        }
      }
      let expected = drawn.counts.enumerated().map { round, count in
        (0..<count).map { Double($0) / 3 + Double(round) }
      }
      for result in results {
        #expect((try? result.get()) == expected, "\(drawn)")
      }
      for (round, count) in drawn.counts.enumerated() {
        #expect(
          lived.withLock { $0[round] }
            == Dictionary(uniqueKeysWithValues: (0..<count).map { ($0, 1) }),
          "\(drawn)")
      }
    }
  }

  /// The lowest item that failed on any rank is the error of all of them, and they go on together.
  @Test func everyRankThrowsTheErrorOfTheLowestItem() {
    for seed in 0..<20 as Range<UInt64> {
      let drawn = Case(seed: seed)
      let results = RankWorld(machines: drawn.machines).run { ranks in
        try ranks.enlist(workers: 2)
        let executor = Executor(workers: 2) { 0 }
        let error = #expect(throws: RankError.self, "\(drawn)") {
          try Self.map(30, executor, ranks) { item in
            if item % 7 == 3 { throw Failure(item: item) }
            return 0
          }
        }
        #expect(error?.reason == "no luck with 3", "\(drawn)")
        return try Self.map(3, executor, ranks) { Double($0) }
      }
      #expect(results.allSatisfy { (try? $0.get()) == [0, 1, 2] }, "\(drawn)")
    }
  }

  /// A machine has work in the measure of its workers, and few items are spread over machines.
  @Test func machinesHaveWorkInTheMeasureOfTheirWorkers() {
    let division = Division([(0, 4), (1, 1), (0, 2), (3, 2)])
    #expect(division.workers == 9)
    let shares = [0, 1, 3].map { division.items(of: $0, count: 90).count }
    #expect(shares == [60, 10, 20])
    #expect([0, 1, 3].map { division.items(of: $0, count: 3) } == [[0], [1], [2]])
    for seed in 0..<100 as Range<UInt64> {
      var stream = RandomStream(seed: seed, purpose: .bootstrap)
      let ranks = (0..<1 + stream.below(9)).map { _ in
        (machine: stream.below(4), workers: 1 + stream.below(5))
      }
      let count = stream.below(100)
      let division = Division(ranks)
      let all = Set(ranks.map(\.machine)).flatMap { division.items(of: $0, count: count) }
      #expect(all.sorted() == Array(0..<count), "seed \(seed)")
    }
  }

  /// A rank that fails by itself is heard by the others wherever they are, and the lowest one
  /// counts.
  @Test func aFailureIsHeardInTheNextExchange() {
    let results = RankWorld(machines: [4]).run { ranks -> RankError? in
      do {
        try ranks.enlist(workers: 1)
        if ranks.place.rank > 1 { return ranks.leave("disk \(ranks.place.rank)", status: 74) }
        _ = try ranks.first { 7 }
        return nil
      } catch {
        return error as? RankError
      }
    }
    let expected = RankError(rank: 2, reason: "disk 2", status: 74)
    #expect(results.map { try? $0.get() } == Array(repeating: expected, count: 4))
  }

  @Test func allTakeTheValueOfTheFirst() {
    let results = RankWorld(machines: [2, 1]).run { ranks in
      try ranks.first { 10 * ranks.place.rank + 5 }
    }
    #expect(results.map { try? $0.get() } == [5, 5, 5])
  }

  @Test func whatDiffersIsNamedWithItsRank() {
    let results = RankWorld(machines: [3]).run { ranks in
      try ranks.require(same: [
        ("the version", "1"), ("the digest", ranks.place.rank == 2 ? "b" : "a"),
      ])
    }
    for result in results {
      #expect(throws: RankError(rank: 2, reason: "the digest is b, on rank 0 it is a")) {
        try result.get()
      }
    }
  }

  /// Items that nobody sends, or two ranks send, are noticed.
  @Test func everyItemHasToComeOnce() throws {
    typealias Outcome = ItemOutcome<Double>
    let part = [Outcome(0, .success(1)), Outcome(2, .success(3))]
    #expect(throws: RankError.self) { try Outcome.results(3, [part, []]) }
    let whole = part + [Outcome(1, .success(2))]
    #expect(throws: RankError.self) { try Outcome.results(3, [whole, part]) }
    #expect(throws: RankError.self) { try Outcome.results(2, [part, [Outcome(1, .success(2))]]) }
    #expect(try Outcome.results(3, [part, [Outcome(1, .success(2))]]) == [1, 2, 3])
  }
}
