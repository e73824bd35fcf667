/// The registry of gates: how a raw change ΔE enters the fast weight E.
public enum PlasticityGate: String, Codable, Sendable, CaseIterable {
  /// Every change enters at the learning rate η.
  case none
  /// A neuromodulator M scales and signs every change.
  case modulated
  /// Changes are remembered in an eligibility trace e, which M turns into weights: three factors,
  /// of which the third may come late.
  case eligibility

  /// Whether a neuromodulator takes part.
  public var isModulated: Bool { self != .none }

  /// Whether changes pass through an eligibility trace.
  var hasEligibility: Bool { self == .eligibility }

  /// Equation and paper, one row per gate, and what is kept beside E.
  private var row: (equation: String, source: String, state: PlasticityState?) {
    switch self {
    case .none:
      (
        "E_ji ← clip(E_ji + η ΔE_ji, ±E_max)",
        "Miconi, Stanley, Clune 2018 (arXiv:1804.02464)", nil
      )
    case .modulated:
      (
        "E_ji ← clip(E_ji + M_j η ΔE_ji, ±E_max)",
        "Miconi et al. 2019, Backpropamine (ICLR); Schmidgall et al. 2021, SpikePropamine", nil
      )
    case .eligibility:
      (
        "E_ji ← clip(E_ji + M_j η e_ji, ±E_max)",
        "Miconi et al. 2019, Backpropamine (ICLR), eq. 4; Schmidgall, Hays 2022 "
          + "(arXiv:2206.12520)",
        PlasticityState(
          variable: .eligibility, equation: "e_ji ← e_ji + (ΔE_ji − e_ji) / τ_e")
      )
    }
  }

  /// The equation as printed.
  public var equation: String { row.equation }
  /// The paper the equation comes from.
  public var source: String { row.source }
  /// The gate's state besides E; nil without any.
  public var extraState: PlasticityState? { row.state }

  /// The neuromodulator's equation, where it comes from the network; nil without one.
  public var modulator: String? {
    isModulated
      ? "M_j = tanh(b_j + Σ_k w_kj s̄_k), s̄_k the mean spike since the last update; or "
        + "tanh(b_j + w_j ε) of a measured error ε" : nil
  }
}
