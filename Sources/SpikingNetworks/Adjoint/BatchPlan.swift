/// A network as the adjoint walks it: populations and projections in the order of a tick, with the
/// places of their slices in the parameter vector.
struct BatchPlan {
  /// Where a projection comes from.
  enum Source: Equatable {
    case input
    case population(Int)
  }

  /// A slice of the parameter vector, held as a logit where it is a rate.
  struct Coefficient {
    let range: Range<Int>
    let isRate: Bool
  }

  /// The plasticity of one projection.
  struct Site {
    let spec: PlasticitySpec
    let period: Int
    let alpha: Coefficient
    let eta: Coefficient
    let rule: [Coefficient]
    /// Index of the neuromodulator; nil where the gate has none.
    let modulator: Int?
  }

  /// The synapses from `source` onto one population or the readout.
  struct Link {
    let source: Source
    let isRecurrent: Bool
    let rows: Int
    let columns: Int
    let weight: Range<Int>
    let site: Site?
  }

  struct Layer {
    let spec: PopulationSpec
    let bias: Range<Int>
    /// The input's projection, then the recurrent one if there is one.
    let links: [Link]
  }

  struct Modulator {
    let name: String
    /// Index of the modulating population.
    let source: Int
    /// Postsynaptic neurons.
    let size: Int
    let period: Int
    /// Where M comes from the network: weights [source, columns] and biases [columns].
    let weight: Range<Int>?
    let bias: Range<Int>?
    /// 1 where all postsynaptic neurons share one M.
    let columns: Int
  }

  let spec: NetworkSpec
  let layout: ParameterLayout
  private(set) var layers: [Layer] = []
  private(set) var modulators: [Modulator] = []
  private(set) var readout: Link
  let readoutBias: Range<Int>

  init(_ spec: NetworkSpec) {
    self.spec = spec
    let layout = spec.layout
    self.layout = layout
    func range(_ name: String) -> Range<Int> { layout.slice(named: name)!.range }
    readoutBias = range("readout.bias")
    let last = spec.hidden[spec.hidden.count - 1].size
    readout = Link(
      source: .population(spec.hidden.count - 1), isRecurrent: false, rows: last,
      columns: spec.outputs, weight: range("readout.weight"), site: nil)
    var below = (source: Source.input, size: spec.encodedInputs)
    for (index, population) in spec.hidden.enumerated() {
      let name = "hidden\(index + 1)"
      var links = [
        link(
          name, "input", from: below.source, rows: below.size, columns: population.size,
          population.inputPlasticity, modulatedBy: index)
      ]
      if population.recurrent {
        links.append(
          link(
            name, "recurrent", from: .population(index), rows: population.size,
            columns: population.size, population.recurrentPlasticity, modulatedBy: index))
      }
      layers.append(Layer(spec: population, bias: range(name + ".bias"), links: links))
      below = (.population(index), population.size)
    }
    readout = link(
      "readout", nil, from: below.source, rows: last, columns: spec.outputs,
      spec.readout.plasticity, modulatedBy: spec.hidden.count - 1)
  }

  private mutating func link(
    _ target: String, _ role: String?, from source: Source, rows: Int, columns: Int,
    _ plasticity: PlasticitySpec?, modulatedBy population: Int
  ) -> Link {
    let name = role.map { target + "." + $0 } ?? target
    func slice(_ suffix: String) -> Range<Int> { layout.slice(named: name + suffix)!.range }
    let site = plasticity.map { plasticity in
      let period = plasticity.period ?? spec.ticksPerStep
      return Site(
        spec: plasticity, period: period,
        alpha: Coefficient(range: slice(".alpha"), isRate: false),
        eta: Coefficient(range: slice(".eta"), isRate: true),
        rule: plasticity.rule.coefficients.map {
          Coefficient(range: slice("." + $0.name), isRate: $0.isRate)
        },
        modulator: plasticity.gate.isModulated
          ? modulator(target, size: columns, source: population, period: period) : nil)
    }
    return Link(
      source: source, isRecurrent: role == "recurrent", rows: rows, columns: columns,
      weight: slice(".weight"), site: site)
  }

  /// The index of the neuromodulator of a population and period, made where it is new.
  private mutating func modulator(
    _ target: String, size: Int, source: Int, period: Int
  ) -> Int {
    let name = target + ".modulator"
    if let known = modulators.firstIndex(where: { $0.name == name && $0.period == period }) {
      return known
    }
    modulators.append(
      Modulator(
        name: name, source: source, size: size, period: period,
        weight: layout.slice(named: name + ".weight")?.range,
        bias: layout.slice(named: name + ".bias")?.range,
        columns: spec.modulation == .neuron ? size : 1))
    return modulators.count - 1
  }
}
