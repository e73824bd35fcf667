import NumericalMethods

/// The synapses of one projection for a batch: shared weights through matrix products, plastic ones
/// sample by sample.
final class BatchLink<Scalar: AdjointScalar> {
  let plan: BatchPlan.Link
  let weight: BatchTable<Scalar>
  let site: BatchSite<Scalar>?
  private let batch: Int
  private let preWidth: Int

  init(_ plan: BatchPlan.Link, batch: Int, ticks: Int) {
    self.plan = plan
    self.batch = batch
    weight = BatchTable(rows: plan.rows, columns: plan.columns)
    preWidth = paddedWidth(plan.rows)
    site = plan.site.map {
      BatchSite($0, rows: plan.rows, columns: plan.columns, batch: batch, ticks: ticks)
    }
  }

  func load(_ parameters: UnsafePointer<Scalar>) {
    weight.load(parameters + plan.weight.lowerBound)
    site?.load(parameters)
  }

  func addGradient(to parameters: UnsafeMutablePointer<Scalar>) {
    weight.addGradient(to: parameters + plan.weight.lowerBound)
    site?.addGradient(to: parameters)
  }

  /// currents [batch, width] += z [batch, preWidth] · (W + αE).
  func addCurrents(
    signal z: UnsafeMutablePointer<Scalar>, to currents: UnsafeMutablePointer<Scalar>
  ) {
    Scalar.multiply(
      MatrixProduct(
        rows: batch, columns: plan.columns, inner: plan.rows, strideA: preWidth,
        strideB: weight.width, strideC: weight.width),
      z, weight.values.base, keeping: 1, into: currents)
    guard let site else { return }
    for sample in 0..<batch {
      site.addCurrents(
        sample: sample, signal: z + sample * preWidth, to: currents + sample * weight.width)
    }
  }

  /// From the cotangents of the currents to those of W, α, E and z; the input's z needs none.
  func currentsAdjoint(
    signal z: UnsafeMutablePointer<Scalar>, currents: UnsafeMutablePointer<Scalar>,
    into zBar: UnsafeMutablePointer<Scalar>?
  ) {
    Scalar.multiply(
      MatrixProduct(
        rows: plan.rows, columns: plan.columns, inner: batch, transposesA: true,
        strideA: preWidth, strideB: weight.width, strideC: weight.width),
      z, currents, keeping: 1, into: weight.gradient.base)
    if let zBar {
      Scalar.multiply(
        MatrixProduct(
          rows: batch, columns: plan.rows, inner: plan.columns, transposesB: true,
          strideA: weight.width, strideB: weight.width, strideC: preWidth),
        currents, weight.values.base, keeping: 1, into: zBar)
    }
    guard let site else { return }
    for sample in 0..<batch {
      site.currentsAdjoint(
        sample: sample, signal: z + sample * preWidth, currents: currents + sample * weight.width,
        into: zBar.map { $0 + sample * preWidth })
    }
  }
}
