/// What a random stream is drawn for. Streams of different purposes never share a counter, so
/// adding draws for one purpose leaves every other unchanged. Raw values are part of the
/// reproducibility contract: append, never renumber; they stay below 256.
public enum RandomPurpose: UInt32, Sendable, Hashable, Codable, CaseIterable {
  /// Initial network parameters.
  case initialParameters = 1
  /// Parameter perturbations of an evolution strategy.
  case perturbation
  /// Initial states of episodes.
  case episodeStart
  /// Noise on observations.
  case sensorNoise
  /// Heights of generated ground.
  case terrain
  /// Draws of novel conditions.
  case condition
  /// Trials of the robustness suite.
  case evaluation
  /// Resampling of statistics.
  case bootstrap
  /// Commanded velocities.
  case command
  /// Tests.
  case test
  /// Spikes of a stochastic input encoding.
  case encoding
  /// Exploration of a policy.
  case exploration
  /// Order of experience in an update, or of fast weights in an ablation.
  case shuffle
  /// Noise of a network's empiric synapses.
  case empiricSynapses
  /// Directions and places of a comparison of gradients.
  case gradientCheck
  /// Conditions of training episodes.
  case randomisation
  /// Headings at the start of episodes.
  case startHeading
  /// What privileged controllers are made to believe.
  case belief
  /// Noise on what a student sees.
  case distillation
}
