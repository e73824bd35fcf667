public import Locomotion

/// Settings of training an estimator for a privileged teacher: lives are gathered in rounds, half
/// of each later round with the estimator in the loop (Ross, Gordon, Bagnell 2011, *A reduction of
/// imitation learning and structured prediction to no-regret online learning*), and the estimator
/// descends the error of the facts over windows of these lives, with its state carried from one
/// window to the next. Step sizes, batch, clipping and surrogate are those of `gradient`.
public struct DistillationOptions: Sendable, Equatable, Codable {
  /// Path of the teacher's policy, or the name of a preset: `ganglion train` then trains that
  /// first, with the same seed and robot, into the run's folder.
  public var teacher = ""
  /// Whether the estimator is one network, or a small one for each motor, all with the same
  /// weights, with so many neurons in all.
  public var sharing = Sharing.none
  /// Lives that are gathered in all, and in how many rounds, spread evenly over the updates.
  public var lives = 384
  public var rounds = 4
  /// Length of a life [s], and of a window; the last window of a life is left out if it is shorter.
  public var duration = 12.0
  public var window = 2.0
  /// Standard deviation of noise on what the estimator's sensors measure, in normalised units.
  public var noise = 0.05
  /// Mean spikes per tick that neurons are kept between, and by what weight of the square of what
  /// they are beyond.
  public var rates = [0.05, 0.3]
  public var rateWeight = 10.0
  /// Weights of facts in the loss, by name; 1 for all others.
  public var weights: [FactWeight] = [
    FactWeight(.gain, 4), FactWeight(.jointStrength, 2),
  ]

  /// Which parts of an estimator have the same weights.
  public enum Sharing: String, Sendable, Codable, CaseIterable {
    case none, joint
  }

  /// `fact:weight`.
  public struct FactWeight: Sendable, Hashable, Codable {
    public var fact: HiddenFact
    public var weight: Double

    public init(_ fact: HiddenFact, _ weight: Double) { (self.fact, self.weight) = (fact, weight) }

    public init(from decoder: any Decoder) throws {
      let values = try decoder.singleValueContainer()
      let text = try values.decode(String.self)
      let parts = text.split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count == 2, let fact = HiddenFact(rawValue: String(parts[0])),
        let weight = Double(parts[1])
      else {
        let known = HiddenFact.allCases.map(\.rawValue).joined(separator: ", ")
        throw DecodingError.dataCorruptedError(
          in: values, debugDescription: "fact:weight, such as gain:4, of the facts \(known)")
      }
      self.init(fact, weight)
    }

    public func encode(to encoder: any Encoder) throws {
      var values = encoder.singleValueContainer()
      try values.encode("\(fact.rawValue):\(weight)")
    }
  }

  public init() {}

  /// The weight of a fact.
  public func weight(of fact: HiddenFact) -> Double {
    weights.first { $0.fact == fact }?.weight ?? 1
  }
}

extension DistillationOptions {
  func validate(_ bounds: Bounds) throws {
    try bounds.count(lives, "lives")
    try bounds.require((1...lives).contains(rounds), "rounds", rounds, "1 to the lives, \(lives)")
    try bounds.duration(duration, "duration")
    try bounds.require(
      window > 0 && window <= duration, "window", window, "above 0, at most the duration")
    try bounds.nonNegative(noise, "noise")
    try bounds.require(
      rates.count == 2 && 0 <= rates[0] && rates[0] <= rates[1] && rates[1] <= 1, "rates", rates,
      "[least, most], shares from 0 to 1")
    try bounds.nonNegative(rateWeight, "rate_weight")
    try bounds.require(
      weights.count <= 256, "weights", "\(weights.count) weights", "at most 256")
    try bounds.short(teacher, "teacher", most: 4096)
    for weight in weights { try bounds.nonNegative(weight.weight, "weights") }
  }
}
