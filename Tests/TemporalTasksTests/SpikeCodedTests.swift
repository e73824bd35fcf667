import Foundation
import SpikingNetworks
import Testing

@testable import TemporalTasks

@Suite("Tasks of spikes: exclusive or, and a pattern to follow")
struct SpikeCodedTests {
  @Test("every round asks all pairs; the groups of the bits' values spike at the rate")
  func exclusiveOr() {
    let task = with(ExclusiveOr()) { $0.rounds = 2 }
    var (spikes, chances) = (0, 0)
    for index in 0..<50 {
      let episode = task.episode(seed: 1, index: index, noise: 0)
      var pairs: [[Int]] = []
      for (trial, query) in episode.queries.enumerated() {
        let start = 50 * trial
        #expect(query.ticks == start + 20..<start + 40)
        let sums = (0..<4).map { group in
          Int(episode.sum(10 * group..<10 * group + 10, over: start..<start + 40).rounded())
        }
        let bits = [sums[1] > 0 ? 1 : 0, sums[3] > 0 ? 1 : 0]
        #expect((sums[0] > 0) != (sums[1] > 0) && (sums[2] > 0) != (sums[3] > 0))
        #expect(query.target == bits[0] ^ bits[1])
        #expect(episode.sum(0..<40, over: start + 40..<start + 50) == 0, "silence after a cue")
        pairs.append(bits)
        spikes += sums.reduce(0, +)
        chances += 800
      }
      #expect(Set(pairs.prefix(4)).count == 4 && Set(pairs.suffix(4)).count == 4)
    }
    #expect(isPlausible(spikes, of: chances, probability: 0.1), "\(spikes) of \(chances)")
  }

  @Test("background spikes come at their probability")
  func background() {
    for task in [PatternSpikeTrain() as any TemporalTask, ExclusiveOr()] {
      let rate = task is ExclusiveOr ? 0.02 : 0.005
      var (spikes, silent) = (0, 0)
      for index in 0..<20 {
        let clean = task.episode(seed: 4, index: index, noise: 0).observations
        let noisy = task.episode(seed: 4, index: index, noise: 2).observations
        for (a, b) in zip(clean, noisy) where a == 0 {
          silent += 1
          spikes += b == 1 ? 1 : 0
        }
        #expect(zip(clean, noisy).allSatisfy { $0 == 0 || $1 == $0 }, "no spike is lost")
      }
      #expect(isPlausible(spikes, of: silent, probability: 1 - exp(-2 * rate)))
    }
  }

  @Test("the pattern is the same in all episodes and another under another number")
  func pattern() throws {
    let task = with(PatternSpikeTrain()) { $0.densities = 2 }
    try task.validate()
    let episode = task.episode(seed: 1, index: 0, noise: 0)
    #expect(task.episode(seed: 5, index: 9, noise: 0) == episode)
    #expect(with(task) { $0.pattern = 2 }.episode(seed: 1, index: 0, noise: 0) != episode)
    #expect(episode.queries.isEmpty && episode.resets.isEmpty)
    #expect(episode.sum(0..<20, over: 0..<200).rounded() == 200, "10 spikes a channel")
    let noisy = task.episode(seed: 1, index: 3, noise: 2)
    #expect(noisy.trajectory == episode.trajectory && noisy.observations != episode.observations)
    let target = try #require(episode.trajectory)
    #expect(target.values.count == 400 && target.ticks == 0..<200)
    for output in 0..<2 {
      let values = (0..<200).map { Array(target.target(at: $0))[output] }
      #expect(values.max() == 1 && values.min() == 0)
    }
  }

  @Test("a density is the sum of t/τ exp(1 − t/τ) from each spike on, at a peak of 1")
  func density() throws {
    let task = with(PatternSpikeTrain()) { ($0.targetRate, $0.smoothing) = (0, 6) }
    let target = try #require(task.episode(seed: 1, index: 0, noise: 0).trajectory)
    let spike = try #require(target.values.firstIndex { $0 > 0 }) - 1
    let last = min(spike + 6, 199)
    let peak = Double(last - spike) / 6 * exp(1 - Double(last - spike) / 6)
    for tick in 0..<200 {
      let time = Double(max(0, tick - spike)) / 6
      #expect(abs(Double(target.values[tick]) - time * exp(1 - time) / peak) < 1e-6)
    }
  }

  @Test("the normalised error: 0 for the target, 1 for its mean, and their score")
  func error() {
    let values: [Float] = [0, 1, 2, 1, 4, 1]
    let target = TargetTrajectory(values: values, outputs: 2)
    #expect(target.scale == 8)
    #expect(target.error(logits: values.map(Double.init)) == 0)
    #expect(target.error(logits: [2, 1, 2, 1, 2, 1]) == 1)
    #expect(target.error(logits: [0, 1, 2, 1, 4, 3]) == 0.5)
    #expect(target.explained(logits: [0, 1, 2, 1, 4, 3]) == 0.5)
    #expect(target.explained(logits: [9, 9, 9, 9, 9, 9]) == 0)
    #expect(target.explained(logits: [.nan, 1, 2, 1, 4, 1]) == 0)
    #expect(TargetTrajectory(values: [1, 1], outputs: 1).scale == 1)
    let records = [0.5, 0.7].map { EpisodeResponses(targets: [], responses: [], explained: $0) }
    let score = TaskScore(records)
    #expect(abs(score.accuracy - 0.6) < 1e-12 && score.accuracyByTrial.count == 1)
    #expect(score.lateAccuracy == score.accuracy && score.missingResponses == 0)
  }

  @Test("a run is scored by its logits")
  func run() throws {
    let task = PatternSpikeTrain()
    let spec = NetworkSpec(
      inputs: task.inputs, outputs: 1, hidden: [PopulationSpec(size: 4)],
      readout: ReadoutSpec(gain: 2))
    let network = try Network(spec: spec)
    var run = TaskRun(task.episode(seed: 1, index: 0, noise: 0), network: network)
    while !run.isOver { run.tick() }
    let target = try #require(run.episode.trajectory)
    #expect(run.record.explained == target.explained(logits: run.logits))
    #expect(target.error(logits: run.logits) > 1, "silence is worse than the mean")
  }
}
