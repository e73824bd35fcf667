import Execution
import FileFormats
import NumericalMethods
import Testing
@testable import RobustnessEvaluation

@Suite struct OrderedDeliveryTests {
  private static func shuffled(_ count: Int, seed: UInt64) -> [Int] {
    var stream = RandomStream(seed: seed, purpose: .test)
    var order = Array(0..<count)
    for i in order.indices { order.swapAt(i, i + stream.below(count - i)) }
    return order
  }

  @Test(arguments: UInt64(1)...20)
  func whateverTheOrderOfFinishing(seed: UInt64) throws {
    let delivered = Guarded<[Int]>([])
    let delivery = OrderedDelivery<Int>(from: 5) { item in delivered.withLock { $0.append(item) } }
    for index in Self.shuffled(30, seed: seed) {
      let before = delivered.withLock { $0.count }
      try delivery.finish(5 + index, 100 + index)
      // Nothing waits that could go, and nothing goes before its turn.
      let after = delivered.withLock { $0 }
      #expect(after == Array(100..<(100 + after.count)), "seed \(seed)")
      #expect((after.count > before) == (index == before), "seed \(seed)")
    }
    #expect(delivered.withLock { $0.count } == 30, "seed \(seed)")
  }

  @Test(arguments: UInt64(1)...20)
  func nothingIsDeliveredAfterAFailure(seed: UInt64) {
    let delivered = Guarded<[Int]>([])
    let delivery = OrderedDelivery<Int>(from: 0) { item in
      if item == 7 { throw FileError(path: "f", operation: "write", reason: "full") }
      delivered.withLock { $0.append(item) }
    }
    var failures = 0
    for index in Self.shuffled(12, seed: seed) {
      do { try delivery.finish(index, index) } catch { failures += 1 }
      #expect(delivery.hasFailed == (failures > 0), "seed \(seed)")
    }
    #expect(failures == 1 && delivered.withLock { $0 } == Array(0..<7), "seed \(seed)")
  }
}
