/// Which machine lives which items: in every round each worker of each machine is given one, so
/// that machines have work in the measure of their workers. Within a machine its workers take items
/// as they come, since episodes differ in length.
struct Division: Equatable {
  /// The machine of each worker. Machines alternate, so that few items spread over many machines.
  private let ring: [Int]

  /// - Parameter ranks: the machine of each rank and how many workers the rank has, at least one.
  init(_ ranks: [(machine: Int, workers: Int)]) {
    let totals = Dictionary(ranks.map { ($0.machine, $0.workers) }, uniquingKeysWith: +)
    ring = (0..<(totals.values.max() ?? 0)).flatMap { worker in
      totals.filter { $0.value > worker }.keys.sorted()
    }
  }

  var machines: Int { Set(ring).count }

  /// Workers of all machines.
  var workers: Int { ring.count }

  /// The items of a machine among the first `count`, ascending.
  func items(of machine: Int, count: Int) -> [Int] {
    (0..<count).filter { ring[$0 % ring.count] == machine }
  }
}
