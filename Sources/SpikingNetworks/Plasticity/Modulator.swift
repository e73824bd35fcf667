/// The neuromodulator of one postsynaptic population,
///
///     M_j = tanh(b_j + Σ_k w_kj s̄_k)
///
/// with s̄_k the mean spike of modulating neuron k since the last update. Updated at every tick this
/// is Miconi et al. 2019 (*Backpropamine*) with spikes.
final class Modulator {
  /// Prefix of the modulator's parameter slices, such as `hidden1.modulator`.
  let name: String
  /// Ticks between two updates.
  let period: Int
  /// M for each postsynaptic neuron, the same for all where the modulator is global.
  let level: LaneBuffer
  /// M at the next update where the scope is external.
  @exclusivity(unchecked) var external: Float = 0
  private let scope: ModulationSpec
  private let source: Population
  private let postsynaptic: Int
  private let counts: LaneBuffer
  private let weights: WeightMatrix
  private let bias: WeightMatrix
  private let sum: LaneBuffer
  @exclusivity(unchecked) private var levelSum: Double = 0
  @exclusivity(unchecked) private var samples = 0
  @exclusivity(unchecked) private var saturated = 0
  /// Synaptic operations since the last reset; none where M comes from outside.
  @exclusivity(unchecked) private(set) var operations = 0
  /// Spikes of the source before those that are being counted.
  @exclusivity(unchecked) private var spikesBefore = 0

  init(
    name: String, source: Population, postsynaptic: Int, scope: ModulationSpec, period: Int
  ) {
    self.name = name
    self.period = period
    self.scope = scope
    self.source = source
    self.postsynaptic = postsynaptic
    let columns = scope == .neuron ? postsynaptic : 1
    level = LaneBuffer(scalars: postsynaptic)
    counts = LaneBuffer(scalars: source.size)
    weights = WeightMatrix(rows: source.size, columns: columns)
    bias = WeightMatrix(rows: 1, columns: columns)
    sum = LaneBuffer(scalars: columns)
  }

  func load(_ parameters: NamedParameters) {
    guard scope != .external else { return }
    weights.load(parameters[name + ".weight"])
    bias.load(parameters[name + ".bias"])
  }

  func reset() {
    external = 0
    level.fill(0)
    counts.fill(0)
    (levelSum, samples, saturated) = (0, 0, 0)
    (operations, spikesBefore) = (0, 0)
  }

  /// Counts the source's spikes of one tick.
  func count() {
    for block in 0..<counts.blocks { counts.lanes[block] += source.spikes.lanes[block] }
  }

  /// Forgets the spikes counted so far.
  func restartCount() {
    counts.fill(0)
    spikesBefore = source.totalSpikes
  }

  /// Computes M from the spikes counted over the last period and starts a new one.
  func update() {
    for block in 0..<counts.blocks { counts.lanes[block] *= 1 / Float(period) }
    if scope == .external {
      sum.scalars[0] = external
    } else {
      sum.copy(from: bias.storage)
      weights.addRows(scaledBy: counts.scalars, to: sum.lanes)
      for block in 0..<sum.blocks { sum.lanes[block] = hyperbolicTangent(sum.lanes[block]) }
      operations &+= (source.totalSpikes &- spikesBefore) &* weights.columns
    }
    switch scope {
    case .global, .external: level.fill(sum.scalars[0])
    case .neuron: level.copy(from: sum)
    }
    restartCount()
    record()
  }

  private func record() {
    for index in 0..<weights.columns {
      let value = sum.scalars[index]
      levelSum += Double(value)
      saturated &+= abs(value) > 0.95 ? 1 : 0
    }
    samples &+= weights.columns
  }

  /// The last level, and mean and saturation since the last reset.
  var diagnostics: NetworkDiagnostics.Modulator {
    let samples = Double(max(samples, 1))
    let levels = level.prefix(postsynaptic)
    return NetworkDiagnostics.Modulator(
      name: name, period: period, level: levels.reduce(0, +) / Float(postsynaptic),
      mean: Float(levelSum / samples),
      saturation: Float(Double(saturated) / samples))
  }
}
