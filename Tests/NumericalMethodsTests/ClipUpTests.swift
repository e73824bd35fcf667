import Foundation
import NumericalMethods
import Testing

private func norm(_ x: [Float]) -> Double { euclideanNorm(x) }

/// Three updates by hand: α = 0.1, v_max = 0.15, m = 0.9. |v| is 0.1, then 0.19 clipped to 0.15;
/// then the gradient turns by a right angle: (0.135, 0.1) has length 0.168 and is clipped again.
@Test func clipUpReference() {
  var theta: [Float] = [1, -2]
  var clipUp = ClipUp(dimension: 2, stepSize: 0.1, maxSpeed: 0.15)
  let gradients: [[Float]] = [[30, 0], [1e-3, 0], [0, 7]]
  let length = (0.135 * 0.135 + 0.01).squareRoot()
  let expected = [
    [0.9, -2], [0.75, -2], [0.75 - 0.15 * 0.135 / length, -2 - 0.15 * 0.1 / length],
  ]
  for (gradient, row) in zip(gradients, expected) {
    let before = theta
    let moved = clipUp.update(parameters: &theta, gradient: gradient)
    for (x, y) in zip(theta, row) { #expect(abs(Double(x) - y) < 1e-6) }
    #expect(abs(moved - norm(zip(theta, before).map { $0 - $1 })) < 1e-6)
  }
}

@Test func clipUpIgnoresTheGradientsLengthAndCoastsWithoutOne() {
  var (a, b): ([Float], [Float]) = ([0, 0], [0, 0])
  var first = ClipUp(dimension: 2, stepSize: 0.1, maxSpeed: 0.2)
  var second = first
  first.update(parameters: &a, gradient: [3, 4])
  second.update(parameters: &b, gradient: [3e-9, 4e-9])
  for (x, y) in zip(a, b) { #expect(abs(x - y) < 1e-7) }
  first.update(parameters: &a, gradient: [0, 0])
  #expect(abs(norm(a) - 0.19) < 1e-6)
  second.update(parameters: &b, gradient: [0, 0], learningRateScale: [0, 2])
  #expect(abs(b[0] + 0.06) < 1e-6 && abs(b[1] + 0.08 + 0.144) < 1e-6)
}

@Test func clipUpRoundTripContinuesBitForBit() throws {
  var stream = RandomStream(seed: 1, purpose: .test)
  var theta = (0..<9).map { _ in Float(stream.gaussian()) }
  var clipUp = ClipUp(dimension: 9, stepSize: 0.03, maxSpeed: 0.05)
  func gradient() -> [Float] { (0..<9).map { _ in Float(stream.gaussian()) } }
  for _ in 0..<20 { clipUp.update(parameters: &theta, gradient: gradient()) }
  var copy = try JSONDecoder().decode(ClipUp.self, from: JSONEncoder().encode(clipUp))
  #expect(copy == clipUp)
  var other = theta
  for _ in 0..<20 {
    let g = gradient()
    clipUp.update(parameters: &theta, gradient: g)
    copy.update(parameters: &other, gradient: g)
  }
  #expect(theta.map(\.bitPattern) == other.map(\.bitPattern))
}

@Test func packedDoublesKeepEveryBit() throws {
  let values: [Double] = [0, -0.0, .nan, -.infinity, .leastNonzeroMagnitude, 1 / 3, .pi]
  let data = try JSONEncoder().encode(PackedDoubles(values))
  let back = try JSONDecoder().decode(PackedDoubles.self, from: data).values
  #expect(back.map(\.bitPattern) == values.map(\.bitPattern))
  let odd = Data(#""AAAA""#.utf8)
  #expect(throws: DecodingError.self) { try JSONDecoder().decode(PackedDoubles.self, from: odd) }
}
