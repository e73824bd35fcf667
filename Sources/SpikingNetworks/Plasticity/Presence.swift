/// Whether a value may differ from zero: an algebra in which a rule tells which of its factors
/// exist, so that kernels leave out the others.
struct Presence: RuleAlgebra {
  let isPresent: Bool

  @inline(__always)
  static func constant(_ value: Float) -> Presence { Presence(isPresent: value != 0) }

  @inline(__always)
  static func + (a: Presence, b: Presence) -> Presence {
    Presence(isPresent: a.isPresent || b.isPresent)
  }

  @inline(__always)
  static func - (a: Presence, b: Presence) -> Presence { a + b }

  @inline(__always)
  static func * (a: Presence, b: Presence) -> Presence {
    Presence(isPresent: a.isPresent && b.isPresent)
  }
}

extension PlasticityEquation {
  /// Which factors the rule has.
  @inline(__always)
  static var terms: SynapticChange<Presence> {
    let some = Presence(isPresent: true)
    var k = RuleCoefficients<Presence>()
    for n in 0..<coefficientCount { k[n] = some }
    return change(PostsynapticSide(trace: some, spike: some, threshold: some), k)
  }
}
