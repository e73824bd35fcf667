/// Shuffles and draws without replacement (Fisher, Yates 1938; Durstenfeld 1964, *Random
/// permutation*). Every order is as likely as any other; the order of draws is part of the
/// reproducibility contract.
extension RandomStream {
  /// Puts `items` in random order, from the last place down: n − 1 draws for n items.
  public mutating func shuffle<Items: RandomAccessCollection & MutableCollection>(
    _ items: inout Items
  ) where Items.Index == Int {
    for last in items.indices.dropFirst().reversed() {
      items.swapAt(last, items.startIndex + below(last - items.startIndex + 1))
    }
  }

  /// The numbers 0 to n − 1 in random order.
  public mutating func permutation(_ n: Int) -> [Int] {
    var order = Array(0..<n)
    shuffle(&order)
    return order
  }

  /// `count` different numbers in [0, n) in random order, all of them where there are no more: the
  /// first places of a shuffle from the first place up, one draw each.
  public mutating func draw(_ count: Int, of n: Int) -> [Int] {
    var all = Array(0..<n)
    let count = min(count, n)
    for place in 0..<count { all.swapAt(place, place + below(n - place)) }
    return Array(all.prefix(count))
  }
}
