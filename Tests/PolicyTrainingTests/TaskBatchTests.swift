import Foundation
import PolicyTraining
import TestSupport
import Testing

/// Loss and responses, told again from the outputs of the network and from a network that lives one
/// episode at a time.
@Suite struct TaskBatchTests {
  /// Every kind of question, feedback, memory and input.
  static let cases = TaskCase.all

  @Test(arguments: cases) func lossIsTheWeightedCrossEntropyOfTheOutputs(of tried: TaskCase) throws
  {
    let batch = try tried.batch(size: 4)
    let result = batch.run(tried.parameters(), 5..<8, of: tried.episodes)
    var (loss, weight) = (0.0, 0.0)
    for sample in 0..<3 {
      let episode = tried.episodes.episode(5 + sample)
      for query in episode.queries + episode.rehearsals {
        let means = tried.means(query) { t, k in
          Double(batch.network.outputs(t)[sample * batch.network.outputStride + k])
        }
        loss += Double(query.weight) * tried.crossEntropy(means, query.target)
        weight += Double(query.weight)
      }
      if let target = episode.trajectory {
        loss += tried.trajectoryError(target) { t, k in
          Double(batch.network.outputs(t)[sample * batch.network.outputStride + k])
        }
        weight += 1
      }
    }
    #expect(abs(result.loss - loss) < 1e-4 * loss)
    #expect(result.weight == weight && weight > 0)
    #expect(result.meanLoss == result.loss / result.weight)
    #expect(result.records.map(\.targets) == (5..<8).map { tried.targets($0) })
    #expect(result.diverged == 0)
    #expect(result.firingRate > 0.01 && result.firingRate < 1, "the network is alive")
  }

  /// The network that walks robots, an observation at a time, told what it answered.
  @Test(arguments: cases.filter(\.isOnline)) func aLoneNetworkGivesTheSame(
    tried: TaskCase
  ) throws {
    let parameters = tried.parameters()
    let batch = try tried.batch(size: 4)
    let result = batch.run(parameters, 2..<5, of: tried.episodes)
    var rewards: Set<Float> = []
    var (loss, rate) = (0.0, 0.0)
    for (sample, record) in result.records.enumerated() {
      let life = try tried.live(parameters, tried.episodes.episode(2 + sample))
      for t in 0..<life.episode.ticks {
        for k in 0..<tried.spec.outputs {
          let batched = batch.network.outputs(t)[sample * batch.network.outputStride + k]
          #expect(abs(batched - life.outputs[t][k]) < 1e-3, "sample \(sample), tick \(t)")
        }
      }
      rewards.formUnion(life.episode.modulator)
      rate += life.firingRate / 3
      loss += tried.loss(life)
      #expect(record == life.record)
    }
    #expect(abs(result.loss - loss) < 1e-3 * loss)
    #expect(abs(result.firingRate - rate) < 1e-6)
    if tried.episodes.episode(2).isInteractive {
      #expect(rewards == [-1, 0, 1], "right and wrong")
    }
  }

  @Test func responsesAreThoseOfTheOutputs() throws {
    let tried = try #require(Self.cases.first)
    let batch = try tried.batch(size: 2)
    let result = batch.run(tried.parameters(), 0..<2, of: tried.episodes)
    for (sample, record) in result.records.enumerated() {
      for (query, response) in zip(tried.episodes.episode(sample).queries, record.responses) {
        let means = tried.means(query) { t, k in
          Double(batch.network.outputs(t)[sample * batch.network.outputStride + k])
        }
        #expect(response == means.indices.max { means[$0] < means[$1] })
      }
    }
  }

  @Test func resultsAdd() throws {
    let tried = try #require(Self.cases.first)
    let batch = try tried.batch(size: 3)
    let parameters = tried.parameters()
    let whole = batch.run(parameters, 0..<3, of: tried.episodes)
    var sum = batch.run(parameters, 0..<2, of: tried.episodes)
    sum.add(batch.run(parameters, 2..<3, of: tried.episodes))
    #expect(sum.records == whole.records)
    #expect(abs(sum.meanLoss - whole.meanLoss) < 1e-12)
    #expect(abs(sum.firingRate - whole.firingRate) < 1e-12)
  }

