import Testing

@testable import TemporalTasks

@Suite("One-shot recognition")
struct OneShotRecognitionTests {
  private let task = OneShotRecognition()

  private struct Showing {
    let glyph: [Float]
    let label: Int
  }

  private func studied(_ episode: TaskEpisode, of task: OneShotRecognition) -> [Showing] {
    let pixels = task.side * task.side
    return (0..<task.ways * task.shots).compactMap { place in
      let start = place * (task.showTicks + task.gapTicks)
      let shown = start..<start + task.showTicks
      let labels = episode.mean(pixels..<pixels + task.ways, over: shown)
      return labels.firstIndex(of: 1).map {
        Showing(glyph: episode.mean(0..<pixels, over: shown), label: $0)
      }
    }
  }

  private func asked(_ episode: TaskEpisode, of task: OneShotRecognition) -> [Showing] {
    episode.queries.map {
      let shown = $0.ticks.upperBound - task.queryTicks..<$0.ticks.upperBound
      return Showing(
        glyph: episode.mean(0..<task.side * task.side, over: shown), label: $0.target)
    }
  }

  /// Share of queries whose label is that of the nearest showing.
  private func templateAccuracy(
    _ task: OneShotRecognition, noise: Double = 0, seed: UInt64 = 1
  ) -> Double {
    var (right, count) = (0, 0)
    for index in 0..<200 {
      let episode = task.episode(seed: seed, index: index, noise: noise)
      let memory = studied(episode, of: task)
      for query in asked(episode, of: task) {
        let nearest = memory.min {
          squaredDistance($0.glyph, query.glyph) < squaredDistance($1.glyph, query.glyph)
        }
        count += 1
        if nearest?.label == query.label { right += 1 }
      }
    }
    return Double(right) / Double(count)
  }

  @Test("each label is shown and asked as often as stated, in different orders")
  func labels() {
    let several = with(task) { ($0.ways, $0.shots, $0.queries) = (4, 3, 2) }
    for variant in [task, several] {
      var orders: Set<[Int]> = []
      for index in 0..<50 {
        let episode = variant.episode(seed: 1, index: index, noise: 0)
        let study = studied(episode, of: variant).map(\.label)
        let targets = episode.queries.map(\.target)
        for label in 0..<variant.ways {
          #expect(study.count { $0 == label } == variant.shots, "index \(index)")
          #expect(targets.count { $0 == label } == variant.queries, "index \(index)")
        }
        orders.formUnion([study, targets])
      }
      #expect(orders.count > 40)
    }
  }

  @Test("the first query asks for each label equally often")
  func balance() {
    for seed in UInt64(0)..<3 {
      var counts = [Int](repeating: 0, count: 5)
      for index in 0..<500 {
        counts[task.episode(seed: seed, index: index, noise: 0).queries[0].target] += 1
      }
      for count in counts {
        #expect(isPlausible(count, of: 500, probability: 0.2), "seed \(seed): \(counts)")
      }
    }
  }

  @Test("drawings have mean 0 and deviation 1")
  func standardisation() {
    let episode = task.episode(seed: 1, index: 0, noise: 0)
    for showing in studied(episode, of: task) + asked(episode, of: task) {
      #expect(abs(showing.glyph.reduce(0, +)) < 1e-4)
      #expect(abs(showing.glyph.reduce(0) { $0 + $1 * $1 } / 49 - 1) < 1e-4)
    }
  }

  @Test("a rehearsal asks for the label on show, at the end of its showing")
  func rehearsals() {
    for (weight, index) in [(1, 0), (0.25, 1)] {
      let variant = with(task) { $0.rehearsalWeight = weight }
      let episode = variant.episode(seed: 1, index: index, noise: 0)
      let study = studied(episode, of: variant).map(\.label)
      #expect(episode.rehearsals.map(\.target) == study)
      #expect(episode.rehearsals.allSatisfy { $0.weight == Float(weight) })
      #expect(episode.rehearsals.map(\.ticks) == (0..<5).map { 10 * $0 + 3..<10 * $0 + 8 })
    }
  }

