#if arch(x86_64)
  import Foundation
  import NumericalMethods
  import Testing

  /// Against the C library's functions in extended precision, whose error is far below a unit in
  /// the last place of a `Double`.
  @Suite struct ElementaryFunctionTests {
    private struct Case {
      let name: String
      /// In units in the last place.
      let bound: Double
      let draw: (inout RandomStream) -> Double
      let function: (Double) -> Double
      let reference: (Float80) -> Float80
    }

    private static func within(_ range: ClosedRange<Double>) -> (inout RandomStream) -> Double {
      { $0.uniform(in: range.lowerBound...range.upperBound) }
    }

    /// Of either sign, of every size from 2 to the powers of the range.
    private static func sizes(_ range: ClosedRange<Double>) -> (inout RandomStream) -> Double {
      {
        let size = exp2($0.uniform(in: range.lowerBound...range.upperBound))
        return $0.bool() ? size : -size
      }
    }

    private static var cases: [Case] {
      let quarters: (inout RandomStream) -> Double = { Double($0.below(1_000_000)) * (.pi / 2) }
      return [
        Case(name: "exp", bound: 1, draw: within(-746...709.7), function: { .exp($0) }) { exp($0) },
        Case(name: "exp near 0", bound: 1, draw: sizes(-60...0), function: { .exp($0) }) {
          exp($0)
        },
        Case(name: "expm1", bound: 4, draw: sizes(-1060...4), function: { .expMinusOne($0) }) {
          expm1($0)
        },
        Case(
          name: "log", bound: 3, draw: { abs(sizes(-1073...1023)(&$0)) }, function: { .log($0) }
        ) { log($0) },
        Case(name: "log near 1", bound: 3, draw: within(0.5...2), function: { .log($0) }) {
          log($0)
        },
        Case(name: "sin", bound: 1, draw: within(-1.6e6...1.6e6), function: { .sin($0) }) {
          sin($0)
        },
        Case(name: "sin near 0", bound: 1, draw: sizes(-1073...2), function: { .sin($0) }) {
          sin($0)
        },
        Case(name: "sin near its roots", bound: 1, draw: quarters, function: { .sin($0) }) {
          sin($0)
        },
        Case(name: "cos", bound: 1, draw: within(-1.6e6...1.6e6), function: { .cos($0) }) {
          cos($0)
        },
        Case(name: "cos near its roots", bound: 1, draw: quarters, function: { .cos($0) }) {
          cos($0)
        },
        Case(name: "atan", bound: 2, draw: sizes(-1073...1023), function: { .atan($0) }) {
          atan($0)
        },
        Case(name: "atan near 1", bound: 2, draw: within(-3...3), function: { .atan($0) }) {
          atan($0)
        },
        Case(name: "acos", bound: 3, draw: within(-1...1), function: { .acos($0) }) { acos($0) },
        Case(name: "tanh", bound: 4, draw: sizes(-1073...6), function: { .tanh($0) }) { tanh($0) },
      ]
    }

    private static func units(_ found: Double, from expected: Float80) -> Double {
      let near = Double(expected)
      if found == near { return 0 }
      guard near.isFinite && found.isFinite else { return .infinity }
      return Double(abs(Float80(found) - expected) / Float80(near.ulp))
    }

    @Test func everyFunctionIsWithinItsBound() {
      for (n, one) in Self.cases.enumerated() {
        var stream = RandomStream(seed: UInt64(n), purpose: .test)
        var worst = (units: 0.0, x: 0.0)
        for _ in 0..<100_000 {
          let x = one.draw(&stream)
          let units = Self.units(one.function(x), from: one.reference(Float80(x)))
          if units > worst.units { worst = (units, x) }
        }
        #expect(worst.units <= one.bound, "\(one.name) of \(worst.x), seed \(n)")
      }
    }

    @Test func pointsHaveTheirAngles() {
      var stream = RandomStream(seed: 1, purpose: .test)
      for range in [-1.0...1, -20...20, -1074...1023] {
        for _ in 0..<50_000 {
          let (y, x) = (Self.sizes(range)(&stream), Self.sizes(range)(&stream))
          let units = Self.units(.atan2(y: y, x: x), from: atan2(Float80(y), Float80(x)))
          #expect(units <= 2, "atan2(\(y), \(x))")
        }
      }
    }

    @Test func valuesWithoutASizeAreThoseOfTheLibrary() {
      let special = [0.0, -0.0, 1, -1, .infinity, -.infinity, .nan, 2, -2, .leastNonzeroMagnitude]
      func isSame(_ a: Double, _ b: Double) -> Bool {
        a.isNaN
          ? b.isNaN : abs(a - b) <= 2 * b.ulp && a.sign == b.sign || a == b && a.sign == b.sign
      }
      for x in special {
        #expect(isSame(.exp(x), exp(x)), "exp \(x)")
        #expect(isSame(.expMinusOne(x), expm1(x)), "expm1 \(x)")
        #expect(isSame(.log(x), log(x)), "log \(x)")
        #expect(isSame(.sin(x), sin(x)), "sin \(x)")
        #expect(isSame(.cos(x), cos(x)), "cos \(x)")
        #expect(isSame(.atan(x), atan(x)), "atan \(x)")
        #expect(isSame(.acos(x), acos(x)), "acos \(x)")
        #expect(isSame(.tanh(x), tanh(x)), "tanh \(x)")
        for y in special { #expect(isSame(.atan2(y: y, x: x), atan2(y, x)), "atan2 \(y) \(x)") }
      }
      for x in [1e7, -1e300, .greatestFiniteMagnitude] {
        #expect(abs(Double.sin(x)) <= 1 && abs(Double.cos(x)) <= 1, "angles beyond the range")
        let square = Double.sin(x) * Double.sin(x) + Double.cos(x) * Double.cos(x)
        #expect(abs(square - 1) < 1e-15)
      }
    }

    @Test func powersAreWithinTheirBound() {
      var stream = RandomStream(seed: 1, purpose: .test)
      for _ in 0..<100_000 {
        let (x, y) = (abs(Self.sizes(-20...20)(&stream)), stream.uniform(in: -40...40))
        let reference = pow(Float80(x), Float80(y))
        let error = abs(Float80(Double.pow(x, y)) - reference) / reference
        #expect(Double(error) <= 4e-16 * (1 + abs(y * log(x))), "\(x)^\(y)")
      }
    }

    @Test func singlePrecisionIsNearlyAlwaysTheNearestNumber() {
      var stream = RandomStream(seed: 1, purpose: .test)
      var missed = 0
      for _ in 0..<300_000 {
        let x = Float(stream.uniform(in: -105...90))
        missed += Float.exp(x) == Float(exp(Float80(x))) ? 0 : 1
        let y = Float(abs(Self.sizes(-126...126)(&stream)))
        missed += Float.log(y) == Float(log(Float80(y))) ? 0 : 1
        missed += Float.atan(x) == Float(atan(Float80(x))) ? 0 : 1
      }
      #expect(missed <= 3)
      #expect(Float.exp(.infinity) == .infinity && Float.exp(-.infinity) == 0)
      #expect(Float.exp(.nan).isNaN && Float.exp(1e30) == .infinity && Float.exp(0) == 1)
    }
  }
#endif
