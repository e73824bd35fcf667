import Testing

@testable import TemporalTasks

@Suite("Scores")
struct TaskScoreTests {
  @Test("a response is the output with the greatest mean logit over the query's ticks alone")
  func response() {
    let query = Query(trial: 0, ticks: 1..<3, target: 0)
    // [5 ticks × 3 outputs]: means over ticks 1 and 2 are 1, 1.5 and 0.5.
    let logits: [Float] = [9, 0, 0, 2, 1, 1, 0, 2, 0, 9, 0, 0, 0, 0, 9]
    #expect(query.response(logits: logits, outputs: 3) == 1)
    #expect(query.response(logits: logits[..<9], outputs: 3) == 1)
    #expect(query.response(logits: ([7, 7, 7] + logits).dropFirst(3), outputs: 3) == 1)
    logits.withUnsafeBufferPointer { #expect(query.response(logits: $0, outputs: 3) == 1) }
  }

  @Test("the lowest index wins a tie; no answer comes of NaN")
  func ties() {
    let query = Query(trial: 0, ticks: 0..<1, target: 0)
    #expect(query.response(logits: [0, 0, 0], outputs: 3) == 0)
    #expect(query.response(logits: [-2, -1, -1], outputs: 3) == 1)
    #expect(query.response(logits: [-1, .nan, 3], outputs: 3) == nil)
    #expect(query.response(logits: [-1, .infinity, 3], outputs: 3) == 1)
    let two = Query(trial: 0, ticks: 0..<2, target: 0)
    #expect(two.response(logits: [1, .infinity, 1, -.infinity], outputs: 2) == nil)
  }

  @Test("accuracies by trial, overall, late and in a range")
  func accuracies() {
    let score = TaskScore([
      EpisodeResponses(targets: [0, 1, 2, 0, 1], responses: [0, 1, 2, 0, nil]),
      EpisodeResponses(targets: [1, 1, 1, 1, 1], responses: [0, 1, 1, 1, 1]),
    ])
    #expect(score.accuracyByTrial == [0.5, 1, 1, 1, 0.5])
    #expect(score.episodes == 2 && score.missingResponses == 1)
    #expect(abs(score.accuracy - 0.8) < 1e-12)
    // Of five trials the last third starts at ⌊10/3⌋.
    #expect(score.lateAccuracy == 0.75)
    #expect(score.accuracy(in: 0..<2) == 0.75)
  }

  @Test("one trial is late itself; no episodes have no accuracy")
  func edges() {
    let score = TaskScore([EpisodeResponses(targets: [1], responses: [1])])
    #expect(score.accuracy == 1 && score.lateAccuracy == 1)
    let empty = TaskScore([])
    #expect(empty.accuracy.isNaN && empty.lateAccuracy.isNaN && empty.episodes == 0)
  }

  @Test("logits of a whole episode are scored trial by trial")
  func episodes() {
    let task = CueAssociation()
    let episode = task.episode(seed: 1, index: 0, noise: 0)
    var logits = [Float](repeating: 0, count: task.ticks * 2)
    for query in episode.queries {
      // Right in even trials, wrong in odd ones.
      let answer = query.trial.isMultiple(of: 2) ? query.target : 1 - query.target
      for tick in query.ticks { logits[tick * 2 + answer] = 1 }
    }
    let record = EpisodeResponses(
      targets: episode.queries.map(\.target),
      responses: episode.queries.map { $0.response(logits: logits, outputs: 2) })
    #expect(TaskScore([record]).accuracyByTrial == (0..<24).map { $0 % 2 == 0 ? 1 : 0 })
  }
}