  @Test func episodesThatAreNotFiniteAreCounted() throws {
    let tried = try #require(Self.cases.first)
    let batch = try tried.batch(size: 3)
    let poison = [Float](repeating: .nan, count: tried.spec.layout.count)
    let result = batch.run(poison, 0..<3, of: tried.episodes)
    #expect(result.diverged == 3)
    #expect(result.meanLoss.isNaN)
    #expect(result.records.allSatisfy { $0.responses.allSatisfy { $0 == nil } }, "no answer")
  }
}

/// Gradients of the loss, which no smooth double-precision network reaches through a batch.
@Suite struct TaskBatchGradientTests {
  private func gradient(
    _ batch: TaskBatch, _ tried: TaskCase, _ indices: Range<Int>, parameters: [Float]? = nil
  ) -> [Float] {
    let parameters = parameters ?? tried.parameters()
    _ = batch.run(parameters, indices, of: tried.episodes)
    var gradient = [Float](repeating: 0, count: parameters.count)
    batch.addGradient(to: &gradient)
    return gradient
  }

  private func length(_ values: [Float]) -> Double {
    values.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
  }

  @Test(arguments: TaskBatchTests.cases) func gradientsOfEpisodesAdd(of tried: TaskCase) throws {
    let together = gradient(try tried.batch(size: 3), tried, 5..<8)
    let alone = try tried.batch(size: 1)
    var sum = [Float](repeating: 0, count: together.count)
    for index in 5..<8 {
      for (n, value) in gradient(alone, tried, index..<index + 1).enumerated() { sum[n] += value }
    }
    #expect(length(together) > 1e-3)
    #expect(length(zip(together, sum).map { $0 - $1 }) < 1e-4 * length(together))
  }

  @Test func theGradientIsAddedToWhatIsThere() throws {
    let tried = try #require(TaskBatchTests.cases.first)
    let batch = try tried.batch(size: 2)
    let once = gradient(batch, tried, 0..<2)
    var twice = once
    _ = batch.run(tried.parameters(), 0..<2, of: tried.episodes)
    batch.addGradient(to: &twice)
    #expect(twice == once.map { 2 * $0 })
  }

  @Test(arguments: TaskBatchTests.cases) func emptyPlacesChangeNothing(of tried: TaskCase) throws {
    let full = gradient(try tried.batch(size: 3), tried, 5..<8)
    #expect(bits(gradient(try tried.batch(size: 8), tried, 5..<8)) == bits(full))
    let records = try [3, 8].map {
      try tried.batch(size: $0).run(tried.parameters(), 5..<8, of: tried.episodes)
    }
    #expect(records[0].records == records[1].records)
    #expect(records[0].loss == records[1].loss)
  }

  /// Whatever ran before, even a network that left the finite range in more places.
  @Test(arguments: TaskBatchTests.cases) func nothingIsLeftOfEarlierRuns(of tried: TaskCase) throws
  {
    let fresh = try tried.batch(size: 4)
    let expected = gradient(fresh, tried, 5..<8)
    let used = try tried.batch(size: 4)
    for earlier in [Float.nan, .infinity, 3] {
      let parameters = [Float](repeating: earlier, count: expected.count)
      _ = gradient(used, tried, 0..<4, parameters: parameters)
      #expect(bits(gradient(used, tried, 5..<8)) == bits(expected), "after \(earlier)")
    }
    _ = gradient(used, tried, 0..<4)
    #expect(bits(gradient(used, tried, 5..<8)) == bits(expected), "after other episodes")
  }

  /// Where the readout is not plastic, outputs are linear in its parameters and no spike depends on
  /// them, so differences of the loss are a sound reference.
  @Test(arguments: TaskBatchTests.cases.filter { $0.spec.readout.plasticity == nil })
  func readoutGradientsAreDifferencesOfTheLoss(of tried: TaskCase) throws {
    let batch = try tried.batch(size: 3)
    let parameters = tried.parameters()
    let found = gradient(batch, tried, 5..<8)
    for name in ["readout.bias", "readout.weight"] {
      let range = try #require(tried.spec.layout.slice(named: name)).range
      let scale = length(Array(found[range]))
      #expect(scale > 1e-3)
      for n in range.prefix(12) {
        let step: Float = 1e-2
        let losses = [step, -step].map { change in
          var moved = parameters
          moved[n] += change
          return batch.run(moved, 5..<8, of: tried.episodes).loss
        }
        let difference = (losses[0] - losses[1]) / Double(2 * step)
        #expect(abs(Double(found[n]) - difference) < 2e-3 * scale, "\(name) \(n)")
      }
    }
  }
}
