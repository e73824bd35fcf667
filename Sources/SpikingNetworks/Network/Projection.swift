/// The synapses from one population (or the input) to another, fixed or plastic.
final class Projection {
  let owner: ParameterLayout.Owner
  /// Such as `hidden1.input`.
  let name: String
  /// Slow weights W.
  let weights: WeightMatrix
  /// W + αE; the slow weights themselves when nothing is plastic; αE where fast weights see another
  /// signal than W does.
  let effective: WeightMatrix
  /// What αE is added to there: W, or 0.
  let base: WeightMatrix
  /// Fast weights E and their rule; nil when nothing is plastic.
  let fast: FastWeights?

  init(_ spec: ProjectionSpec) {
    (owner, name) = (spec.owner, spec.owner.name)
    func matrix() -> WeightMatrix {
      WeightMatrix(rows: spec.presynaptic, columns: spec.postsynaptic)
    }
    weights = matrix()
    effective = spec.plasticity == nil ? weights : matrix()
    base = spec.isCentred ? matrix() : weights
    fast = spec.plasticity.map {
      FastWeights(spec: $0, presynaptic: spec.presynaptic, postsynaptic: spec.postsynaptic)
    }
  }

  /// Copies the projection's slices; fast weights are to be reset afterwards.
  func load(_ parameters: ParameterVector) {
    weights.load(parameters[owner, .weight])
    fast?.load(parameters, of: owner)
  }

  /// E and the rule's own state to zero.
  func reset() {
    fast?.clearState()
    clearFastWeights()
  }

  /// E to zero, the rule's own state kept.
  func clearFastWeights() {
    fast?.values.storage.fill(0)
    refresh()
  }

  /// Recomputes W + αE after E was set from outside.
  func refresh() {
    fast?.combine(weights: base, into: effective)
  }
}
