/// A black-box maximiser of fitness over a flat parameter vector, in ask/tell form and as a value:
/// copying it copies the search.
///
/// One generation is: evaluate `candidate(0)` … `candidate(populationSize − 1)` in any order, on
/// any worker that holds an equal value, then `tell` their fitness in that index order.
public protocol EvolutionStrategy: Sendable {
  /// Number of parameters.
  var dimension: Int { get }
  /// Candidates in a generation.
  var populationSize: Int { get }
  /// Generations so far.
  var generation: Int { get }
  /// Centre of the search distribution, length `dimension`: the current best estimate.
  var mean: [Float] { get }

  /// Writes candidate `index` of this generation: a pure function of the strategy's value.
  ///
  /// Preconditions: `index` in [0, populationSize), `buffer` of length `dimension`.
  func candidate(_ index: Int, into buffer: inout MutableSpan<Float>)

  /// Ends the generation with the fitness of every candidate, in index order; higher is better.
  ///
  /// Values that are not finite (+∞ too) rank below all others; ties share their mean rank.
  /// Precondition: `fitness.count == populationSize`.
  @discardableResult
  mutating func tell(_ fitness: [Double]) -> UpdateSummary

  /// Ends the generation without learning from it: nothing but the generation's number changes.
  mutating func skip()
}

extension EvolutionStrategy {
  /// Candidate `index` of this generation as an array.
  public func candidate(_ index: Int) -> [Float] {
    [Float](unsafeUninitializedCapacity: dimension) { buffer, count in
      var span = UnsafeMutableBufferPointer(rebasing: buffer[..<dimension]).mutableSpan
      candidate(index, into: &span)
      count = dimension
    }
  }
}
