/// Whom a population's neuromodulator reaches.
public enum ModulationSpec: String, Codable, Sendable, CaseIterable {
  /// One M for all synapses onto a population.
  case global
  /// One M for each postsynaptic neuron.
  case neuron
  /// One M for all, given from outside at every update, such as a reward; nothing to learn.
  case external
}
