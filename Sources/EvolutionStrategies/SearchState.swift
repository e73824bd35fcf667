public import NumericalMethods

/// What every strategy has: its settings, the key of its noise, and where the search stands.
///
/// Noise is never stored, so that workers exchange a strategy's value and fitness alone: that of
/// individual k in generation g is the stream (seed, `.perturbation`, g, individual k).
///
/// Encodes among the parts of its strategy.
public struct SearchState<Configuration: StrategyConfiguration, Mean: PackedNumbers>: Sendable,
  Codable
{
  /// The settings it was started with.
  public let configuration: Configuration
  /// The run's seed, key of every perturbation.
  public let seed: UInt64
  /// Generations so far.
  public internal(set) var generation = 0
  /// Per-parameter multipliers; nil where all are 1.
  public let scales: ParameterScales?
  var packedMean: Mean

  private enum CodingKeys: String, CodingKey {
    case configuration, seed, generation, scales
    case packedMean = "mean"
  }

  /// Preconditions: `configuration.validate()` passes, `scales` has the length of `initial`.
  init(
    initial: [Mean.Scalar], configuration: Configuration, seed: UInt64, scales: ParameterScales?
  ) {
    if let problem = configuration.problem { preconditionFailure(problem.description) }
    self.configuration = configuration
    self.seed = seed
    self.scales = scales
    packedMean = Mean(initial)
    precondition(scales.map { $0.dimension == dimension } ?? true, "one scale for every parameter")
  }

  /// Number of parameters.
  var dimension: Int { packedMean.values.count }

  /// Precondition of every candidate.
  func require(_ index: Int, _ buffer: UnsafeMutableBufferPointer<Float>) {
    precondition(
      0 <= index && index < configuration.populationSize,
      "a candidate's index is in the population")
    precondition(buffer.count == dimension, "the buffer has the strategy's dimension")
  }

  /// Fills a buffer with the standard normal vector of an individual of this generation.
  func fillNoise(_ individual: Int, _ buffer: UnsafeMutableBufferPointer<Float>) {
    var stream = RandomStream(
      seed: seed, purpose: .perturbation, generation: generation, individual: individual)
    var span = buffer.mutableSpan
    stream.fillGaussian(&span)
  }

  /// Throws `DecodingError.dataCorrupted` where the settings are out of bounds or a part has
  /// another dimension than it should.
  func check(_ parts: [PartLength], in decoder: any Decoder) throws {
    let all = parts + [(CodingKeys.scales, scales?.dimension ?? dimension, dimension)]
    let problem =
      configuration.problem.map { (CodingKeys.configuration as any CodingKey, $0.description) }
      ?? all.first { $0.found != $0.expected }
      .map { ($0.key, "dimension \($0.found) found, \($0.expected) expected") }
    guard let (key, text) = problem else { return }
    throw DecodingError.dataCorrupted(
      .init(codingPath: decoder.codingPath + [key], debugDescription: text))
  }

  /// The mean's key, for ``check(_:in:)``.
  var meanKey: any CodingKey { CodingKeys.packedMean }

  /// Encodes the state and the other parts of its strategy side by side.
  func encode<Key: CodingKey>(
    with parts: KeyValuePairs<Key, any Encodable>, to encoder: any Encoder
  ) throws {
    try encode(to: encoder)
    var values = encoder.container(keyedBy: Key.self)
    for (key, part) in parts { try values.encode(part, forKey: key) }
  }
}

/// A part of an encoded strategy: its key, its dimension, and what that should be.
typealias PartLength = (key: any CodingKey, found: Int, expected: Int)

/// Antithetic Gaussian perturbations: candidates 2k and 2k + 1 lie on both sides of the mean, and
/// the noise ε_k of their pair is that of individual k.
extension SearchState where Mean == PackedFloats {
  /// mean ± σ s ∘ ε of candidate `index`, with s all 1 where it is nil.
  func fill(
    _ index: Int, sigma: Float, _ scale: [Float]?, into buffer: inout MutableSpan<Float>
  ) {
    buffer.withUnsafeMutableBufferPointer { fill(index, sigma: sigma, scale, $0) }
  }

  private func fill(
    _ index: Int, sigma: Float, _ scale: [Float]?, _ buffer: UnsafeMutableBufferPointer<Float>
  ) {
    require(index, buffer)
    fillNoise(index / 2, buffer)
    let signed = index.isMultiple(of: 2) ? sigma : -sigma
    packedMean.values.withUnsafeBufferPointer { mean in
      guard let scale else {
        for i in 0..<mean.count { buffer[i] = mean[i] + signed * buffer[i] }
        return
      }
      scale.withUnsafeBufferPointer { scale in
        for i in 0..<mean.count { buffer[i] = mean[i] + signed * scale[i] * buffer[i] }
      }
    }
  }

  /// x₂ₖ − x₂ₖ₊₁ of every pair.
  func differences(_ x: [Double]) -> [Double] {
    stride(from: 0, to: x.count, by: 2).map { x[$0] - x[$0 + 1] }
  }

  /// x₂ₖ + x₂ₖ₊₁ of every pair.
  func sums(_ x: [Double]) -> [Double] {
    stride(from: 0, to: x.count, by: 2).map { x[$0] + x[$0 + 1] }
  }

  /// Σ_k w_k ε_k.
  func sum(weights: [Float]) -> [Float] { sum(weights) { $0 } }

  /// Σ_k w_k (ε_k² − 1), element by element.
  func sumOfExcess(weights: [Float]) -> [Float] { sum(weights) { $0 * $0 - 1 } }

  @inline(__always)
  private func sum(_ weights: [Float], _ transform: (Float) -> Float) -> [Float] {
    var sum = [Float](repeating: 0, count: dimension)
    sum.withUnsafeMutableBufferPointer { sum in
      withUnsafeTemporaryAllocation(of: Float.self, capacity: sum.count) { noise in
        for (pair, weight) in weights.enumerated() where weight != 0 {
          fillNoise(pair, noise)
          for i in 0..<sum.count { sum[i] += weight * transform(noise[i]) }
        }
      }
    }
    return sum
  }
}
