import Testing

@testable import TemporalTasks

/// What holds for every episode of every task.
@Suite("Laws of episodes")
struct EpisodeLawTests {
  @Test("the same seed, index and noise give the same episode; another seed or index does not")
  func determinism() {
    for (name, task) in variants {
      let episode = task.episode(seed: 3, index: 5, noise: 0.4)
      #expect(task.episode(seed: 3, index: 5, noise: 0.4) == episode, "\(name)")
      // Of eight others, a few may agree where few cues can differ; not all.
      let others = (0..<8).map { task.episode(seed: 4 + $0, index: 5, noise: 0) }
      #expect(others.contains { $0 != task.episode(seed: 3, index: 5, noise: 0) }, "\(name)")
      let indices = (0..<8).map { task.episode(seed: 3, index: 6 + $0, noise: 0) }
      #expect(indices.contains { $0 != task.episode(seed: 3, index: 5, noise: 0) }, "\(name)")
    }
  }

  @Test("noise changes observations alone, and not the cues under it")
  func pairedNoise() {
    for (name, task) in variants {
      for index in 0..<20 {
        let clean = task.episode(seed: 8, index: index, noise: 0)
        let noisy = task.episode(seed: 8, index: index, noise: 0.5)
        #expect(noisy.queries == clean.queries, "\(name), index \(index)")
        #expect(noisy.resets == clean.resets && noisy.feedback == clean.feedback, "\(name)")
        #expect(noisy.modulator == clean.modulator && noisy.flipTrial == clean.flipTrial, "\(name)")
        #expect(noisy.observations != clean.observations, "\(name), index \(index)")
      }
    }
  }

  @Test("normal noise is one draw, scaled by its level")
  func scaledNoise() {
    for task in [CueAssociation() as any TemporalTask, OneShotRecognition()] {
      let levels = [0, 0.25, 1].map { task.episode(seed: 2, index: 1, noise: $0).observations }
      for ((clean, low), high) in zip(zip(levels[0], levels[1]), levels[2]) {
        #expect(abs(4 * (low - clean) - (high - clean)) < 1e-5)
      }
    }
  }

  @Test("sizes are those that the task states")
  func sizes() throws {
    for (name, task) in variants {
      try task.validate()
      let episode = task.episode(seed: 1, index: 2, noise: 0.3)
      #expect(episode.inputs == task.inputs && episode.ticks == task.ticks, "\(name)")
      #expect(episode.observations.count == task.ticks * task.inputs, "\(name)")
      #expect(episode.modulator.count == task.ticks, "\(name)")
      #expect(episode.queries.map(\.trial) == Array(0..<task.trials), "\(name)")
      #expect(episode.queries.allSatisfy { (0..<task.outputs).contains($0.target) }, "\(name)")
      #expect(episode.observations.allSatisfy { $0.isFinite }, "\(name)")
      let clean = task.episode(seed: 1, index: 2, noise: 0).observations
      // Ink on a twelfth of the paper stands √11 deviations out.
      let largest: Float = task is OneShotRecognition ? 3.5 : 2.5
      #expect(clean.allSatisfy { abs($0) <= largest }, "\(name)")
    }
    for task in [CueAccumulation(), CueAssociation()] as [any TemporalTask] {
      #expect(task.inputs <= 40 && (100...250).contains(task.ticks))
    }
    #expect(OneShotRecognition().inputs <= 80 && (100...250).contains(OneShotRecognition().ticks))
  }

  @Test("queries, feedback and resets follow one another and never overlap")
  func order() {
    for (name, task) in variants {
      let episode = task.episode(seed: 1, index: 2, noise: 0)
      var end = 0
      for query in episode.queries {
        #expect(!query.ticks.isEmpty && query.ticks.lowerBound >= end, "\(name)")
        end = query.ticks.upperBound
        for place in episode.feedback where place.trial == query.trial {
          #expect(!place.ticks.isEmpty && place.ticks.lowerBound >= end, "\(name)")
          end = place.ticks.upperBound
        }
      }
      #expect(end <= episode.ticks, "\(name)")
      #expect(episode.resets == Array(Set(episode.resets)).sorted(), "\(name)")
      #expect(episode.resets.allSatisfy { (0..<episode.ticks).contains($0) }, "\(name)")
      let closed = episode.queries.map(\.ticks) + episode.feedback.map(\.ticks)
      for reset in episode.resets {
        #expect(!closed.contains { $0.dropFirst().contains(reset) }, "\(name), reset \(reset)")
      }
    }
  }

  @Test("resets are there when asked for, at the start of what must stand alone")
  func resets() {
    for (name, task) in variants where !task.clearsState {
      #expect(task.episode(seed: 1, index: 2, noise: 0).resets.isEmpty, "\(name)")
    }
    let cleared: [(task: any TemporalTask, resets: [Int])] = [
      (CueAccumulation(), [110]),
      (CueAssociation(), (1..<24).map { 10 * $0 }),
      (OneShotRecognition(), [50, 60, 70, 80, 90]),
    ]
    for (task, resets) in cleared {
      let found = with(task) { $0.clearsState = true }.episode(seed: 1, index: 2, noise: 0).resets
      #expect(found == resets)
    }
  }

  @Test("cleared, nothing between the last reset and the answer depends on the target")
  func clearedEpisodesAreBlind() {
    let accumulation = with(CueAccumulation()) { $0.clearsState = true }
    for index in 0..<50 {
      let episode = accumulation.episode(seed: 1, index: index, noise: 0)
      let last = episode.resets[0]..<episode.queries[0].ticks.upperBound
      #expect(episode.sum(0..<20, over: last) == 0, "index \(index)")
    }
    let association = with(CueAssociation()) { $0.clearsState = true }
    let recognition = with(OneShotRecognition()) { $0.clearsState = true }
    for (task, labels) in [
      (association as any TemporalTask, 17..<19), (recognition, 49..<54),
    ] {
      let episode = task.episode(seed: 1, index: 3, noise: 0)
      for query in episode.queries {
        let last = episode.resets.last { $0 <= query.ticks.lowerBound } ?? 0
        #expect(episode.sum(labels, over: last..<query.ticks.upperBound) == 0)
      }
    }
  }
}
