import Testing

@testable import TemporalTasks

@Suite("Cue association")
struct CueAssociationTests {
  private let task = CueAssociation()

  /// The cue of each trial, as it is shown before the go signal.
  private func cues(_ episode: TaskEpisode, of task: CueAssociation) -> [[Float]] {
    let length = task.ticks / task.trials
    return (0..<task.trials).map { trial in
      episode.mean(
        0..<task.dimension, over: trial * length..<trial * length + task.cueTicks)
    }
  }

  @Test("every block shows each cue once, in an order of its own")
  func blocks() {
    for index in 0..<50 {
      let shown = cues(task.episode(seed: 2, index: index, noise: 0), of: task)
      let blocks = stride(from: 0, to: 24, by: 4).map { Array(shown[$0..<$0 + 4]) }
      #expect(Set(shown).count == 4, "index \(index)")
      #expect(blocks.allSatisfy { Set($0).count == 4 }, "index \(index)")
      #expect(Set(blocks).count > 1, "index \(index)")
      #expect(shown.allSatisfy { $0.allSatisfy { abs($0) == 1 } })
    }
  }

  @Test("a cue keeps its target, and targets are spread evenly over cues")
  func targets() {
    for seed in UInt64(0)..<4 {
      var counts = [0, 0, 0]
      let uneven = with(task) { $0.classes = 3 }
      for index in 0..<600 {
        let episode = uneven.episode(seed: seed, index: index, noise: 0)
        var targets: [[Float]: Set<Int>] = [:]
        for (cue, query) in zip(cues(episode, of: uneven), episode.queries) {
          targets[cue, default: []].insert(query.target)
        }
        #expect(targets.values.allSatisfy { $0.count == 1 }, "seed \(seed), index \(index)")
        #expect(Set(targets.values).count == 3, "seed \(seed), index \(index)")
        counts[episode.queries[0].target] += 1
      }
      for count in counts {
        #expect(isPlausible(count, of: 600, probability: 1 / 3), "seed \(seed): \(counts)")
      }
    }
  }

  /// Answers with the label that last followed the cue most like the present one.
  private func templateAnswers(_ episode: TaskEpisode, of task: CueAssociation) -> [Int] {
    var memory: [(cue: [Float], label: Int)] = []
    return zip(cues(episode, of: task), episode.queries).map { cue, query in
      let nearest = memory.min {
        squaredDistance($0.cue, cue) < squaredDistance($1.cue, cue)
      }
      // The most recent first, so that a changed association replaces the old one.
      memory.insert((cue, query.target), at: 0)
      return nearest?.label ?? 0
    }
  }

  private func score(
    _ task: CueAssociation, noise: Double, answer: (TaskEpisode) -> [Int]
  ) -> TaskScore {
    TaskScore(
      (0..<300).map { index in
        let episode = task.episode(seed: 4, index: index, noise: noise)
        return EpisodeResponses(
          targets: episode.queries.map(\.target), responses: answer(episode))
      })
  }

  @Test("who remembers cues answers all but the first block, and most of it under noise")
  func solvable() {
    let clean = score(task, noise: 0) { templateAnswers($0, of: task) }
    #expect(clean.accuracy(in: 4..<24) == 1)
    #expect(clean.lateAccuracy == 1)
    #expect(clean.accuracyByTrial[0] < 0.6)
    let noisy = score(task, noise: 1) { templateAnswers($0, of: task) }
    #expect(noisy.lateAccuracy > 0.95)
    let gaussian = with(task) { $0.cueKind = .gaussian }
    #expect(score(gaussian, noise: 0.5) { templateAnswers($0, of: gaussian) }.lateAccuracy > 0.95)
  }

  @Test("who only counts the labels of a block reaches the 71 % of the documentation")
  func counting() {
    let result = score(task, noise: 0) { episode in
      episode.queries.indices.map { trial in
        let ones = episode.queries[trial / 4 * 4..<trial].reduce(0) { $0 + $1.target }
        // Two of each in a block.
        return 2 * ones < trial % 4 ? 1 : 0
      }
    }
    #expect(abs(result.accuracy - 17 / 24.0) < 0.02)
  }

  @Test("reversal changes every target once, in the middle, at the start of a block")
  func reversal() {
    for classes in [2, 4] {
      let reversing = with(task) { ($0.reversal, $0.classes) = (true, classes) }
      #expect(reversing.flipTrial == 12)
      for index in 0..<100 {
        let episode = reversing.episode(seed: 3, index: index, noise: 0)
        #expect(episode.flipTrial == 12)
        let trials = Array(zip(cues(episode, of: reversing), episode.queries.map(\.target)))
        for cue in Set(trials.map(\.0)) {
          let before = Set(trials.prefix(12).filter { $0.0 == cue }.map(\.1))
          let after = Set(trials.dropFirst(12).filter { $0.0 == cue }.map(\.1))
          #expect(before.count == 1 && after.count == 1 && before != after, "index \(index)")
        }
      }
    }
    #expect(task.flipTrial == nil && task.episode(seed: 3, index: 0, noise: 0).flipTrial == nil)
    let odd = with(task) { ($0.reversal, $0.showings) = (true, 5) }
    #expect(odd.flipTrial == 8)
  }

