/// The plastic synapses of one projection, for a batch: fast weights E of every sample with their
/// history, which is kept at every ⌈√U⌉-th of U updates and recomputed in between (Chen et al. 2016,
/// arXiv:1604.06174; memory O(√U n²) a sample instead of O(U n²)).
final class BatchSite<Scalar: AdjointScalar> {
  typealias Lane = SIMD8<Scalar>

  let plan: BatchPlan.Site
  let rows: Int
  let columns: Int
  let width: Int
  let batch: Int
  /// Scalars of one sample's E.
  let matrix: Int
  let alpha: BatchCoefficient<Scalar>
  let eta: BatchCoefficient<Scalar>
  let rule: [BatchCoefficient<Scalar>]
  /// θ before each update, [updates + 1, batch, width]; one row for rules without.
  let threshold: Track<Scalar>

  /// E, and e where the gate has it, of the version at hand: [fields, batch, rows, width].
  let state: BatchBuffer<Scalar>
  /// Cotangents of the same.
  let cotangent: BatchBuffer<Scalar>
  /// Cotangents of θ, [batch, width].
  let thresholdCotangent: BatchBuffer<Scalar>
  /// Versions of `state` from one checkpoint to the next.
  private let segmentLength: Int
  private let checkpoints: BatchBuffer<Scalar>
  private let segment: BatchBuffer<Scalar>
  private var segmentAtHand = -1
  private var versionAtHand = -1
  private let fields: Int

  init(_ plan: BatchPlan.Site, rows: Int, columns: Int, batch: Int, ticks: Int) {
    self.plan = plan
    self.rows = rows
    self.columns = columns
    self.batch = batch
    width = paddedWidth(columns)
    matrix = rows * width
    fields = plan.spec.gate == .eligibility ? 2 : 1
    func table(_ place: BatchPlan.Coefficient) -> BatchCoefficient<Scalar> {
      BatchCoefficient(place, plan.spec.granularity, rows: rows, columns: columns)
    }
    alpha = table(plan.alpha)
    eta = table(plan.eta)
    rule = plan.rule.map(table)
    let versions = ticks / plan.period + 1
    threshold = Track(
      ticks: plan.spec.rule.definition.readsThreshold ? versions : 0, batch: batch, size: columns)
    let size = fields * batch * matrix
    state = BatchBuffer(size)
    cotangent = BatchBuffer(size)
    thresholdCotangent = BatchBuffer(batch * width)
    segmentLength = BatchSite.segmentLength(versions: versions)
    checkpoints = BatchBuffer((versions / segmentLength + 1) * size)
    segment = BatchBuffer(segmentLength * size)
  }

  static func segmentLength(versions: Int) -> Int {
    max(1, Int(Double(versions).squareRoot().rounded(.up)))
  }

  private var size: Int { fields * batch * matrix }

  /// Whether the site is updated at the end of tick `t`.
  func isDue(_ t: Int) -> Bool { (t + 1) % plan.period == 0 }

  /// Updates made before tick `t`: the version of E that its currents see.
  func version(at t: Int) -> Int { t / plan.period }

  func load(_ parameters: UnsafePointer<Scalar>) {
    for coefficient in [alpha, eta] + rule { coefficient.load(parameters) }
  }

  func addGradient(to parameters: UnsafeMutablePointer<Scalar>) {
    for coefficient in [alpha, eta] + rule { coefficient.addGradient(to: parameters) }
  }

  /// E, e and θ to their start.
  func reset() {
    state.clear()
    threshold.at(-1).update(repeating: 0, count: threshold.stride)
    segmentAtHand = -1
    versionAtHand = -1
  }

  /// Keeps the version at hand if it starts a segment.
  func keep(version: Int) {
    guard version % segmentLength == 0 else { return }
    (checkpoints.base + version / segmentLength * size).update(from: state.base, count: size)
  }

  func clearCotangents() {
    cotangent.clear()
    thresholdCotangent.clear()
  }

  /// Brings `state` to `version` on the way back; `replay` makes the update from the version that it
  /// is given to the next.
  func restore(version: Int, _ replay: (Int) -> Void) {
    guard version != versionAtHand else { return }
    versionAtHand = version
    let index = version / segmentLength
    if index != segmentAtHand {
      segmentAtHand = index
      state.base.update(from: checkpoints.base + index * size, count: size)
      for n in index * segmentLength...version {
        (segment.base + n % segmentLength * size).update(from: state.base, count: size)
        if n < version { replay(n) }
      }
    }
    state.base.update(from: segment.base + version % segmentLength * size, count: size)
  }

  /// E of one sample.
  func fast(_ sample: Int) -> UnsafeMutablePointer<Scalar> { state.base + sample * matrix }

  /// e of one sample.
  func eligibility(_ sample: Int) -> UnsafeMutablePointer<Scalar> {
    state.base + (batch + sample) * matrix
  }

  func fastCotangent(_ sample: Int) -> UnsafeMutablePointer<Scalar> {
    cotangent.base + sample * matrix
  }

  func eligibilityCotangent(_ sample: Int) -> UnsafeMutablePointer<Scalar> {
    cotangent.base + (batch + sample) * matrix
  }
}
