/// A = Σ_j λ_j v_j v_jᵀ of a symmetric matrix.
///
/// Encoding is exact. The same matrix gives the same bits on one type of machine.
public struct SymmetricEigendecomposition: Sendable, Hashable, Codable {
  private var packedValues: PackedDoubles
  private var packedVectors: PackedDoubles

  private enum CodingKeys: String, CodingKey {
    case packedValues = "values"
    case packedVectors = "vectors"
  }

  /// λ, n of them, from the smallest up.
  public var values: [Double] { packedValues.values }
  /// v [n, n], row-major: row j is the unit eigenvector of `values[j]`, orthogonal to the others.
  public var vectors: [Double] { packedVectors.values }
  /// n.
  public var dimension: Int { packedValues.values.count }

  /// Decomposes a matrix [n, n], row-major, of which the upper triangle is read; nil where an entry
  /// is not finite or the iteration does not converge.
  ///
  /// Precondition: `matrix` holds n² numbers, n ≤ 10 000.
  public init?(_ matrix: [Double], dimension: Int) {
    precondition(matrix.count == dimension * dimension, "a square matrix")
    precondition(dimension <= 10_000, "LAPACK counts its memory in 32 bits")
    guard matrix.allSatisfy(\.isFinite) else { return nil }
    var (vectors, values) = (matrix, [Double](repeating: 0, count: dimension))
    guard OpenBLAS.decompose(&vectors, values: &values, dimension: dimension) else { return nil }
    packedValues = PackedDoubles(values)
    packedVectors = PackedDoubles(vectors)
  }

  /// That of the unit matrix.
  public init(identity dimension: Int) {
    packedValues = PackedDoubles([Double](repeating: 1, count: dimension))
    packedVectors = PackedDoubles(
      (0..<dimension * dimension).map { $0 % (dimension + 1) == 0 ? 1 : 0 })
  }

  /// Reads what `encode(to:)` wrote; throws `DecodingError.dataCorrupted` where the sizes disagree.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    packedValues = try container.decode(PackedDoubles.self, forKey: .packedValues)
    packedVectors = try container.decode(PackedDoubles.self, forKey: .packedVectors)
    try container.require(vectors.count, of: dimension * dimension, forKey: .packedVectors)
  }
}
