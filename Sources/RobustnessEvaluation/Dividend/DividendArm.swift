import NeuralControl

/// One of the controllers that a study of the plasticity dividend compares.
enum DividendArm: Sendable, Hashable {
  /// The trained rule at work.
  case rule
  /// Fast weights held at 0: what the slow weights can do alone.
  case ruleOff
  /// Fast weights held from mid-life on: what is learnt later is missing.
  case frozen
  /// Fast weights dealt out anew at mid-life and held: what each synapse had learnt is missing,
  /// too.
  case shuffled
  /// Another policy, by its place among those given.
  case fixed(Int)

  /// The arms that every policy has.
  static let own: [DividendArm] = [.rule, .ruleOff, .frozen, .shuffled]

  /// What becomes of the fast weights in a life of `steps` control steps.
  func ablation(steps: Int) -> FastWeightAblation {
    switch self {
    case .rule, .fixed: .none
    case .ruleOff: .off
    case .frozen: .freeze(step: steps / 2)
    case .shuffled: .shuffle(step: steps / 2)
    }
  }

  /// When the arm parts from the rule, as a share of the life.
  var start: Double { self == .frozen || self == .shuffled ? 0.5 : 0 }

  /// - Parameter names: of the other policies.
  func name(_ names: [String]) -> String {
    switch self {
    case .rule: "rule"
    case .ruleOff: "rule-off"
    case .frozen: "frozen"
    case .shuffled: "shuffled"
    case .fixed(let index): names[index]
    }
  }
}
