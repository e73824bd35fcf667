#if MPI
  import CMPI

  /// The ranks that `mpirun` or `srun` started. One of them may exist in a process.
  public final class MPI: Communicator {
    public let place: RankPlace

    public init() {
      let place = cmpi_start()
      self.place = RankPlace(
        rank: Int(place.rank), size: Int(place.size), machine: Int(place.machine),
        neighbours: Int(place.neighbours), processors: Int(place.processors))
    }

    public func gather(_ bytes: [UInt8]) -> [[UInt8]] {
      var counts = [Int64](repeating: 0, count: place.size)
      cmpi_gather_count(Int64(bytes.count), &counts)
      let total = Int(counts.reduce(0, +))
      precondition(total < 1 << 31, "less than 2 GiB at a time")
      var all = [UInt8](repeating: 0, count: total)
      cmpi_gather(bytes, counts, &all)
      var end = 0
      return counts.map { count in
        end += Int(count)
        return Array(all[end - Int(count)..<end])
      }
    }

    public func ticket(_ counter: Int) -> Int { Int(cmpi_ticket(Int32(counter))) }
    public func reset(_ counter: Int) { cmpi_reset(Int32(counter)) }
    public func stop() { cmpi_stop() }
  }
#endif
