import NumericalMethods

/// The antithetic Gaussian perturbations of one generation: candidates 2k and 2k + 1 lie on both
/// sides of the mean.
///
/// Noise is never stored. ε_k, that of pair k in generation g, is the stream (seed,
/// `.perturbation`, generation g, individual k).
struct MirroredPairs {
  let seed: UInt64
  let generation: Int
  let populationSize: Int

  /// mean ± σ s ∘ ε of candidate `index`, with s all 1 where it is nil.
  func fill(
    _ index: Int, about mean: [Float], sigma: Float, _ scale: [Float]?,
    into buffer: UnsafeMutableBufferPointer<Float>
  ) {
    precondition(0 <= index && index < populationSize, "a candidate's index is in the population")
    precondition(buffer.count == mean.count, "the buffer has the strategy's dimension")
    fillPerturbation(seed, generation, index / 2, buffer)
    let signed = index.isMultiple(of: 2) ? sigma : -sigma
    mean.withUnsafeBufferPointer { mean in
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
  func sum(weights: [Float], dimension: Int) -> [Float] {
    sum(weights: weights, dimension: dimension) { $0 }
  }

  /// Σ_k w_k (ε_k² − 1), element by element.
  func sumOfExcess(weights: [Float], dimension: Int) -> [Float] {
    sum(weights: weights, dimension: dimension) { $0 * $0 - 1 }
  }

  @inline(__always)
  private func sum(
    weights: [Float], dimension: Int, _ transform: (Float) -> Float
  ) -> [Float] {
    var sum = [Float](repeating: 0, count: dimension)
    sum.withUnsafeMutableBufferPointer { sum in
      withUnsafeTemporaryAllocation(of: Float.self, capacity: sum.count) { noise in
        for (pair, weight) in weights.enumerated() where weight != 0 {
          fillPerturbation(seed, generation, pair, noise)
          for i in 0..<sum.count { sum[i] += weight * transform(noise[i]) }
        }
      }
    }
    return sum
  }
}

/// Fills a buffer with the standard normal vector of (seed, `.perturbation`, generation,
/// individual): noise follows from a strategy's value and is never stored.
func fillPerturbation(
  _ seed: UInt64, _ generation: Int, _ individual: Int, _ buffer: UnsafeMutableBufferPointer<Float>
) {
  var stream = RandomStream(
    seed: seed, purpose: .perturbation, generation: generation, individual: individual)
  stream.fillGaussian(buffer)
}
