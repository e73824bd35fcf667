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
