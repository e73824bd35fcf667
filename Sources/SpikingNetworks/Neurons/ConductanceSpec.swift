/// Conductance-based leaky integrate-and-fire neurons:
///
///     τ_m dV/dt = (V_L − V) + g^E (V_E − V) + g^I (V_I − V) + I (V_ϑ − V_L)
///
/// with conductances in units of the leak g_L, so that τ_m = C/g_L. At V ≥ V_ϑ the neuron spikes
/// and rests at V_r for τ_ref. Spikes act through conductances: one of presynaptic neuron i at time
/// t adds to g_j what its synapse releases times |W_ji|, to g^E where the synapse's weight (with
/// fast weights, W + αE at that time) is positive and to g^I where it is negative; each decays with
/// τ_s. So a trainer may let a weight change its sign. An analogue input and the bias are a current
/// I, in units of the rheobase: I = 1 alone carries a resting neuron just to the threshold.
///
/// Fiete, Seung 2006, *Gradient learning in spiking neural networks by dynamic perturbation of
/// conductances*, PRL 97:048104, who do without I.
public struct ConductanceSpec: Codable, Sendable, Equatable {
  /// Δt, what a tick lasts [ms].
  public var tick: Float = 1
  /// τ_m [ms].
  public var membraneTimeConstant: Float = 20
  /// V_L, where the neuron rests [mV].
  public var leakPotential: Float = -70
  /// V_E [mV], above V_ϑ.
  public var excitatoryPotential: Float = 0
  /// V_I [mV], at most V_L.
  public var inhibitoryPotential: Float = -80
  /// V_ϑ [mV], above V_L.
  public var threshold: Float = -50
  /// V_r [mV], in [V_I, V_ϑ).
  public var resetPotential: Float = -60
  /// τ_ref [ms], rounded to whole ticks; 0 is none.
  public var refractoryPeriod: Float = 2
  /// τ_s [ms].
  public var synapticTimeConstant: Float = 5
  /// Depression and facilitation of the synapses onto these neurons; nil keeps their release at 1.
  public var synapses: DynamicSynapseSpec?

  /// Neurons with the default constants.
  public init(synapses: DynamicSynapseSpec? = nil) { self.synapses = synapses }

  /// Decodes with defaults for absent keys; throws a `DecodingError` for an unknown one.
  public init(from decoder: any Decoder) throws {
    self.init()
    try decoder.fill(
      &self, ("tick", \.tick), ("membraneTimeConstant", \.membraneTimeConstant),
      ("leakPotential", \.leakPotential), ("excitatoryPotential", \.excitatoryPotential),
      ("inhibitoryPotential", \.inhibitoryPotential), ("threshold", \.threshold),
      ("resetPotential", \.resetPotential), ("refractoryPeriod", \.refractoryPeriod),
      ("synapticTimeConstant", \.synapticTimeConstant), ("synapses", \.synapses))
  }

  /// τ_ref in ticks.
  var refractoryTicks: Float { (refractoryPeriod / tick).rounded() }

  func validate(_ fields: SpecFields) throws(NetworkSpecError) {
    try fields.positive(tick, "tick")
    try fields.positive(membraneTimeConstant, "membraneTimeConstant")
    try fields.positive(synapticTimeConstant, "synapticTimeConstant")
    try fields.notNegative(refractoryPeriod, "refractoryPeriod")
    try fields.require(
      refractoryTicks <= 1e6, "refractoryPeriod", refractoryPeriod,
      "at most a million ticks of \(tick) ms")
    try validatePotentials(fields)
    try synapses?.validate(fields.of("synapses"))
  }

  /// V_I ≤ V_L < V_ϑ < V_E and V_I ≤ V_r < V_ϑ.
  private func validatePotentials(_ fields: SpecFields) throws(NetworkSpecError) {
    try fields.require(
      leakPotential.isFinite, "leakPotential", leakPotential, "a finite number [mV]")
    try fields.require(
      threshold > leakPotential, "threshold", threshold, "a number above \(leakPotential) [mV]")
    try fields.require(
      excitatoryPotential > threshold && excitatoryPotential.isFinite, "excitatoryPotential",
      excitatoryPotential, "a finite number above \(threshold) [mV]")
    try fields.require(
      inhibitoryPotential <= leakPotential && inhibitoryPotential.isFinite, "inhibitoryPotential",
      inhibitoryPotential, "a finite number, at most \(leakPotential) [mV]")
    try fields.require(
      resetPotential >= inhibitoryPotential && resetPotential < threshold, "resetPotential",
      resetPotential,
      "a number from \(inhibitoryPotential) up to, not including, \(threshold) [mV]")
  }
}
