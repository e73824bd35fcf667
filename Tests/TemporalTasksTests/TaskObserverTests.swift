import Testing

@testable import TemporalTasks

@Suite("Observers")
struct TaskObserverTests {
  private func score(
    _ task: some TemporalTask, by name: String, noise: Double = 0, episodes: Int = 300
  ) throws -> TaskScore {
    let observer = try #require(task.observers.first { $0.name == name })
    return TaskScore(
      (0..<episodes).map { observer.record(task.episode(seed: 4, index: $0, noise: noise)) })
  }

  /// Answers found from what is on show, in other words than the observer's.
  @Test("the nearest showing is that of least distance among what was shown")
  func nearestShowing() throws {
    let task = with(OneShotRecognition()) { ($0.ways, $0.shots, $0.queries) = (4, 3, 2) }
    let observer = try #require(task.observers.first)
    for index in 0..<50 {
      let episode = task.episode(seed: 2, index: index, noise: 1.5)
      let shown = (0..<12).map { episode.mean(0..<53, over: 10 * $0..<10 * $0 + 8) }
      let expected = episode.queries.map { query in
        let asked = episode.mean(0..<49, over: query.ticks.upperBound - 8..<query.ticks.upperBound)
        let distances = shown.map { squaredDistance(Array($0[..<49]), asked) }
        let nearest = shown[distances.firstIndex(of: distances.min() ?? 0) ?? 0]
        return nearest[49...].firstIndex(of: 1).map { $0 - 49 }
      }
      #expect(observer.record(episode).responses == expected, "index \(index)")
      #expect(observer.record(episode).targets == episode.queries.map(\.target))
    }
  }

  @Test("observers do as the tasks' documentation says")
  func documented() throws {
    let recognition = OneShotRecognition()
    for (noise, share, tolerance) in [(0.0, 0.99, 0.015), (1, 0.98, 0.015), (2, 0.9, 0.03)] {
      let score = try score(recognition, by: "nearest showing", noise: noise)
      #expect(abs(score.accuracy - share) < tolerance, "noise \(noise)")
    }
    let association = CueAssociation()
    #expect(abs(try score(association, by: "label count").accuracy - 17 / 24.0) < 0.02)
    #expect(abs(try score(association, by: "label count", noise: 2).accuracy - 17 / 24.0) < 0.02)
    let accumulation = with(CueAccumulation()) { $0.backgroundRate = 0 }
    for (noise, share) in [(0.0, 1.0), (1, 0.98), (2, 0.96)] {
      let score = try score(accumulation, by: "spike count", noise: noise, episodes: 4000)
      #expect(abs(score.accuracy - share) < 0.011, "noise \(noise)")
    }
  }

  @Test("a count of labels knows the last of a block, whatever the numbers")
  func labelCount() throws {
    for (cues, classes) in [(4, 2), (6, 3), (4, 4)] {
      let task = with(CueAssociation()) {
        ($0.cues, $0.classes, $0.clearsState) = (cues, classes, true)
      }
      let score = try score(task, by: "label count")
      for block in 0..<6 {
        #expect(score.accuracyByTrial[block * cues + cues - 1] == 1, "\(cues), \(classes)")
      }
      let first = score.accuracyByTrial[0] * 300
      #expect(isPlausible(Int(first.rounded()), of: 300, probability: 1 / Double(classes)))
    }
  }

  @Test("who remembers cues is right from the second block on, and again after a reversal")
  func cueMemory() throws {
    for feedback in FeedbackKind.allCases {
      let task = with(CueAssociation()) {
        ($0.reversal, $0.feedback, $0.holdsCue, $0.feedbackDelayTicks) = (true, feedback, false, 9)
      }
      let score = try score(task, by: "cue memory", noise: 0.2)
      #expect(score.accuracy(in: 4..<12) == 1 && score.accuracy(in: 16..<24) == 1)
      #expect(score.accuracy(in: 12..<16) == 0, "the old answers, of which all are wrong")
    }
  }

  @Test("no observer is told more than the network")
  func rewardOfSeveralClasses() {
    let task = with(CueAssociation()) { ($0.classes, $0.feedback) = (4, .reward) }
    #expect(task.observers.isEmpty)
    #expect(ExclusiveOr().observers.isEmpty && PatternSpikeTrain().observers.isEmpty)
  }

  @Test("every observer answers every query of every variant")
  func everyVariant() {
    for (name, task) in variants {
      let episode = task.episode(seed: 1, index: 3, noise: 0.7)
      for observer in task.observers {
        let record = observer.record(episode)
        #expect(record.responses.count == task.trials, "\(name), \(observer.name)")
        #expect(record.responses.allSatisfy { (0..<task.outputs).contains($0 ?? -1) })
      }
    }
  }
}
