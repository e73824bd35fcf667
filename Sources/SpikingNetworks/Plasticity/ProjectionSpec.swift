/// The synapses of one projection as the layout, the runtime and the adjoint wire them. Places in
/// the stack are counted from the input, 0, over the populations up to the readout.
struct ProjectionSpec {
  let owner: ParameterLayout.Owner
  /// Places of what the synapses come from and lead to, and the numbers of neurons there.
  let source, target: Int
  let presynaptic, postsynaptic: Int
  /// The kind of each presynaptic neuron; all 0 but from the input.
  let kinds: [Int]
  /// Place of the population that modulates them: a hidden one itself, the readout's is the last.
  let modulatedBy: Int
  let plasticity: PlasticitySpec?
  /// Ticks between two updates, where they are plastic.
  let period: Int
  /// Whom a neuromodulator reaches.
  let modulation: ModulationSpec
  /// Whether that follows a measured error in place of spikes.
  let followsError: Bool
  /// Whether fast weights see another signal than W does; see ``CentringSpec``.
  let isCentred: Bool

  var isRecurrent: Bool { source == target }

  var isModulated: Bool { plasticity?.gate.isModulated ?? false }

  /// Whether one neuromodulator serves both: that of the same neurons, updated at the same times.
  func shareModulator(with other: ProjectionSpec) -> Bool {
    (target, period) == (other.target, other.period)
  }
}
