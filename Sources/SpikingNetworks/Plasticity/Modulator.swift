/// Whom a population's neuromodulator reaches.
public enum ModulationSpec: String, Codable, Sendable, CaseIterable {
  /// One M for all synapses onto a population.
  case global
  /// One M for each postsynaptic neuron.
  case neuron
  /// One M for all, given from outside at every update, such as a reward; nothing to learn.
  case external

  /// Values of M.
  func columns(postsynaptic: Int) -> Int {
    switch self {
    case .global, .external: 1
    case .neuron: postsynaptic
    }
  }

  /// Shapes of w and b; nil where there is nothing to learn.
  func shapes(source: Int, postsynaptic: Int) -> (weight: [Int], bias: [Int])? {
    switch self {
    case .global: ([source], [1])
    case .neuron: ([source, postsynaptic], [postsynaptic])
    case .external: nil
    }
  }
}

/// The neuromodulator of one postsynaptic population,
///
///     M_j = tanh(b_j + Σ_k w_kj s̄_k)
///
/// with s̄_k the mean spike of modulating neuron k since the last update. Updated at every tick
/// this is Miconi et al. 2019 (*Backpropamine*) with spikes. Or, of a ``MeasuredError`` ε,
///
///     M_j = tanh(b_j + w_j ε)
///
/// which makes a three-factor delta rule of a Hebbian one.
final class Modulator {
  /// Those of the projection that first needed it.
  let synapses: ProjectionSpec
  /// M for each postsynaptic neuron, the same for all where the modulator is global.
  let level: LaneBuffer
  // Unchecked here and below: one thread at a time uses a network, hence its modulators.
  /// M at the next update where the scope is external.
  @exclusivity(unchecked) var external: Float = 0
  /// ε at the next update where M follows an error.
  @exclusivity(unchecked) var error: Float = 0
  /// Ticks between two updates.
  let period: Int
  private let scope: ModulationSpec
  /// The modulating population; nil where M follows an error.
  private let source: Population?
  /// Those of the source.
  private let spikes: UnsafeMutablePointer<Lanes>?
  /// Spikes since the last update, from which s̄; or ε.
  private let counts: LaneBuffer
  private let weights: WeightMatrix
  private let bias: WeightMatrix
  private let sum: LaneBuffer
  /// Values of M since the last reset: their sum, number, and how many have |M| > 0.95.
  @exclusivity(unchecked) private(set) var tally = (sum: 0.0, samples: 0, saturated: 0)
  /// Synaptic operations since the last reset; none where M comes from outside.
  @exclusivity(unchecked) private(set) var operations = 0
  /// Products w_j ε since the last reset.
  @exclusivity(unchecked) private(set) var products = 0
  /// Spikes of the source before those that are being counted.
  @exclusivity(unchecked) private var spikesBefore = 0

  init(_ synapses: ProjectionSpec, source: Population?) {
    (self.synapses, self.source, spikes) = (synapses, source, source?.spikes.lanes)
    (scope, period) = (synapses.modulation, synapses.period)
    let columns = scope.columns(postsynaptic: synapses.postsynaptic)
    level = LaneBuffer(scalars: synapses.postsynaptic)
    counts = LaneBuffer(scalars: source?.size ?? 1)
    weights = WeightMatrix(rows: source?.size ?? 1, columns: columns)
    bias = WeightMatrix(rows: 1, columns: columns)
    sum = LaneBuffer(scalars: columns)
  }

  /// Whose synapses are modulated.
  var owner: ParameterLayout.Owner { synapses.owner.target }

  func load(_ parameters: ParameterVector) {
    guard scope != .external else { return }
    weights.load(parameters[owner, .modulatorWeight])
    bias.load(parameters[owner, .modulatorBias])
  }

  func reset() {
    (external, error) = (0, 0)
    level.fill(0)
    counts.fill(0)
    tally = (0, 0, 0)
    (operations, products, spikesBefore) = (0, 0, 0)
  }

  /// Counts the source's spikes of one tick.
  func count() {
    guard let spikes else { return }
    let (counts, blocks) = (counts.lanes, counts.blocks)
    for block in 0..<blocks { counts[block] += spikes[block] }
  }

  /// Forgets the spikes counted so far.
  func restartCount() {
    counts.fill(0)
    spikesBefore = source?.totalSpikes ?? 0
  }

  /// Computes M from the spikes counted over the last period, or from ε, and starts a new one.
  func update() {
    takeSignal()
    if scope == .external {
      sum.scalars[0] = external
    } else {
      sum.copy(from: bias.storage)
      weights.addRows(scaledBy: counts.scalars, to: sum.lanes)
      for block in 0..<sum.blocks { sum.lanes[block] = hyperbolicTangent(sum.lanes[block]) }
    }
    switch scope {
    case .global, .external: level.fill(sum.scalars[0])
    case .neuron: level.copy(from: sum)
    }
    restartCount()
    record()
  }

  /// s̄ or ε, and what its products with w cost.
  private func takeSignal() {
    guard let source else {
      counts.scalars[0] = error
      products &+= weights.columns
      return
    }
    for block in 0..<counts.blocks { counts.lanes[block] *= 1 / Float(period) }
    guard scope != .external else { return }
    operations &+= (source.totalSpikes &- spikesBefore) &* weights.columns
  }

  private func record() {
    for index in 0..<weights.columns {
      let value = sum.scalars[index]
      tally.sum += Double(value)
      tally.saturated &+= abs(value) > 0.95 ? 1 : 0
    }
    tally.samples &+= weights.columns
  }
}
