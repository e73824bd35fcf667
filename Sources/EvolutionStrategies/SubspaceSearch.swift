import NumericalMethods

/// A strategy that searches some of a vector's parameters, while the others stay where they
/// started.
public struct SubspaceSearch: EvolutionStrategy, Codable {
  /// The search among the selected parameters.
  public private(set) var strategy: Strategy
  /// The selected parameters, ascending and disjoint.
  public let selection: [Range<Int>]
  /// The start of all parameters.
  private let packedStart: PackedFloats

  private enum CodingKeys: String, CodingKey {
    case strategy, selection
    case packedStart = "start"
  }

  /// - Parameters:
  ///   - start: all parameters.
  ///   - selection: those that are searched for: ascending, disjoint ranges of them.
  ///   - strategy: makes the search from the start of the selected ones.
  ///
  /// Precondition: the strategy has the dimension of its start.
  public init(
    start: [Float], selection: [Range<Int>], strategy: (_ selected: [Float]) -> Strategy
  ) {
    precondition(Self.isSelection(selection, of: start.count), "ascending ranges of the parameters")
    self.selection = selection
    packedStart = PackedFloats(start)
    self.strategy = strategy(selection.flatMap { start[$0] })
    precondition(self.strategy.dimension == selectedCount, "a dimension for each parameter")
  }

  private var selectedCount: Int { selection.reduce(0) { $0 + $1.count } }

  /// Number of all parameters.
  public var dimension: Int { packedStart.values.count }
  /// Candidates in a generation.
  public var populationSize: Int { strategy.populationSize }
  /// Generations so far.
  public var generation: Int { strategy.generation }

  /// The strategy's mean in its place among all parameters.
  public var mean: [Float] {
    var all = packedStart.values
    var span = all.mutableSpan
    place(strategy.mean.span, into: &span)
    return all
  }

  /// The strategy's candidate in its place among all parameters.
  public func candidate(_ index: Int, into buffer: inout MutableSpan<Float>) {
    precondition(buffer.count == dimension, "the buffer has the number of parameters")
    guard selection != [0..<dimension] else { return strategy.candidate(index, into: &buffer) }
    for i in buffer.indices { buffer[i] = packedStart.values[i] }
    withUnsafeTemporaryAllocation(of: Float.self, capacity: selectedCount) { own in
      var span = own.mutableSpan
      strategy.candidate(index, into: &span)
      place(own.span, into: &buffer)
    }
  }

  private func place(_ own: Span<Float>, into all: inout MutableSpan<Float>) {
    var next = 0
    for range in selection {
      for i in range {
        all[i] = own[next]
        next += 1
      }
    }
  }

  @discardableResult
  public mutating func tell(_ fitness: [Double]) -> UpdateSummary { strategy.tell(fitness) }

  public mutating func skip() { strategy.skip() }

  /// Reads what `encode(to:)` wrote; throws `DecodingError.dataCorrupted` where the parts disagree.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    strategy = try values.decode(Strategy.self, forKey: .strategy)
    selection = try values.decode([Range<Int>].self, forKey: .selection)
    packedStart = try values.decode(PackedFloats.self, forKey: .packedStart)
    guard Self.isSelection(selection, of: packedStart.values.count) else {
      throw DecodingError.dataCorruptedError(
        forKey: .selection, in: values, debugDescription: "no ascending ranges of the parameters")
    }
    try values.require(
      strategy.dimension, of: selectedCount, forKey: .strategy, what: "dimension ")
  }

  private static func isSelection(_ ranges: [Range<Int>], of count: Int) -> Bool {
    let bounds = [0] + ranges.flatMap { [$0.lowerBound, $0.upperBound] } + [count]
    return zip(bounds, bounds.dropFirst()).allSatisfy { $0 <= $1 }
  }
}
