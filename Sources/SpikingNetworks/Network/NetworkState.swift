import NumericalMethods

/// What a network remembers between two ticks: potentials, spikes, adaptation, traces, readout,
/// fast weights E with e and θ, and where random input spikes have come to. Parameters, counters
/// and what modulators count within a period are not part of it.
///
/// A ``BatchNetwork`` starts from it, so that a piece of a long life can be replayed and
/// differentiated without what came before.
public struct NetworkState: Sendable, Equatable {
  /// Every variable in the order of ``Network/memory``, each padded to whole lanes.
  public let values: [Float]
  /// The stream of random input spikes; nil where the input is injected as current.
  let stream: RandomStream?
}

extension NetworkState {
  /// A state of a network whose input is injected, from its ``values``.
  /// - Throws: ``NetworkSpecError`` where they are not as many as such a network has.
  public init(_ values: [Float], of spec: NetworkSpec) throws(NetworkSpecError) {
    let expected = try Network(spec: spec).stateBytes / MemoryLayout<Float>.stride
    try SpecFields().require(
      values.count == expected, "state", "\(values.count) numbers", "\(expected)")
    self.init(values: values, stream: nil)
  }
}

extension Network {
  /// The present state.
  /// - Precondition: every plasticity period ends with the last tick, as it does after a control
  ///   step where no projection has a period of its own; no neuron has conductances, which no
  ///   ``BatchNetwork`` could take up.
  public var state: NetworkState {
    precondition(
      layers.allSatisfy { $0.population.membrane == nil }, "a state without conductances")
    precondition(
      circuit.modulators.allSatisfy { ticks % $0.period == 0 },
      "a network's state is taken between two plasticity periods")
    var values: [Float] = []
    values.reserveCapacity(memory.reduce(0) { $0 + $1.blocks * Lanes.scalarCount })
    for buffer in memory { values += buffer.prefix(buffer.blocks * Lanes.scalarCount) }
    return NetworkState(values: values, stream: encoder.stream)
  }

  /// Bytes of the variables of ``state``.
  public var stateBytes: Int {
    memory.reduce(0) { $0 + $1.blocks * MemoryLayout<Lanes>.stride }
  }

  /// Every variable that outlives a tick: the input's, its means where it is centred; v, s, x and a
  /// of each population from below; E, e and θ of each plastic projection in the order of updates;
  /// o; slow traces.
  private var memory: [LaneBuffer] {
    let populations = layers.map(\.population).flatMap {
      [$0.voltage, $0.spikes, $0.trace, $0.fatigue]
    }
    let fast = circuit.sites.compactMap(\.projection.fast).flatMap {
      [$0.values.storage] + ($0.eligibility.map { [$0.storage] } ?? []) + [$0.threshold]
    }
    let slow = slowTraces.map { [$0.values] } ?? []
    let means = centred.map { [$0.mean] } ?? []
    return encoder.memory + means + populations + fast + [readout.output] + slow
  }
}

/// Hands out the variables of a ``NetworkState`` one after the other, or those of the initial
/// state, which are all zero.
struct StateReader {
  /// Nil for the initial state.
  let state: NetworkState?
  private var place = 0

  init(_ state: NetworkState?) { self.state = state }

  /// Whether everything has been handed out.
  var isAtEnd: Bool { state.map { place == $0.values.count } ?? true }

  /// Copies the next `blocks` lanes.
  mutating func read<Scalar: NetworkScalar>(
    _ blocks: Int, into lanes: UnsafeMutablePointer<SIMD8<Scalar>>
  ) {
    guard let state else { return lanes.update(repeating: SIMD8(), count: blocks) }
    precondition(place + blocks * 8 <= state.values.count, "a state of this network")
    for block in 0..<blocks {
      for lane in 0..<8 { lanes[block][lane] = Scalar(state.values[place + lane]) }
      place += 8
    }
  }
}
