import NumericalMethods
import Testing

@Suite struct VectorProductTests {
  @Test func cosineIsThatOfTheAngle() {
    #expect(cosine([2, 0], [5, 0]) == 1 && cosine([2, 0], [-1, 0]) == -1)
    #expect(cosine([1, 0, 0], [0, 1, 0]) == 0)
    #expect(abs(cosine([1, 0], [1, 1]) - 0.5.squareRoot()) < 1e-15)
    #expect(cosine([0, 0], [1, 1]) == 0, "no direction")
  }

  @Test func productAndNorm() {
    #expect(dot([1, 2, 3], [4, -5, 6]) == 12)
    #expect(euclideanNorm([3.0, 4]) == 5 && euclideanNorm([Float(3), 4]) == 5)
  }
}
