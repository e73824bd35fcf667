/// The parts of a ``BatchNetwork``, wired to each other.
struct BatchAssembly<Scalar: NetworkScalar> {
  let layout: ParameterLayout
  let input: BatchActivity<Scalar>
  let centring: BatchCentring<Scalar>?
  let observations: Exchange<Scalar>
  let external: Exchange<Scalar>
  let modulators: [BatchModulator<Scalar>]
  let layers: [BatchLayer<Scalar>]
  let readout: BatchReadout<Scalar>
  let sites: [BatchSite<Scalar>]

  init(_ spec: NetworkSpec, _ surrogate: Surrogate, in memory: BatchMemory<Scalar>) {
    let (layout, external) = (spec.layout, memory.exchange(1))
    let input = BatchActivity(size: spec.encodedInputs, passesBack: false, in: memory)
    let centring = spec.centring.map { BatchCentring(spec, $0, in: memory) }
    let outputs = BatchActivity(
      size: spec.outputs, ticks: spec.readout.plasticity == nil ? 0 : memory.ticks,
      tracesApart: false, in: memory)
    let activities =
      [input] + spec.hidden.map { BatchActivity(size: $0.size, in: memory) } + [outputs]
    var modulators: [BatchModulator<Scalar>] = []
    func modulator(of synapses: ProjectionSpec) -> BatchModulator<Scalar> {
      if let known = modulators.first(where: { $0.synapses.shareModulator(with: synapses) }) {
        return known
      }
      modulators.append(
        BatchModulator(
          synapses, layout,
          from: synapses.followsError ? nil : activities[synapses.modulatedBy],
          external: external, in: memory))
      return modulators[modulators.count - 1]
    }
    let links = spec.projections.map { synapses in
      let source = activities[synapses.source]
      let centred = synapses.isCentred ? centring : nil
      let site = synapses.plasticity.map {
        BatchSite(
          synapses, $0, layout, from: centred?.deviation ?? source, to: activities[synapses.target],
          $0.gate.isModulated ? modulator(of: synapses) : nil, in: memory)
      }
      return BatchLink(
        synapses, layout, from: source, centred: centred?.signal, site: site, in: memory)
    }
    layers = spec.hidden.enumerated().map { index, population in
      BatchLayer(
        population, layout, .population(index), activities[index + 1],
        links: links.filter { $0.synapses.target == index + 1 }, surrogate, in: memory)
    }
    readout = BatchReadout(
      spec, layout, outputs, from: activities[spec.hidden.count], link: links[links.count - 1],
      in: memory)
    sites = links.compactMap(\.site)
    observations = memory.exchange(spec.encodedInputs)
    (self.layout, self.external, self.input, self.modulators) = (
      layout, external, input, modulators
    )
    self.centring = centring
  }
}
