/// The synapses from one population (or the input) to another, fixed or plastic.
final class Projection {
  /// Prefix of the projection's parameter slices, such as `hidden1.input`.
  let name: String
  /// Slow weights W.
  let weights: WeightMatrix
  /// W + αE; the slow weights themselves when nothing is plastic.
  let effective: WeightMatrix
  /// Fast weights E and their rule; nil when nothing is plastic.
  let fast: FastWeights?

  init(name: String, from presynaptic: Int, to postsynaptic: Int, plasticity: PlasticitySpec?) {
    self.name = name
    weights = WeightMatrix(rows: presynaptic, columns: postsynaptic)
    fast = plasticity.map {
      FastWeights(spec: $0, presynaptic: presynaptic, postsynaptic: postsynaptic)
    }
    effective =
      fast == nil ? weights : WeightMatrix(rows: presynaptic, columns: postsynaptic)
  }

  /// Copies the projection's slices; fast weights are to be reset afterwards.
  func load(_ parameters: NamedParameters) {
    weights.load(parameters[name + ".weight"])
    fast?.load(parameters, projection: name)
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
    fast?.combine(weights: weights, into: effective)
  }

  /// One plasticity update from the traces and spikes of both sides.
  func adapt(_ presynaptic: PresynapticSide, postsynaptic: LaneBuffer, spikes: LaneBuffer) {
    fast?.update(
      presynaptic, postsynaptic: postsynaptic, spikes: spikes, weights: weights, into: effective)
  }
}
