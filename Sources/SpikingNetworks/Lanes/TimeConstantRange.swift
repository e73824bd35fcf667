/// Time constants that are trained, one for each neuron. A time constant of τ ticks is a decay of
/// 1 − 1/τ per tick, which the parameter vector holds as its logit, ln(τ − 1): a step changes a
/// long one in proportion.
public struct TimeConstantRange: Codable, Sendable, Equatable {
  /// Longest time constant to start from [ticks]: single precision tells it from its neighbours.
  public static let limit: Float = 1e5

  /// Where the first neuron starts [ticks], above 1.
  public var shortest: Float
  /// Where the last neuron starts [ticks], at least `shortest`. Those between are spaced evenly in
  /// their logarithm, as draws of a log-uniform distribution would be in the mean.
  public var longest: Float

  /// Time constants from `shortest` to `longest` ticks.
  public init(shortest: Float, longest: Float) {
    (self.shortest, self.longest) = (shortest, longest)
  }

  /// Decodes both keys; throws a `DecodingError` for an unknown or a missing one.
  public init(from decoder: any Decoder) throws {
    self.init(shortest: 0, longest: 0)
    try decoder.fill(
      &self, ("shortest", \.shortest), ("longest", \.longest), required: ["shortest", "longest"])
  }

  /// Where the decay of a neuron starts; that of a single one is the geometric mean.
  func decay(of neuron: Int, among count: Int) -> Float {
    let (first, last) = (Double(shortest), Double(longest))
    let share = count > 1 ? Double(neuron) / Double(count - 1) : 0.5
    return Float(1 - 1 / (first * Double.exponential(share * Double.logarithm(last / first))))
  }

  func validate(_ fields: SpecFields) throws(NetworkSpecError) {
    try fields.require(
      shortest > 1 && shortest <= Self.limit, "shortest", shortest,
      "a number of ticks above 1, at most \(Self.limit)")
    try fields.require(
      longest >= shortest && longest <= Self.limit, "longest", longest,
      "a number of ticks from \(shortest) to \(Self.limit)")
  }
}
