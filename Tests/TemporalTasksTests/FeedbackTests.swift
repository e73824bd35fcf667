import TemporalTasks
import Testing

@Suite("Feedback")
struct FeedbackTests {
  @Test("labels stand in the episode from the start, after each response and nowhere else")
  func labels() {
    let task = with(CueAssociation()) { $0.classes = 4 }
    var episode = task.episode(seed: 1, index: 1, noise: 0.5)
    #expect(!episode.isInteractive)
    for trial in 0..<24 {
      for tick in trial * 10..<trial * 10 + 10 {
        let isTold = tick % 10 >= 7
        let expected = (0..<4).map { label -> Float in
          isTold && label == episode.queries[trial].target ? 1 : 0
        }
        #expect(Array(episode.observation(at: tick)[17...]) == expected, "tick \(tick)")
        #expect(episode.modulator[tick] == (isTold ? 1 : 0), "tick \(tick)")
      }
    }
    let before = episode
    episode.respond(trial: 0, response: 0)
    #expect(episode == before)
  }

  @Test("a reward is written where the trial's feedback is, and only there")
  func rewards() {
    let task = with(CueAssociation()) { $0.feedback = .reward }
    let untold = task.episode(seed: 1, index: 1, noise: 0.5)
    #expect(untold.isInteractive && task.inputs == 18)
    #expect(untold.modulator.allSatisfy { $0 == 0 })
    #expect((0..<task.ticks).allSatisfy { untold.observation(at: $0)[17] == 0 })
    for (response, reward) in [(untold.queries[3].target, 1), (1 - untold.queries[3].target, -1)] {
      var episode = untold
      episode.respond(trial: 3, response: response)
      for tick in 0..<task.ticks {
        let isTold = (37..<40).contains(tick)
        #expect(episode.modulator[tick] == (isTold ? Float(reward) : 0), "tick \(tick)")
        #expect(episode.observation(at: tick)[17] == (isTold ? Float(reward) : 0), "tick \(tick)")
        #expect(episode.observation(at: tick)[..<17] == untold.observation(at: tick)[..<17])
      }
    }
  }

  @Test("a second call replaces the first; no response is a wrong one")
  func replacing() {
    let task = with(CueAssociation()) { $0.feedback = .reward }
    var once = task.episode(seed: 1, index: 1, noise: 0)
    var twice = once
    once.respond(trial: 0, response: nil)
    #expect(once.modulator[7] == -1)
    twice.respond(trial: 0, response: twice.queries[0].target)
    #expect(twice.modulator[7] == 1)
    twice.respond(trial: 0, response: 1 - twice.queries[0].target)
    #expect(once == twice)
  }

  @Test("of two classes, the reward of either answer tells the target")
  func informativeReward() {
    let task = with(CueAssociation()) { $0.feedback = .reward }
    for index in 0..<20 {
      var episode = task.episode(seed: 2, index: index, noise: 0.3)
      for query in episode.queries {
        episode.respond(trial: query.trial, response: 0)
        let told = episode.feedback[query.trial].ticks
        #expect(told.allSatisfy { (episode.modulator[$0] == 1) == (query.target == 0) })
      }
    }
  }

  @Test("a study is taught, its queries are not")
  func study() {
    let task = OneShotRecognition()
    let episode = task.episode(seed: 1, index: 1, noise: 0)
    for tick in 0..<100 {
      let isTaught = tick < 50 && tick % 10 < 8
      #expect(episode.modulator[tick] == (isTaught ? 1 : 0), "tick \(tick)")
      #expect(episode.sum(49..<54, over: tick..<tick + 1) == (isTaught ? 1 : 0), "tick \(tick)")
    }
    #expect(episode.feedback.isEmpty && !episode.isInteractive)
  }
}
