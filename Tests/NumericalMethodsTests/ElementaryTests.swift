import Foundation
import NumericalMethods
import Testing

@Test func fastTanhIsAccurate() {
  for i in -200_000...200_000 {
    let x = Float(i) * 6e-5
    #expect(abs(Double(fastTanh(x)) - tanh(Double(x))) < 3e-7, "x = \(x)")
  }
  for x: Float in [1e-30, 1e-8, 1e-4] { #expect(abs(fastTanh(x) / x - 1) < 1e-6, "x = \(x)") }
}

/// The same bits on every machine and with every compiler: a product that was fused with a sum
/// would show here.
@Test func elementaryFunctionsHaveTheirBits() {
  var digest = Digest64()
  for n in 0..<5000 {
    let x = Double(n) * 0.37 - 700
    let y = Double(n) / 5000
    for value in [
      Double.exp(x), .expMinusOne(y - 0.5), .log(y + 1e-3), .sin(x), .cos(x), .atan(x / 50),
      .atan2(y: y - 0.3, x: x), .acos(2 * y - 1), .tanh(4 * y - 2), .pow(y + 0.1, 2.5),
    ] {
      digest.update(value)
    }
    let z = Float(y)
    for value in [Float.exp(z), .log(z + 0.5), .atan(z), fastTanh(3 * z)] { digest.update(value) }
  }
  #expect(digest.hex == "941cc533a08cb070")
}

@Test func fastTanhIsOddAndBounded() {
  for i in 0...100_000 {
    let x = Float(i) * 2e-4
    #expect(fastTanh(-x) == -fastTanh(x) && abs(fastTanh(x)) <= 1, "x = \(x)")
  }
  #expect(fastTanh(.infinity) == fastTanh(100) && fastTanh(-.infinity) == fastTanh(-100))
  #expect(fastTanh(.nan).isNaN && fastTanh(0) == 0)
}

/// Neighbouring numbers, in runs spread over every binade up to saturation.
@Test func fastTanhIsMonotone() {
  let last = Float(9).bitPattern
  for start in stride(from: UInt32(0), to: last, by: Int(last / 4000)) {
    for bits in start..<(start + 100) {
      let x = Float(bitPattern: bits)
      #expect(fastTanh(x) <= fastTanh(x.nextUp), "x = \(x)")
    }
  }
}
