import SpikingNetworks

/// The first number of an update that is not finite.
public struct UpdateFailure: Sendable, Equatable {
  /// What it is an element of: the gradient, or the parameters that the update would lead to.
  public let kind: Failure.Kind
  /// Its place among the parameters of the network and, for a policy gradient, ln σ of each action.
  public let index: Int
  public let value: Float
  /// Whether it belongs to the critic of a policy gradient.
  public var isCritic = false

  /// Nil where all are finite.
  init?(_ kind: Failure.Kind, _ values: [Float], isCritic: Bool = false) {
    guard let index = values.firstIndex(where: { !$0.isFinite }) else { return nil }
    (self.kind, self.index, value, self.isCritic) = (kind, index, values[index], isCritic)
  }

  /// Such as `gradient of hidden1.input.weight[17] = nan`.
  func cause(_ layout: ParameterLayout) -> String {
    let slice = layout.slices.first { $0.range.contains(index) }
    let place =
      isCritic
      ? "the critic[\(index)]"
      : slice.map { "\($0.name)[\(index - $0.range.lowerBound)]" }
        ?? "ln σ[\(index - layout.count)]"
    return "\(kind == .gradient ? "gradient of " : "")\(place) = \(value)"
  }

  func failure(_ layout: ParameterLayout) -> Failure {
    Failure(kind: kind, item: nil, cause: cause(layout))
  }
}
