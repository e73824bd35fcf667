/// How the processes of one run, its ranks, reach each other. Every rank makes the same collective
/// calls in the same order.
public protocol Communicator: AnyObject, Sendable {
  var place: RankPlace { get }

  /// Collective: the bytes of every rank, by rank.
  func gather(_ bytes: [UInt8]) -> [[UInt8]]

  /// Takes the next number, from 0 on, of one of two counters that the ranks of a machine share;
  /// from any thread.
  func ticket(_ counter: Int) -> Int

  /// Sets a counter of this machine back to 0; for its first rank.
  func reset(_ counter: Int)

  /// Leaves, together with all other ranks.
  func stop()
}

/// Where a rank runs.
public struct RankPlace: Sendable, Equatable {
  /// Number of this rank, from 0 on, and of all.
  public var rank: Int
  public var size: Int
  /// Lowest rank of this machine, by which the machine is known, and number of ranks on it.
  public var machine: Int
  public var neighbours: Int
  /// Processors that the ranks of this machine may use together.
  public var processors: Int

  public init(rank: Int, size: Int, machine: Int, neighbours: Int, processors: Int) {
    (self.rank, self.size, self.machine) = (rank, size, machine)
    (self.neighbours, self.processors) = (neighbours, processors)
  }

  /// Threads that keep every processor busy and no more.
  public var workers: Int { max(1, processors / neighbours) }
}
