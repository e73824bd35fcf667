import NumericalMethods
import TestSupport
import Testing
@testable import PolicyTraining

@Suite struct GenerationDigestTests {
  @Test func everyPartCounts() throws {
    let life = try Fixture.result(.completed, distance: 1)
    var other = life
    other.digest = "ff"
    var slower = life
    slower.reward = 0.5
    let results = [[life], [other], [slower], [life, life], []].map { Digest64($0) }
    #expect(Set(results).count == 5)
    let digests = [
      Digest64(results[0], parameters: [1, 2], score: nil),
      Digest64(results[1], parameters: [1, 2], score: nil),
      Digest64(results[0], parameters: [1, -2], score: nil),
      Digest64(results[0], parameters: [1, 2], score: 0),
      Digest64(results[0], parameters: [1, 2], score: 3),
    ]
    #expect(Set(digests).count == 5)
  }

  @Test func answersOfTasksCount() {
    func batch(_ loss: Double, _ responses: [Int?]) -> TaskBatch.Result {
      var result = TaskBatch.Result()
      result.loss = loss
      result.records = [
        .init(targets: responses.map { _ in 0 }, responses: responses)
      ]
      return result
    }
    let batches = [
      batch(1, [0, nil]), batch(1, [nil, 0]), batch(1, [0, 1]), batch(2, [0, nil]),
    ]
    #expect(Set(batches.map { Digest64([$0]) }).count == 4)
  }
}
