import NumericalMethods

extension OneShotRecognition {
  public func episode(seed: UInt64, index: Int, noise: Double) -> TaskEpisode {
    precondition(noise >= 0 && noise.isFinite, "noise is finite and not negative")
    var content = RandomStream.content(seed: seed, index: index)
    // Drawn in random order, so a character's place in the list serves as its label.
    let glyphs = content.distinct(ways, below: characters).map {
      alphabet.drawings(shots + queries, of: $0, in: split, side: side, stream: &content)
        .map(standardised)
    }
    let study = content.permutation(ways * shots)
    let questions = content.permutation(trials)

    var grid = ObservationGrid(ticks: ticks, inputs: inputs)
    var taught: [Range<Int>] = []
    var rehearsals: [Query] = []
    for (place, showing) in study.enumerated() {
      let (label, drawing) = showing.quotientAndRemainder(dividingBy: shots)
      let start = place * (showTicks + gapTicks)
      let shown = start..<start + showTicks
      grid.write(glyphs[label][drawing], at: 0, ticks: shown)
      grid.fill(pixels + label..<pixels + label + 1, ticks: shown, with: 1)
      taught.append(shown)
      rehearsals.append(
        Query(
          trial: place, ticks: shown.suffix(responseTicks), target: label,
          weight: Float(rehearsalWeight)))
    }
    let first = study.count * (showTicks + gapTicks)
    var asked: [Query] = []
    for (trial, question) in questions.enumerated() {
      let (label, drawing) = question.quotientAndRemainder(dividingBy: queries)
      let start = first + trial * (queryTicks + gapTicks)
      let end = start + queryTicks
      grid.write(glyphs[label][shots + drawing], at: 0, ticks: start..<end)
      grid.fill(inputs - 1..<inputs, ticks: start..<end, with: 1)
      asked.append(Query(trial: trial, ticks: end - responseTicks..<end, target: label))
    }
    var disturbance = RandomStream.disturbance(seed: seed, index: index)
    grid.addNoise(deviation: noise, channels: 0..<pixels, stream: &disturbance)
    return TaskEpisode(
      grid: grid, queries: asked, rehearsals: rehearsals,
      resets: clearsState ? (0..<trials).map { first + $0 * (queryTicks + gapTicks) } : [],
      taught: taught)
  }

  private var pixels: Int { side * side }

  /// A drawing with mean 0 and deviation 1 over its pixels; a blank one is 0 throughout.
  private func standardised(_ drawing: [Float]) -> [Float] {
    let mean = drawing.reduce(0, +) / Float(pixels)
    let square = drawing.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Float(pixels)
    return square > 0 ? drawing.map { ($0 - mean) / square.squareRoot() } : drawing.map { _ in 0 }
  }
}
