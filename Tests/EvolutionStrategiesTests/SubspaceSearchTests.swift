import EvolutionStrategies
import Foundation
import Testing

@Suite struct SubspaceSearchTests {
  private func search(_ kind: Strategy.Kind, _ selection: [Range<Int>]) -> SubspaceSearch {
    SubspaceSearch(start: start(9), selection: selection) { strategy(kind, initial: $0) }
  }

  /// The whole of the parameters as one range, or as two that touch, is the strategy itself.
  @Test(arguments: Strategy.Kind.allCases) func allParameters(kind: Strategy.Kind) {
    var plain = strategy(kind, initial: start(9))
    var (whole, parts) = (search(kind, [0..<9]), search(kind, [0..<4, 4..<9]))
    for _ in 0..<3 {
      for k in 0..<16 {
        #expect(bits(whole.candidate(k)) == bits(plain.candidate(k)))
        #expect(bits(parts.candidate(k)) == bits(plain.candidate(k)))
      }
      let fitness = evaluate(plain) { -sphere($0) }
      #expect(plain.tell(fitness) == whole.tell(fitness))
      parts.tell(fitness)
    }
    #expect(bits(whole.mean) == bits(plain.mean) && bits(parts.mean) == bits(plain.mean))
  }

  @Test(arguments: Strategy.Kind.allCases) func theOthersStay(kind: Strategy.Kind) throws {
    var one = search(kind, [2..<4, 7..<8])
    let own = strategy(kind, initial: [2, 3, 7].map { start(9)[$0] })
    #expect(one.dimension == 9 && one.strategy.dimension == 3)
    for k in 0..<16 {
      let candidate = one.candidate(k)
      #expect([2, 3, 7].map { candidate[$0] } == own.candidate(k))
      for i in [0, 1, 4, 5, 6, 8] { #expect(candidate[i] == start(9)[i]) }
    }
    let before = one.mean
    #expect(bits(before) == bits(start(9)))
    for _ in 0..<5 { one.tell(evaluate(one) { -sphere($0) }) }
    for i in 0..<9 { #expect((one.mean[i] == before[i]) != [2, 3, 7].contains(i)) }
    var copy = try JSONDecoder().decode(
      SubspaceSearch.self, from: JSONEncoder().encode(one))
    one.tell(evaluate(one) { -sphere($0) })
    copy.tell(evaluate(copy) { -sphere($0) })
    #expect(bits(one.mean) == bits(copy.mean))
  }

  @Test func damagedCheckpointsAreRefused() throws {
    let whole = try JSONEncoder().encode(search(.ars, [2..<4, 7..<8]))
    for ranges in [[[2, 4]], [[2, 4], [3, 4]], [[7, 8], [2, 4]], [[2, 4], [8, 10]]] {
      var object = try #require(JSONSerialization.jsonObject(with: whole) as? [String: Any])
      object["selection"] = ranges
      let data = try JSONSerialization.data(withJSONObject: object)
      #expect(throws: DecodingError.self, "\(ranges)") {
        try JSONDecoder().decode(SubspaceSearch.self, from: data)
      }
    }
  }
}
