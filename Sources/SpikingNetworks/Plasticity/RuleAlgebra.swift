/// The arithmetic in which rules are written: of numbers, of eight numbers at once, and of ``Dual``
/// numbers, which carry a rule's derivatives along with its values. A rule is written once, and its
/// kernel and its adjoint are both that one function.
public protocol RuleAlgebra {
  static func constant(_ value: Float) -> Self
  static func + (a: Self, b: Self) -> Self
  static func - (a: Self, b: Self) -> Self
  static func * (a: Self, b: Self) -> Self
}

extension Float: RuleAlgebra {
  @inlinable public static func constant(_ value: Float) -> Float { value }
}

extension Double: RuleAlgebra {
  @inlinable public static func constant(_ value: Float) -> Double { Double(value) }
}

extension SIMD8: RuleAlgebra where Scalar: BinaryFloatingPoint {
  @inlinable public static func constant(_ value: Float) -> SIMD8 {
    SIMD8(repeating: Scalar(value))
  }
}

/// A value with its derivative along one direction: forward-mode differentiation.
@frozen
public struct Dual<Value: RuleAlgebra>: RuleAlgebra {
  public var value: Value
  public var slope: Value

  @inlinable
  public init(_ value: Value, slope: Value) {
    self.value = value
    self.slope = slope
  }

  @inlinable public static func constant(_ value: Float) -> Dual {
    Dual(.constant(value), slope: .constant(0))
  }

  @inlinable public static func + (a: Dual, b: Dual) -> Dual {
    Dual(a.value + b.value, slope: a.slope + b.slope)
  }

  @inlinable public static func - (a: Dual, b: Dual) -> Dual {
    Dual(a.value - b.value, slope: a.slope - b.slope)
  }

  @inlinable public static func * (a: Dual, b: Dual) -> Dual {
    Dual(a.value * b.value, slope: a.slope * b.value + a.value * b.slope)
  }
}
