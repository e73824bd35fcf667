import EvolutionStrategies

/// Parameter vectors of a generation that are tried on the same episodes.
public struct Candidates: Sendable {
  public let generation: Int
  public let count: Int
  private let dimension: Int
  /// Writes a candidate's parameters into a buffer of their number.
  let fill: @Sendable (_ index: Int, _ buffer: inout MutableSpan<Float>) -> Void

  /// One candidate.
  public init(_ parameters: [Float], generation: Int) {
    (self.generation, count, dimension) = (generation, 1, parameters.count)
    fill = { _, buffer in for i in buffer.indices { buffer[i] = parameters[i] } }
  }

  init(_ search: SubspaceSearch) {
    (generation, count) = (search.generation, search.populationSize)
    dimension = search.dimension
    fill = { search.candidate($0, into: &$1) }
  }

  subscript(index: Int) -> [Float] {
    [Float](unsafeUninitializedCapacity: dimension) { buffer, count in
      // Candidates assign to floats, which need no initialisation first.
      var span = buffer.mutableSpan
      fill(index, &span)
      count = dimension
    }
  }
}