  @Test("until the flip a reversing episode is the one without reversal")
  func reversalIsPaired() {
    let reversing = with(task) { $0.reversal = true }
    let (plain, flipped) = (
      task.episode(seed: 1, index: 1, noise: 0.2), reversing.episode(seed: 1, index: 1, noise: 0.2)
    )
    let half = plain.observations.count / 2
    #expect(plain.observations.prefix(half) == flipped.observations.prefix(half))
    #expect(cues(plain, of: task) == cues(flipped, of: task))
    #expect(
      zip(plain.queries, flipped.queries).map { $0.target == $1.target }
        == (0..<24).map { $0 < 12 })
  }

  @Test("queries that no one can answer have the weight set for guesses")
  func weights() {
    let reversing = with(task) { ($0.reversal, $0.guessWeight) = (true, 0.25) }
    let weights = reversing.episode(seed: 1, index: 0, noise: 0).queries.map(\.weight)
    #expect(weights == (0..<24).map { $0 < 4 || (12..<16).contains($0) ? 0.25 : 1 })
    let plain = task.episode(seed: 1, index: 0, noise: 0).queries.map(\.weight)
    #expect(plain == (0..<24).map { $0 < 4 ? 0 : 1 })
  }

  @Test("the cue stays on to the end of the feedback, or only until the go signal")
  func holding() {
    for holds in [true, false] {
      let variant = with(task) { ($0.holdsCue, $0.gapTicks) = (holds, 2) }
      let episode = variant.episode(seed: 1, index: 0, noise: 0)
      for tick in 0..<24 {
        let expected: Float = tick % 12 < (holds ? 10 : 3) ? 16 : 0
        let power = episode.observation(at: tick).prefix(16).reduce(0) { $0 + $1 * $1 }
        #expect(power == expected, "tick \(tick)")
        #expect(episode.observation(at: tick)[16] == ((3..<7).contains(tick % 12) ? 1 : 0))
      }
    }
  }

  /// Tick by tick: which of cue, go signal and feedback is on.
  private func timeline(_ task: CueAssociation) -> [String] {
    let episode = task.episode(seed: 1, index: 0, noise: 0)
    return (0..<task.ticks / task.trials).map { tick in
      let observation = episode.observation(at: tick)
      return [
        observation[..<task.dimension].contains { $0 != 0 } ? "c" : "",
        observation[task.dimension] != 0 ? "g" : "",
        observation[(task.dimension + 1)...].contains { $0 != 0 } ? "f" : "",
      ].joined()
    }
  }

  @Test("cue, delay, answer, delay, feedback, with the cue gone at the end of each of these")
  func delays() {
    let slow = with(task) {
      ($0.cueTicks, $0.responseDelayTicks, $0.responseTicks) = (2, 1, 2)
      ($0.feedbackDelayTicks, $0.feedbackTicks, $0.gapTicks) = (3, 1, 1)
    }
    let go = ["c", "c", "c", "cg", "cg"]
    #expect(timeline(slow) == go + ["c", "c", "c", "cf", ""])
    #expect(
      timeline(with(slow) { $0.cueDuringFeedback = false }) == go + ["", "", "", "f", ""])
    for held in [true, false] {
      let gone = with(slow) { ($0.holdsCue, $0.cueDuringFeedback) = (false, held) }
      #expect(timeline(gone) == ["c", "c", "", "g", "g", "", "", "", "f", ""])
    }
  }

  @Test("a delay moves what is shown and changes nothing else")
  func delaysKeepContent() {
    let slow = with(task) { ($0.responseDelayTicks, $0.feedbackDelayTicks) = (5, 40) }
    for feedback in FeedbackKind.allCases {
      let (plain, delayed) = (
        with(task) { $0.feedback = feedback }, with(slow) { $0.feedback = feedback }
      )
      for index in 0..<20 {
        let (a, b) = (
          plain.episode(seed: 1, index: index, noise: 0),
          delayed.episode(seed: 1, index: index, noise: 0)
        )
        #expect(cues(a, of: plain) == cues(b, of: delayed))
        #expect(a.queries.map(\.target) == b.queries.map(\.target))
        #expect(a.feedback.map(\.ticks) == (0..<24).map { 10 * $0 + 7..<10 * $0 + 10 })
        #expect(b.feedback.map(\.ticks) == (0..<24).map { 55 * $0 + 52..<55 * $0 + 55 })
      }
    }
  }

  @Test("noise has the stated deviation on cue channels and spares the others")
  func noise() {
    for seed in UInt64(0)..<4 {
      var (sum, squares, count) = (0.0, 0.0, 0.0)
      for index in 0..<10 {
        let clean = task.episode(seed: seed, index: index, noise: 0)
        let noisy = task.episode(seed: seed, index: index, noise: 0.7)
        for tick in 0..<task.ticks {
          let (a, b) = (clean.observation(at: tick), noisy.observation(at: tick))
          #expect(a[16...] == b[16...], "seed \(seed)")
          for channel in 0..<16 {
            let x = Double(b[channel] - a[channel])
            (sum, squares, count) = (sum + x, squares + x * x, count + 1)
          }
        }
      }
      #expect(abs(sum / count) < 4.5 * 0.7 / count.squareRoot(), "seed \(seed)")
      #expect(
        abs(squares / count / 0.49 - 1) < 4.5 * (2 / count).squareRoot(), "seed \(seed)")
    }
  }
}
