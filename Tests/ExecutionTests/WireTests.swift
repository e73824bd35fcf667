import Locomotion
import NumericalMethods
import TemporalTasks
import Testing
@testable import Execution

/// What ranks exchange comes back to the same bits.
@Suite struct WireTests {
  private static let doubles: [Double] = [
    0, -0.0, 1 / 3, .infinity, -.infinity, .nan, .leastNonzeroMagnitude, .greatestFiniteMagnitude,
    Double(bitPattern: 0x7FF8_0000_0000_1234),
  ]

  @Test func numbersKeepTheirBits() throws {
    let back = try [Double](message: Self.doubles.message)
    #expect(back.map(\.bitPattern) == Self.doubles.map(\.bitPattern))
    let floats: [Float] = [0, -0.0, 0.1, .nan, -.infinity, .leastNonzeroMagnitude]
    #expect(
      try [Float](message: floats.message).map(\.bitPattern) == floats.map(\.bitPattern))
    #expect(try [Int?](message: [nil, .min, -1, .max].message) == [nil, .min, -1, .max])
    #expect(try [String](message: ["", "é\u{0}x"].message) == ["", "é\u{0}x"])
  }

  @Test func resultsComeBackWhole() throws {
    for outcome in Outcome.allCases {
      let result = EpisodeResult(
        reward: 1 / 3, rewardTerms: [0.1, -2], distance: -.infinity, duration: 0.7,
        controlSteps: 35, outcome: outcome, work: 1e-300, contactCapHits: 3, solverMessages: 1,
        digest: "0123456789abcdef")
      #expect(try EpisodeResult(message: result.message) == result)
    }
    let gait = try #require(GaitMetrics(values: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]))
    #expect(throws: WireError.self) { try GaitMetrics(message: [1, 2, 3, 4, 5, 6.0].message) }
    #expect(try GaitMetrics?(message: Optional(gait).message) == gait)
    #expect(try GaitMetrics?(message: GaitMetrics?.none.message) == nil)
    let responses = EpisodeResponses(targets: [1, 0], responses: [nil, 0], explained: 0.25)
    #expect(try EpisodeResponses(message: responses.message) == responses)
  }

  @Test func momentsComeBackToTheSameBits() throws {
    for seed in 0..<20 as Range<UInt64> {
      var stream = RandomStream(seed: seed, purpose: .bootstrap)
      let channels = stream.below(9)
      var moments = RunningMoments(channels: channels)
      if channels > 0 {
        moments.add((0..<7 * channels).map { _ in Float(stream.below(1000)) / 7 })
      }
      #expect(try RunningMoments(message: moments.message) == moments, "seed \(seed)")
    }
  }

  /// Bytes cut off anywhere, or with something behind them, are no value.
  @Test func damagedMessagesAreNoValues() throws {
    let message = [["a", "bc"], ["d"]].message
    for end in 0..<message.count {
      #expect(throws: WireError.self, "\(end) bytes") {
        try [[String]](message: Array(message[..<end]))
      }
    }
    #expect(throws: WireError.self) { try [[String]](message: message + [0]) }
    #expect(throws: WireError.self) { try [Int](message: (-1).message) }
  }
}
