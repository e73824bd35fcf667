import Foundation
import NumericalMethods
import Testing

/// f = θ₀² + 5 θ₁², step size 0.1, from (1, −2): three updates by NumPy in double precision.
@Test func adamReference() {
  let expected: [[Double]] = [[0.9, -1.9], [0.80041223, -1.80016649], [0.70158627, -1.70062339]]
  var theta: [Float] = [1, -2]
  var adam = Adam(dimension: 2, learningRate: 0.1)
  for row in expected {
    adam.update(parameters: &theta, gradient: [2 * theta[0], 20 * theta[1]])
    for (x, y) in zip(theta, row) { #expect(abs(Double(x) - y) < 1e-6) }
  }
  #expect(adam.step == 3)
}

@Test func adamScalesEachStep() {
  var theta: [Float] = [0, 0, 0]
  var adam = Adam(dimension: 3, learningRate: 0.5)
  let norm = adam.update(
    parameters: &theta, gradient: [4, 4, -0.01], learningRateScale: [1, 0, 2])
  // The first step has length α whatever the gradient's.
  #expect(abs(theta[0] + 0.5) < 1e-5 && theta[1] == 0 && abs(theta[2] - 1) < 1e-5)
  #expect(abs(norm - 1.25.squareRoot()) < 1e-5)
}

@Test func adamRoundTripContinuesBitForBit() throws {
  var stream = RandomStream(seed: 1, purpose: .test)
  var theta = (0..<9).map { _ in Float(stream.gaussian()) }
  var adam = Adam(dimension: 9, learningRate: 0.03)
  func gradient() -> [Float] { (0..<9).map { _ in Float(stream.gaussian()) } }
  for _ in 0..<20 { adam.update(parameters: &theta, gradient: gradient()) }
  var copy = try JSONDecoder().decode(Adam.self, from: JSONEncoder().encode(adam))
  #expect(copy == adam)
  var other = theta
  for _ in 0..<20 {
    let g = gradient()
    adam.update(parameters: &theta, gradient: g)
    copy.update(parameters: &other, gradient: g)
  }
  #expect(theta.map(\.bitPattern) == other.map(\.bitPattern))
}

@Test func packedFloatsKeepEveryBit() throws {
  let values: [Float] = [0, -0.0, .nan, -.infinity, .leastNonzeroMagnitude, 1 / 3, .pi]
  let data = try JSONEncoder().encode(PackedFloats(values))
  let back = try JSONDecoder().decode(PackedFloats.self, from: data).values
  #expect(back.map(\.bitPattern) == values.map(\.bitPattern))
  let odd = Data(#""AAAA""#.utf8)
  #expect(throws: DecodingError.self) { try JSONDecoder().decode(PackedFloats.self, from: odd) }
}
