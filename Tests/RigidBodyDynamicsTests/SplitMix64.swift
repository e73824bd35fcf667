import Foundation
import NumericalMethods

/// Steele, Lea & Flood 2014: a small seeded stream for the random scenes of these tests.
struct SplitMix64 {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func uniform(_ range: ClosedRange<Double>) -> Double {
    let unit = Double(next() >> 11) * 0x1p-53
    return range.lowerBound + (range.upperBound - range.lowerBound) * unit
  }

  mutating func index(below count: Int) -> Int { Int(next() % UInt64(count)) }

  /// Each component in −size ... size.
  mutating func vector(_ size: Double) -> Vector3 {
    Vector3(uniform(-size...size), uniform(-size...size), uniform(-size...size))
  }

  mutating func rotation() -> Quaternion {
    Quaternion(axis: direction(), angle: uniform(-3...3))
  }

  mutating func direction() -> Vector3 {
    while true {
      let v = vector(1)
      if v.length > 0.1 && v.length < 1 { return v.normalized }
    }
  }
}
