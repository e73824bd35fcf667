import NumericalMethods
import Testing

/// Known answers of Random123 1.14, `tests/kat_vectors`, philox4x32 with 10 rounds.
@Test(
  arguments: [
    ([0, 0, 0, 0], [0, 0], [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]),
    (
      [0xffff_ffff, 0xffff_ffff, 0xffff_ffff, 0xffff_ffff], [0xffff_ffff, 0xffff_ffff],
      [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]
    ),
    (
      [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344], [0xa409_3822, 0x299f_31d0],
      [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]
    ),
  ] as [([UInt32], [UInt32], [UInt32])])
func philoxKnownAnswers(counter: [UInt32], key: [UInt32], expected: [UInt32]) {
  let words = Philox4x32.block(
    counter: (counter[0], counter[1], counter[2], counter[3]), key: (key[0], key[1]))
  #expect([words.0, words.1, words.2, words.3] == expected)
}

@Test func streamReadsTheDocumentedCounters() {
  var stream = RandomStream(
    seed: 0x299f_31d0_a409_3822, purpose: .terrain, generation: 7, individual: 8, episode: 9)
  for block in UInt32(0)..<3 {
    let words = Philox4x32.block(
      counter: (block, 7, 8, RandomPurpose.terrain.rawValue << 24 | 9),
      key: (0xa409_3822, 0x299f_31d0))
    for word in [words.0, words.1, words.2, words.3] { #expect(stream.next() == word) }
  }
}

@Test func streamsOfDifferentNamesDiffer() {
  var seen: Set<[UInt32]> = []
  var count = 0
  for seed in [UInt64(0), 1, 1 << 32] {
    for purpose in RandomPurpose.allCases {
      for (generation, individual, episode) in [(0, 0, 0), (1, 0, 0), (0, 1, 0), (0, 0, 1)] {
        var stream = RandomStream(
          seed: seed, purpose: purpose, generation: generation, individual: individual,
          episode: episode)
        seen.insert((0..<4).map { _ in stream.next() })
        count += 1
      }
    }
  }
  #expect(seen.count == count)
}

@Test func purposesKeepTheirNumbers() {
  #expect(RandomPurpose.allCases.map(\.rawValue) == Array(1...19))
  #expect(RandomPurpose.perturbation.rawValue == 2 && RandomPurpose.test.rawValue == 10)
  #expect(RandomPurpose.encoding.rawValue == 11)
}
