import Foundation
import Testing

@testable import TemporalTasks

@Suite("Cue accumulation")
struct CueAccumulationTests {
  private let task = CueAccumulation()
  private var corridor: Range<Int> { 0..<task.ticks - task.goTicks }

  @Test("without noise the count of cues is the target, and only the go group is on at the end")
  func countFixesTarget() {
    for index in 0..<200 {
      let episode = task.episode(seed: 6, index: index, noise: 0)
      let (left, right) = (
        episode.sum(0..<10, over: corridor), episode.sum(10..<20, over: corridor)
      )
      #expect(abs(left + right - 7 * 5 * 10) < 0.01, "index \(index)")
      #expect(episode.queries[0].target == (right > left ? 1 : 0), "index \(index)")
      let go = episode.observation(at: task.ticks - 1)
      #expect(go == (0..<40).map { (20..<30).contains($0) ? 1 : 0 })
      #expect(episode.sum(20..<30, over: corridor) == 0)
      #expect(episode.queries[0].ticks == 110..<120)
    }
  }

  @Test("cues come one at a time, on the ticks stated")
  func timing() {
    let episode = task.episode(seed: 6, index: 0, noise: 0)
    for tick in corridor {
      let isCue = tick < 70 && tick % 10 < 5
      #expect(episode.sum(0..<20, over: tick..<tick + 1) == (isCue ? 10 : 0), "tick \(tick)")
    }
  }

  @Test("both answers are equally frequent")
  func balance() {
    for seed in UInt64(0)..<5 {
      let right = (0..<2000).count {
        task.episode(seed: seed, index: $0, noise: 0).queries[0].target == 1
      }
      #expect(isPlausible(right, of: 2000, probability: 0.5), "seed \(seed): \(right)")
    }
  }

  @Test("background spikes come at the rate of the law, in every group")
  func backgroundRate() {
    // Without cues, every spike before the go signal is background.
    let silent = with(task) { $0.dropout = 1 }
    for noise in [1, 2, 8.0] {
      let p = 1 - exp(-0.1 * noise)
      let law = Disturbance(seed: 0, index: 0, noise: noise)
      #expect(abs(law.probability(rate: silent.backgroundRate) - p) < 1e-12)
      for seed in UInt64(0)..<4 {
        var counts = [0, 0, 0, 0]
        for index in 0..<40 {
          let episode = silent.episode(seed: seed, index: index, noise: noise)
          for group in 0..<4 {
            counts[group] += Int(
              episode.sum(group * 10..<(group + 1) * 10, over: corridor).rounded())
          }
          #expect(episode.observations.allSatisfy { $0 == 0 || $0 == 1 })
        }
        for count in counts {
          #expect(
            isPlausible(count, of: 40 * 10 * 110, probability: p),
            "seed \(seed), noise \(noise): \(count)")
        }
      }
    }
  }

  @Test("cues drop out with the probability of the law, and with them nothing else")
  func dropoutRate() {
    let quiet = with(task) { ($0.backgroundRate, $0.dropout) = (0, 0.2) }
    for (noise, p) in [(0.5, 0.1), (1, 0.2), (4, 0.8), (7, 1)] {
      for seed in UInt64(0)..<4 {
        var shown = 0
        for index in 0..<1000 {
          let episode = quiet.episode(seed: seed, index: index, noise: noise)
          shown += Int((episode.sum(0..<20, over: corridor) / 50).rounded())
        }
        #expect(
          isPlausible(7000 - shown, of: 7000, probability: p),
          "seed \(seed), noise \(noise): \(shown) shown")
      }
    }
  }

  @Test("more noise keeps every spike and every gap that less noise made")
  func nestedNoise() {
    let low = task.episode(seed: 5, index: 5, noise: 1)
    let high = with(task) { $0.dropout = 0 }.episode(seed: 5, index: 5, noise: 3)
    #expect(zip(low.observations, high.observations).allSatisfy { $0 <= $1 })
  }

  /// Share right of who answers the side with more spikes within cue times, and a coin on ties.
  private func countingAccuracy(_ task: CueAccumulation, noise: Double) -> Double {
    var right = 0.0
    for index in 0..<4000 {
      let episode = task.episode(seed: 9, index: index, noise: noise)
      var difference: Float = 0
      for cue in 0..<task.cues {
        let start = cue * (task.cueTicks + task.gapTicks)
        let shown = start..<start + task.cueTicks
        let sides = (episode.sum(0..<10, over: shown), episode.sum(10..<20, over: shown))
        difference += (sides.1 - sides.0).rounded()
      }
      let target = episode.queries[0].target
      right += difference == 0 ? 0.5 : (difference > 0) == (target == 1) ? 1 : 0
    }
    return right / 4000
  }

  @Test("who counts cues is right as often as the documentation says")
  func ceiling() {
    let quiet = with(task) { $0.backgroundRate = 0 }
    #expect(abs(countingAccuracy(quiet, noise: 1) - 0.98) < 0.01)
    #expect(abs(countingAccuracy(quiet, noise: 2) - 0.96) < 0.01)
    #expect(countingAccuracy(task, noise: 1) > 0.95)
    #expect(countingAccuracy(task, noise: 2) > 0.92)
  }
}