  @Test("only a query is marked as one")
  func queryChannel() {
    let episode = task.episode(seed: 1, index: 0, noise: 0.5)
    for tick in 0..<100 {
      let isAsked = tick >= 50 && tick % 10 < 8
      #expect(episode.observation(at: tick)[54] == (isAsked ? 1 : 0), "tick \(tick)")
    }
    #expect(episode.queries[0].ticks == 53..<58)
  }

  @Test("the nearest template answers nearly always, for characters of either split")
  func solvable() {
    for seed in UInt64(1)...3 {
      #expect(templateAccuracy(task, seed: seed) > 0.97, "seed \(seed)")
      let test = with(task) { $0.split = .test }
      #expect(templateAccuracy(test, seed: seed) > 0.97, "seed \(seed)")
    }
    // As documented.
    #expect(abs(templateAccuracy(task) - 0.99) < 0.015)
    #expect(abs(templateAccuracy(task, noise: 1) - 0.98) < 0.015)
    #expect(abs(templateAccuracy(task, noise: 2) - 0.9) < 0.03)
    let twenty = with(task) { $0.ways = 20 }
    #expect(templateAccuracy(twenty) > 0.9)
  }

  @Test("drawings of one character differ, but less than characters do")
  func jitter() {
    let many = with(task) { ($0.ways, $0.shots, $0.queries) = (20, 2, 1) }
    for seed in UInt64(1)...3 {
      let showings = studied(many.episode(seed: seed, index: 0, noise: 0), of: many)
      var (within, between) = ([Float](), [Float]())
      for (i, a) in showings.enumerated() {
        for b in showings[(i + 1)...] {
          let distance = squaredDistance(a.glyph, b.glyph).squareRoot()
          if a.label == b.label { within.append(distance) } else { between.append(distance) }
        }
      }
      #expect(within.count == 20 && within.allSatisfy { $0 > 0 })
      let means = [within, between].map { $0.reduce(0, +) / Float($0.count) }
      #expect(means[0] < 0.6 * means[1], "seed \(seed): \(means)")
    }
  }

  @Test("without jitter every drawing is the character's template")
  func templates() {
    let still = with(task) {
      ($0.strokes.jitter.shift, $0.strokes.jitter.rotation) = (0, 0)
      ($0.strokes.jitter.scale, $0.strokes.jitter.stroke) = (0, 0)
      ($0.strokes.characters, $0.ways) = (6, 6)
    }
    for (split, first) in [(GlyphSplit.train, 0), (.test, 1)] {
      let indices = stride(from: first, to: 12, by: 2)
      let variant = with(still) { $0.split = split }
      let episode = variant.episode(seed: 1, index: 0, noise: 0)
      let templates = indices.map {
        standardised(variant.strokes.glyph($0).raster(side: 7, width: variant.strokes.width))
      }
      for showing in studied(episode, of: variant) + asked(episode, of: variant) {
        #expect(
          templates.contains { squaredDistance($0, showing.glyph) < 1e-8 }, "\(split.rawValue)")
      }
    }
    let all = with(still) { $0.split = .all }
    #expect(all.characters == 12 && still.characters == 6)
  }

  @Test("characters have ink on paper, and each alphabet its own")
  func characters() {
    let alphabet = StrokeAlphabet()
    let other = with(alphabet) { $0.seed = 2 }
    for index in 0..<200 {
      let template = alphabet.glyph(index).raster(side: 7, width: alphabet.width)
      #expect(template.count == 49)
      #expect(template.allSatisfy { (0...1).contains($0) }, "character \(index)")
      let ink = template.reduce(0, +) / 49
      #expect((0.08...0.7).contains(ink), "character \(index): \(ink)")
      #expect(
        template != other.glyph(index).raster(side: 7, width: other.width), "character \(index)")
      #expect(
        template != alphabet.glyph(index + 1).raster(side: 7, width: alphabet.width),
        "character \(index)")
    }
  }
}
