/// The arithmetic in which rules are written: of numbers, of eight numbers at once, and of ``Dual``
/// numbers, which carry a rule's derivatives along with its values. A rule is written once, and its
/// kernel and its adjoint are both that one function.
protocol RuleAlgebra {
  static func constant(_ value: Float) -> Self
  static func + (a: Self, b: Self) -> Self
  static func - (a: Self, b: Self) -> Self
  static func * (a: Self, b: Self) -> Self
}

extension Float: RuleAlgebra {
  static func constant(_ value: Float) -> Float { value }
}

extension Double: RuleAlgebra {
  static func constant(_ value: Float) -> Double { Double(value) }
}

extension SIMD8: RuleAlgebra where Scalar: BinaryFloatingPoint {
  @inline(__always)
  static func constant(_ value: Float) -> SIMD8 {
    SIMD8(repeating: Scalar(value))
  }
}

/// A value with its derivative along one direction: forward-mode differentiation. Values known to
/// stand still along it cost nothing where the arithmetic is inlined.
struct Dual<Value: RuleAlgebra>: RuleAlgebra {
  var value: Value
  var slope: Value
  /// Whether the slope may differ from zero.
  var moves: Bool

  /// A value that moves along the direction.
  @inline(__always)
  init(_ value: Value, slope: Value) {
    (self.value, self.slope, moves) = (value, slope, true)
  }

  /// A value that stands still.
  @inline(__always)
  init(still value: Value) {
    (self.value, slope, moves) = (value, .constant(0), false)
  }

  @inline(__always)
  static func constant(_ value: Float) -> Dual { Dual(still: .constant(value)) }

  @inline(__always)
  static func + (a: Dual, b: Dual) -> Dual {
    let sum = a.value + b.value
    if a.moves { return Dual(sum, slope: b.moves ? a.slope + b.slope : a.slope) }
    return b.moves ? Dual(sum, slope: b.slope) : Dual(still: sum)
  }

  @inline(__always)
  static func - (a: Dual, b: Dual) -> Dual {
    let difference = a.value - b.value
    if b.moves {
      return Dual(difference, slope: (a.moves ? a.slope : .constant(0)) - b.slope)
    }
    return a.moves ? Dual(difference, slope: a.slope) : Dual(still: difference)
  }

  @inline(__always)
  static func * (a: Dual, b: Dual) -> Dual {
    let product = a.value * b.value
    if a.moves && b.moves {
      return Dual(product, slope: a.slope * b.value + a.value * b.slope)
    }
    if a.moves { return Dual(product, slope: a.slope * b.value) }
    return b.moves ? Dual(product, slope: a.value * b.slope) : Dual(still: product)
  }
}
