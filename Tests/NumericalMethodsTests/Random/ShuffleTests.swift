import NumericalMethods
import Testing

@Suite struct ShuffleTests {
  private func stream(_ seed: UInt64) -> RandomStream { RandomStream(seed: seed, purpose: .test) }

  /// The draws and exchanges, spelt out.
  @Test(arguments: UInt64(1)...5) func placesAreDrawnFromTheLastDown(seed: UInt64) {
    var (own, spelt) = (stream(seed), stream(seed))
    var items = (0..<9).map { "\($0)" }
    var expected = items
    own.shuffle(&items)
    for n in [8, 7, 6, 5, 4, 3, 2, 1] { expected.swapAt(n, spelt.below(n + 1)) }
    #expect(items == expected && own == spelt, "seed \(seed)")
    var slice = items[2..<7]
    own.shuffle(&slice)
    #expect(slice.sorted() == items[2..<7].sorted(), "seed \(seed)")
  }

  @Test(arguments: UInt64(1)...5) func placesAreDrawnFromTheFirstUp(seed: UInt64) {
    var (own, spelt) = (stream(seed), stream(seed))
    var all = Array(0..<12)
    for n in 0..<5 { all.swapAt(n, n + spelt.below(12 - n)) }
    #expect(own.draw(5, of: 12) == Array(all.prefix(5)) && own == spelt, "seed \(seed)")
    #expect(own.draw(20, of: 6).sorted() == Array(0..<6), "all there are, seed \(seed)")
    #expect(own.permutation(7).sorted() == Array(0..<7), "seed \(seed)")
  }

  @Test func nothingAndOneThingNeedNoDraw() {
    var own = stream(1)
    var (none, one) = ([Int](), [3])
    own.shuffle(&none)
    own.shuffle(&one)
    #expect(own.permutation(0).isEmpty && own.draw(3, of: 0).isEmpty && one == [3])
    #expect(own == stream(1))
  }

  /// Each of the 24 orders of four comes up 1/24 of the time, to 5 standard deviations.
  @Test func everyOrderIsAsLikely() {
    var own = stream(2)
    var counts: [[Int]: Int] = [:]
    for _ in 0..<24_000 { counts[own.permutation(4), default: 0] += 1 }
    #expect(counts.count == 24)
    let bound = 5 * (1000.0 * 23 / 24).squareRoot()
    #expect(counts.values.allSatisfy { abs(Double($0) - 1000) < bound })
  }
}
