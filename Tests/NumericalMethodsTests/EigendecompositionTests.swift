import Foundation
import NumericalMethods
import Testing

@Suite struct EigendecompositionTests {
  /// A symmetric matrix with entries of order 1.
  private func symmetric(_ n: Int, seed: UInt64) -> [Double] {
    var stream = RandomStream(seed: seed, purpose: .test)
    var a = [Double](repeating: 0, count: n * n)
    for i in 0..<n {
      for j in i..<n {
        a[i * n + j] = stream.gaussian()
        a[j * n + i] = a[i * n + j]
      }
    }
    return a
  }

  private func dot(_ a: ArraySlice<Double>, _ b: ArraySlice<Double>) -> Double {
    zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// A v = λ v, vᵢ · vⱼ = δᵢⱼ, values ascend.
  @Test(arguments: [1, 2, 3, 10, 33, 60], UInt64(1)...3)
  func definition(n: Int, seed: UInt64) throws {
    let a = symmetric(n, seed: seed)
    let found = try #require(SymmetricEigendecomposition(a, dimension: n))
    let rows = (0..<n).map { found.vectors[$0 * n..<($0 + 1) * n] }
    #expect(found.values == found.values.sorted(), "seed \(seed)")
    for j in 0..<n {
      for i in 0..<n {
        let product = dot(a[i * n..<(i + 1) * n], rows[j])
        let expected = found.values[j] * rows[j][j * n + i]
        #expect(abs(product - expected) < 1e-12 * Double(n), "seed \(seed)")
        #expect(abs(dot(rows[i], rows[j]) - (i == j ? 1 : 0)) < 1e-12, "seed \(seed)")
      }
    }
  }

  @Test func knownMatrix() throws {
    let found = try #require(SymmetricEigendecomposition([2, 1, 1, 2], dimension: 2))
    #expect(abs(found.values[0] - 1) < 1e-15 && abs(found.values[1] - 3) < 1e-15)
    #expect(abs(abs(found.vectors[2]) - 0.5.squareRoot()) < 1e-15)
    #expect(found.vectors[0] * found.vectors[1] < 0)
  }

  /// Equal eigenvalues, as in the first generations of a search, and none at all.
  @Test func degenerateMatrices() throws {
    let identity = SymmetricEigendecomposition(identity: 7)
    let found = try #require(SymmetricEigendecomposition(identity.vectors, dimension: 7))
    #expect(found.values.allSatisfy { abs($0 - 1) < 1e-15 })
    let zero = try #require(
      SymmetricEigendecomposition([Double](repeating: 0, count: 9), dimension: 3))
    #expect(zero.values == [0, 0, 0])
  }

  @Test func sameBitsEveryTime() throws {
    let a = symmetric(40, seed: 5)
    let first = try #require(SymmetricEigendecomposition(a, dimension: 40))
    for shift in 1...5 {
      let padding = [UInt8](repeating: 0, count: 8 * shift)
      #expect(SymmetricEigendecomposition(a, dimension: 40) == first, "\(padding.count)")
    }
    let copy = try JSONDecoder().decode(
      SymmetricEigendecomposition.self, from: JSONEncoder().encode(first))
    #expect(copy == first)
  }

  @Test func whatIsNotFiniteIsRefused() {
    #expect(SymmetricEigendecomposition([1, .nan, .nan, 1], dimension: 2) == nil)
    #expect(SymmetricEigendecomposition([1, 0, 0, .infinity], dimension: 2) == nil)
  }
}
