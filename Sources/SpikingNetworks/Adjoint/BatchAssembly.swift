/// The parts of a ``BatchNetwork``, wired to each other.
struct BatchAssembly<Scalar: NetworkScalar> {
  let plan: BatchPlan
  let input: BatchActivity<Scalar>
  let observations: Exchange<Scalar>
  let external: Exchange<Scalar>
  let modulators: [BatchModulator<Scalar>]
  private(set) var sites: [BatchSite<Scalar>] = []
  private(set) var layers: [BatchLayer<Scalar>] = []
  let readout: BatchReadout<Scalar>

  init(
    _ plan: BatchPlan, _ surrogate: Surrogate, batch: Int, ticks: Int, in memory: BatchMemory
  ) {
    self.plan = plan
    let spec = plan.spec
    let input = BatchActivity<Scalar>(
      size: spec.encodedInputs, batch: batch, ticks: ticks, passesBack: false, in: memory)
    let populations = spec.hidden.map {
      BatchActivity<Scalar>(size: $0.size, batch: batch, ticks: ticks, in: memory)
    }
    let outputs = BatchActivity<Scalar>(
      size: spec.outputs, batch: batch, ticks: plan.readout.site == nil ? 0 : ticks,
      tracesApart: false, in: memory)
    let external = Exchange<Scalar>(ticks: ticks, batch: batch, size: 1, in: memory)
    let modulators = plan.modulators.map {
      BatchModulator(
        $0, from: populations[$0.source], external: external, batch: batch, ticks: ticks,
        in: memory)
    }
    func link(_ plan: BatchPlan.Link, to target: BatchActivity<Scalar>) -> BatchLink<Scalar> {
      let source = plan.source.pick(input, populations)
      let site = plan.site.map {
        BatchSite(
          $0, from: source, to: target, $0.modulator.map { modulators[$0] }, batch: batch,
          ticks: ticks, in: memory)
      }
      return BatchLink(plan, from: source, site: site, in: memory)
    }
    let layers = zip(plan.layers, populations).map { layer, population in
      BatchLayer(
        layer, population, links: layer.links.map { link($0, to: population) }, surrogate,
        batch: batch, ticks: ticks, in: memory)
    }
    let readoutLink = link(plan.readout, to: outputs)
    readout = BatchReadout(
      plan, outputs, link: readoutLink, batch: batch, ticks: ticks, in: memory)
    observations = Exchange(ticks: ticks, batch: batch, size: spec.encodedInputs, in: memory)
    (self.input, self.external, self.modulators, self.layers) = (
      input, external, modulators, layers
    )
    sites = (layers.flatMap(\.links) + [readoutLink]).compactMap(\.site)
  }
}
