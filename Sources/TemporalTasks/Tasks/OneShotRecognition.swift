import NumericalMethods

/// Characters never seen before: each is shown with its label, then asked about without it.
///
/// The k-way n-shot task of Lake et al. 2015 and Vinyals et al. 2016 (arXiv 1606.04080), as in
/// Schmidgall, Hays 2022 (arXiv 2206.12520). Each episode draws `ways` characters and gives them
/// the labels 0 to ways − 1 by chance. The study: `shots` drawings of each, in random order, with
/// the label as one-hot input and the external modulator at 1. Then `queries` further drawings of
/// each, in random order, without label; the answer is read in the last `responseTicks` of each.
///
/// Channels: `side`² pixels, row after row from the top, each drawing's ink standardised to mean 0
/// and deviation 1; `ways` for the label; one that is 1 while a query is shown.
///
/// Law of noise ν: every pixel carries a normal value of deviation ν, independently at every tick.
/// The differences between drawings of one character are content, the same at every noise. With the
/// defaults the label of the nearest showing is right in 99 % of queries without noise, 98 % at ν =
/// 1 and 90 % at ν = 2.
public struct OneShotRecognition: TemporalTask {
  public static let name = "one-shot-recognition"

  /// Characters in an episode, k.
  public var ways = 5
  /// Drawings of each with its label, n.
  public var shots = 1
  /// Queries about each.
  public var queries = 1
  /// Pixels in a row and in a column.
  public var side = 7
  /// Length of a showing with label [ticks].
  public var showTicks = 8
  /// Length of a query [ticks].
  public var queryTicks = 8
  /// Ticks at the end of a query in which the answer is read.
  public var responseTicks = 5
  /// Silence after every showing and every query [ticks].
  public var gapTicks = 2
  /// Loss weight of saying the label while it is shown, the last `responseTicks` of each showing.
  /// At 0 a network has to find at once how to answer and how to remember, and long stays at
  /// chance.
  public var rehearsalWeight = 2.0
  /// Which characters are drawn.
  public var split = GlyphSplit.train
  /// The alphabet, unless `folder` names one.
  public var strokes = StrokeAlphabet()
  /// A folder laid out as Omniglot, to be read by ``load()``; empty for drawn strokes.
  public var folder = ""
  /// A folder of the characters that ``heldOut`` shows, all of them, in place of the test split of
  /// `folder`; empty for that split. As Omniglot is published, `folder` is images_background,
  /// of which training uses `split` all, and this is images_evaluation.
  public var heldOutFolder = ""
  /// Whether the fast state is cleared before every query.
  public var clearsState = false
  /// What ``load()`` has read of `folder`. It is no setting and is not encoded.
  public internal(set) var images: ImageAlphabet?
  /// The same of `heldOutFolder`.
  public internal(set) var heldOutImages: ImageAlphabet?

  /// The defaults.
  public init() {}

  enum CodingKeys: String, CodingKey {
    case ways, shots, queries, side, split, strokes, folder, heldOutFolder, showTicks, queryTicks,
      responseTicks, gapTicks, rehearsalWeight, clearsState
  }

  public var inputs: Int { side * side + ways + 1 }
  public var outputs: Int { ways }
  public var ticks: Int { ways * shots * (showTicks + gapTicks) + trials * (queryTicks + gapTicks) }
  public var trials: Int { ways * queries }

  /// Characters in the split, of which an episode draws `ways`.
  public var characters: Int { alphabet.characterCount(in: split) }

  private var alphabet: any GlyphAlphabet { images ?? strokes }

  public func validate() throws(TemporalTaskError) {
    try TemporalTaskError.check(ways, in: 2...1000, CodingKeys.ways)
    try TemporalTaskError.check(shots, in: 1...1000, CodingKeys.shots)
    try TemporalTaskError.check(queries, in: 1...1000, CodingKeys.queries)
    try TemporalTaskError.check(side, in: 2...64, CodingKeys.side)
    try TemporalTaskError.check(showTicks, in: 1...10_000, CodingKeys.showTicks)
    try TemporalTaskError.check(queryTicks, in: 1...10_000, CodingKeys.queryTicks)
    try TemporalTaskError.check(
      responseTicks, in: 1...min(showTicks, queryTicks), CodingKeys.responseTicks)
    try TemporalTaskError.check(gapTicks, in: 0...10_000, CodingKeys.gapTicks)
    try TemporalTaskError.check(rehearsalWeight, in: 0...1000, CodingKeys.rehearsalWeight)
    try strokes.validate(at: "strokes.", ways: ways)
    try checkFolders()
    try checkSize()
  }
}

extension OneShotRecognition {
  public func episode(seed: UInt64, index: Int, noise: Double) -> TaskEpisode {
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
      grid.set(pixels + label, ticks: shown)
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
      grid.set(inputs - 1, ticks: start..<end)
      asked.append(Query(trial: trial, ticks: end - responseTicks..<end, target: label))
    }
    var disturbance = Disturbance(seed: seed, index: index, noise: noise)
    grid.addNoise(&disturbance, channels: 0..<pixels)
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
