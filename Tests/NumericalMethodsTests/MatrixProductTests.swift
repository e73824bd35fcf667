import Testing

@testable import NumericalMethods

@Suite struct MatrixProductTests {
  /// Against the definition, over shapes, transpositions, strides and β.
  @Test func agreesWithTheDefinition() {
    for seed in UInt64(0)..<40 {
      var stream = RandomStream(seed: seed, purpose: .episodeStart)
      let (m, n, k) = (1 + stream.below(11), 1 + stream.below(27), 1 + stream.below(9))
      let (flipA, flipB) = (stream.bool(), stream.bool())
      let strideA = (flipA ? m : k) + stream.below(3)
      let strideB = (flipB ? k : n) + stream.below(3)
      let strideC = n + stream.below(3)
      func draw(_ count: Int) -> [Double] { (0..<count).map { _ in stream.uniform(in: -1...1) } }
      let a = draw((flipA ? k : m) * strideA)
      let b = draw((flipB ? n : k) * strideB)
      let c = draw(m * strideC)
      let beta = [0, 1, 0.5][stream.below(3)]
      let product = MatrixProduct(
        rows: m, columns: n, inner: k, transposesA: flipA, transposesB: flipB, strideA: strideA,
        strideB: strideB, strideC: strideC)
      var expected = c
      for i in 0..<m {
        for j in 0..<n {
          expected[i * strideC + j] = (0..<k).reduce(beta * c[i * strideC + j]) { sum, l in
            sum + (flipA ? a[l * strideA + i] : a[i * strideA + l])
              * (flipB ? b[j * strideB + l] : b[l * strideB + j])
          }
        }
      }
      var found = c
      Double.multiply(product, a, b, keeping: beta, into: &found)
      #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 1e-12 }, "seed \(seed)")
      var single = c.map(Float.init)
      Float.multiply(
        product, a.map(Float.init), b.map(Float.init), keeping: Float(beta), into: &single)
      #expect(zip(single, expected).allSatisfy { abs(Double($0) - $1) < 1e-5 }, "seed \(seed)")
      // In single precision to the bit, from the first term to the last.
      for i in 0..<m {
        for j in 0..<n {
          let sum = (0..<k).reduce(Float(0)) { sum, l in
            sum + Float(flipA ? a[l * strideA + i] : a[i * strideA + l])
              * Float(flipB ? b[j * strideB + l] : b[l * strideB + j])
          }
          let kept = beta == 0 ? sum : Float(beta) * Float(c[i * strideC + j]) + sum
          #expect(single[i * strideC + j] == kept, "seed \(seed) row \(i) column \(j)")
        }
      }
    }
  }
}
