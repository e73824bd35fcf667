/// What a network computed since its last reset, counted where it is done.
///
/// A *synaptic operation* is one spike arriving at one synapse: a weight fetched and added to a
/// current, a conductance or a modulator's sum. A spike costs as many as its neuron has targets, a
/// silent neuron costs none. The unit is the SynOp of Merolla et al. 2014, *A million
/// spiking-neuron integrated circuit*, Science 345:668, and Davies et al. 2018, *Loihi*, IEEE Micro
/// 38(1):82.
///
/// What is not an event is counted apart: the products that an analogue input and slow traces cost,
/// and the updates of plastic synapses. Updates of neurons and traces are proportional to the ticks
/// and not counted, nor is the noise of a ``Perturbation``, which belongs to learning and not to
/// the controller.
public struct NetworkOperations: Sendable, Hashable, Codable {
  /// Synaptic operations onto populations from below, spikes of a ``PopulationCode`` included.
  public var feedForward = 0
  /// Synaptic operations from populations onto themselves.
  public var recurrent = 0
  /// Synaptic operations onto the readout.
  public var readout = 0
  /// Synaptic operations onto neuromodulators: spikes that count towards an update of M, times the
  /// values of M that they reach, 1 where it is global.
  public var modulator = 0
  /// Products of analogue values: z_i W_ji of an analogue input, channels × neurons whenever z or W
  /// has changed, between which the sum is held; ρ_j W^s_jk of slow traces, neurons × outputs at
  /// every tick; and w_j ε of modulators that follow a measured error, values of M at every update.
  public var multiplyAccumulates = 0
  /// Updates of single fast weights E_ji.
  public var plasticUpdates = 0

  /// No operations.
  public init() {}

  public static func += (a: inout NetworkOperations, b: NetworkOperations) {
    a.feedForward += b.feedForward
    a.recurrent += b.recurrent
    a.readout += b.readout
    a.modulator += b.modulator
    a.multiplyAccumulates += b.multiplyAccumulates
    a.plasticUpdates += b.plasticUpdates
  }

  /// All synaptic operations.
  public var synapticOperations: Int { feedForward + recurrent + readout + modulator }

  enum CodingKeys: String, CodingKey {
    case recurrent, readout, modulator
    case feedForward = "feed_forward"
    case multiplyAccumulates = "multiply_accumulates"
    case plasticUpdates = "plastic_updates"
  }
}
