public import FileFormats

/// The processes that live one run together. Each is the same program in the same state: parameters
/// and what updates them are never sent. Each lives some of a generation's episodes, all exchange
/// what these came to, and each goes on from all of it. What depends on time, signals or files only
/// rank 0 decides.
///
/// There is one kind of message, an exchange of all with all, and a rank that fails says so in its
/// next one: whatever the others were about to do, they learn of it there.
///
/// Unchecked: the one thread that makes the collective calls changes it; workers only take tickets,
/// which the communicator lets any thread do.
public final class Ranks: @unchecked Sendable {
  private let communicator: any Communicator
  private var division: Division?
  private var rounds = 0
  /// What this rank sent and waited for so far.
  public private(set) var traffic = RankTraffic()

  public var place: RankPlace { communicator.place }
  public var isFirst: Bool { place.rank == 0 }

  public init(_ communicator: any Communicator) { self.communicator = communicator }

  /// Threads of all ranks together; 0 before they are enlisted.
  public var workers: Int { division?.workers ?? 0 }

  /// Ranks, machines and threads, for logs.
  public var summary: String {
    "\(place.size) on \(division?.machines ?? 0) machines with \(workers) workers"
  }

  /// Collective: says how many threads this rank has; before items are shared.
  public func enlist(workers: Int) throws {
    division = Division(
      try exchange([place.machine, workers]).map { (machine: $0[0], workers: $0[1]) })
  }

  /// Lives items among all ranks: `live` is called once and takes items until there are none.
  /// - Returns: the results of all ranks in item order.
  /// - Throws: ``RankError`` on every rank, of the lowest item that failed anywhere.
  func share<Result: Portable>(
    _ count: Int,
    live: (_ claim: @escaping @Sendable () -> Int?) -> [Int: Swift.Result<Result, any Error>]
  ) throws -> [Result] {
    guard let division else { preconditionFailure("ranks share items when they are enlisted") }
    // While ranks take from one counter nobody is at the other: a rank comes there only when all
    // have exchanged their outcomes, and so stopped taking.
    let counter = rounds % 2
    rounds += 1
    if place.rank == place.machine { communicator.reset(1 - counter) }
    let items = division.items(of: place.machine, count: count)
    let communicator = communicator
    let done = live {
      let ticket = communicator.ticket(counter)
      return ticket < items.count ? items[ticket] : nil
    }
    let outcomes = done.sorted { $0.key < $1.key }.map { ItemOutcome($0.key, $0.value) }
    return try ItemOutcome.results(count, exchange(outcomes))
  }

  /// Collective: makes sure that something is the same on every rank.
  /// - Throws: ``RankError`` of the first rank on which it is not what it is on rank 0.
  public func require(same facts: [(name: String, value: String)]) throws {
    let all = try exchange(facts.map(\.value))
    for (rank, values) in all.enumerated() {
      for (fact, (own, first)) in zip(facts, zip(values, all[0])) where own != first {
        throw RankError(rank: rank, reason: "\(fact.name) is \(own), on rank 0 it is \(first)")
      }
    }
  }

  /// Collective: a value of rank 0, which alone computes it.
  public func first<Value: Portable>(_ value: () throws -> Value) throws -> Value {
    let own = isFirst ? try value() : nil
    guard let value = try exchange(own)[0] else { throw WireError(expected: "a value") }
    return value
  }

  /// Collective: a value of every rank, by rank.
  /// - Throws: ``RankError`` where a rank has failed.
  public func exchange<Value: Portable>(_ value: Value) throws -> [Value] {
    let signals = try signal(.value(value.message))
    if let failure = Self.failure(in: signals) { throw failure }
    return try signals.map { signal in
      guard case .value(let bytes) = signal else { throw WireError(expected: "a value") }
      return try Value(message: bytes)
    }
  }

  /// The last exchange of a rank whose work is done.
  /// - Throws: ``RankError`` where another one has failed.
  public func finish() throws { _ = try exchange(true) }

  /// The last exchange of a rank that failed by itself, not by a ``RankError``.
  /// - Returns: the failure that all ranks learn of: that of the lowest rank, or this rank's where
  ///   what the others say cannot be read.
  public func leave(_ reason: String, status: Int32) -> RankError {
    let own = RankError(rank: place.rank, reason: reason, status: status)
    return (try? signal(.failure(reason, status))).flatMap(Self.failure) ?? own
  }

  /// Leaves the communicator, when all ranks have made their last exchange.
  public func stop() { communicator.stop() }

  private func signal(_ own: RankSignal) throws -> [RankSignal] {
    let bytes = own.message
    let start = ContinuousClock.now
    let all = communicator.gather(bytes)
    traffic.waited += (ContinuousClock.now - start) / .seconds(1)
    traffic.exchanges += 1
    traffic.sent += bytes.count
    return try all.map { try RankSignal(message: $0) }
  }

  private static func failure(in signals: [RankSignal]) -> RankError? {
    for (rank, signal) in signals.enumerated() {
      if case .failure(let reason, let status) = signal {
        return RankError(rank: rank, reason: reason, status: status)
      }
    }
    return nil
  }
}

/// What a rank sent, and its time in exchanges, in most of which it waits for slower ranks.
public struct RankTraffic: Sendable, Equatable {
  /// [bytes]
  public var sent = 0
  public var exchanges = 0
  /// [s]
  public var waited = 0.0
}

/// What ends a run on every rank at the same point.
public struct RankError: GanglionError, Equatable {
  /// Of programs whose ranks failed or do not fit together; sysexits.h: try again.
  public static let status = ExitCodes.rankFailed

  public let rank: Int
  public let reason: String
  /// The exit code of the program.
  public let status: Int32

  public init(rank: Int, reason: String, status: Int32 = RankError.status) {
    (self.rank, self.reason, self.status) = (rank, reason, status)
  }

  public var exitCode: Int32 { status }

  public var description: String { "rank \(rank): \(reason)" }
}
