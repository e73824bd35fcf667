/// A network as the adjoint walks it: populations and projections in the order of a tick, with the
/// places of their slices in the parameter vector.
struct BatchPlan {
  /// Where a projection comes from.
  enum Source: Equatable {
    case input
    case population(Int)

    func pick<Part>(_ input: Part, _ populations: [Part]) -> Part {
      switch self {
      case .input: input
      case .population(let index): populations[index]
      }
    }
  }

  /// The plasticity of one projection.
  struct Site {
    let spec: PlasticitySpec
    let period: Int
    let alpha, eta: ParameterLayout.Slice
    let rule: [ParameterLayout.Slice]
    /// Index of the neuromodulator; nil where the gate has none.
    let modulator: Int?
  }

  /// The synapses from `source` onto one population or the readout.
  struct Link {
    let owner: ParameterLayout.Owner
    let source: Source
    let rows: Int
    let columns: Int
    let weight: Range<Int>
    let site: Site?

    /// Whether the source is the target.
    var isRecurrent: Bool {
      if case .recurrent = owner { true } else { false }
    }
  }

  struct Layer {
    let spec: PopulationSpec
    let bias: Range<Int>
    /// The input's projection, then the recurrent one if there is one.
    let links: [Link]
  }

  struct Modulator {
    /// Whose synapses are modulated.
    let owner: ParameterLayout.Owner
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
  let layers: [Layer]
  let modulators: [Modulator]
  let readout: Link
  let readoutBias: Range<Int>

  init(_ spec: NetworkSpec) {
    var wiring = PlanWiring(spec: spec, layout: spec.layout)
    (self.spec, layout) = (spec, wiring.layout)
    var below = (source: Source.input, size: spec.encodedInputs)
    layers = spec.hidden.enumerated().map { index, population in
      let size = population.size
      var links = [
        wiring.link(
          .input(index), from: below, to: size, population.inputPlasticity, modulatedBy: index)
      ]
      below = (.population(index), size)
      if population.recurrent {
        links.append(
          wiring.link(
            .recurrent(index), from: below, to: size, population.recurrentPlasticity,
            modulatedBy: index))
      }
      let bias = wiring.layout[.population(index), .bias].range
      return Layer(spec: population, bias: bias, links: links)
    }
    readout = wiring.link(
      .readout, from: below, to: spec.outputs, spec.readout.plasticity,
      modulatedBy: spec.hidden.count - 1)
    readoutBias = layout[.readout, .bias].range
    modulators = wiring.modulators
  }
}

/// Projections as they are made, with the neuromodulators that they turn out to need.
private struct PlanWiring {
  let spec: NetworkSpec
  let layout: ParameterLayout
  var modulators: [BatchPlan.Modulator] = []

  /// - Parameter population: index of the population that modulates the synapses.
  mutating func link(
    _ owner: ParameterLayout.Owner, from below: (source: BatchPlan.Source, size: Int),
    to columns: Int, _ plasticity: PlasticitySpec?, modulatedBy population: Int
  ) -> BatchPlan.Link {
    let site = plasticity.map { plasticity in
      let period = plasticity.period ?? spec.ticksPerStep
      return BatchPlan.Site(
        spec: plasticity, period: period, alpha: layout[owner, .share],
        eta: layout[owner, .rate],
        rule: plasticity.rule.coefficients.map { layout[owner, .coefficient($0.name)] },
        modulator: plasticity.gate.isModulated
          ? modulator(owner.target, size: columns, source: population, period: period) : nil)
    }
    return BatchPlan.Link(
      owner: owner, source: below.source, rows: below.size, columns: columns,
      weight: layout[owner, .weight].range, site: site)
  }

  /// The index of the neuromodulator of a population and period, made where it is new.
  private mutating func modulator(
    _ owner: ParameterLayout.Owner, size: Int, source: Int, period: Int
  ) -> Int {
    if let known = modulators.firstIndex(where: { $0.owner == owner && $0.period == period }) {
      return known
    }
    modulators.append(
      BatchPlan.Modulator(
        owner: owner, source: source, size: size, period: period,
        weight: layout.slice(owner, .modulatorWeight)?.range,
        bias: layout.slice(owner, .modulatorBias)?.range,
        columns: spec.modulation.columns(postsynaptic: size)))
    return modulators.count - 1
  }
}
