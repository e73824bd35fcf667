import Execution
import Foundation

/// Ranks as threads of one process, on machines of the given numbers of ranks.
public final class RankWorld: @unchecked Sendable {
  private let condition = NSCondition()
  private var parts: [Int: [UInt8]] = [:]
  private var gathered: [[UInt8]] = []
  private var exchanges = 0
  /// [machine][counter].
  private let tickets: Guarded<[[Int]]>
  private let places: [RankPlace]
  /// What every exchange carried, by rank.
  public private(set) var history: [[[UInt8]]] = []

  public init(machines: [Int]) {
    let size = machines.reduce(0, +)
    var places: [RankPlace] = []
    for ranks in machines {
      let first = places.count
      places += (0..<ranks).map {
        RankPlace(
          rank: first + $0, size: size, machine: first, neighbours: ranks, processors: ranks)
      }
    }
    self.places = places
    tickets = Guarded(Array(repeating: [0, 0], count: size))
  }

  /// Runs `body` on every rank at the same time; results by rank.
  public func run<Value: Sendable>(
    _ body: @escaping @Sendable (Ranks) throws -> Value
  ) -> [Result<Value, any Error>] {
    let results = Guarded<[Int: Result<Value, any Error>]>([:])
    let group = DispatchGroup()
    for place in places {
      group.enter()
      Thread.detachNewThread {
        let ranks = Ranks(Rank(place: place, world: self))
        let result = Result { try body(ranks) }
        results.withLock { $0[place.rank] = result }
        group.leave()
      }
    }
    group.wait()
    return places.map { place in results.withLock { $0[place.rank]! } }
  }

  private func gather(_ rank: Int, _ bytes: [UInt8]) -> [[UInt8]] {
    condition.lock()
    defer { condition.unlock() }
    let number = exchanges
    parts[rank] = bytes
    if parts.count == places.count {
      gathered = places.map { parts[$0.rank]! }
      history.append(gathered)
      parts = [:]
      exchanges += 1
      condition.broadcast()
    }
    while exchanges == number { condition.wait() }
    return gathered
  }

  private final class Rank: Communicator {
    let place: RankPlace
    private let world: RankWorld

    init(place: RankPlace, world: RankWorld) { (self.place, self.world) = (place, world) }

    func gather(_ bytes: [UInt8]) -> [[UInt8]] { world.gather(place.rank, bytes) }
    func ticket(_ counter: Int) -> Int {
      world.tickets.withLock { tickets in
        defer { tickets[place.machine][counter] += 1 }
        return tickets[place.machine][counter]
      }
    }
    func reset(_ counter: Int) { world.tickets.withLock { $0[place.machine][counter] = 0 } }
    func stop() {}
  }
}
