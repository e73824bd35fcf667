/// Hands out the zeroed memory of a batch and counts it, or only counts: what is counted cannot
/// differ from what is taken.
final class BatchMemory {
  private let countsOnly: Bool
  private(set) var bytes = 0

  init(countsOnly: Bool = false) { self.countsOnly = countsOnly }

  /// `count` lanes; one, where the memory only counts.
  func take<Scalar: AdjointScalar>(_ count: Int) -> UnsafeMutablePointer<SIMD8<Scalar>> {
    let taken = countsOnly ? 1 : max(count, 1)
    bytes += max(count, 1) * MemoryLayout<SIMD8<Scalar>>.stride
    let place = UnsafeMutablePointer<SIMD8<Scalar>>.allocate(capacity: taken)
    place.initialize(repeating: SIMD8(), count: taken)
    return place
  }
}

/// Zeroed memory of whole lanes.
final class BatchBuffer<Scalar: AdjointScalar> {
  typealias Lane = SIMD8<Scalar>

  let count: Int
  let base: UnsafeMutablePointer<Scalar>
  let lanes: UnsafeMutablePointer<Lane>

  init(_ count: Int, in memory: BatchMemory) {
    self.count = count
    lanes = memory.take(laneCount(count))
    base = UnsafeMutableRawPointer(lanes).assumingMemoryBound(to: Scalar.self)
  }

  deinit { lanes.deallocate() }

  func clear() { lanes.update(repeating: Lane(), count: laneCount(count)) }
}

/// Scalars of a padded row.
func paddedWidth(_ count: Int) -> Int { laneCount(count) * 8 }

/// One variable of every sample after every tick: [ticks + 1, batch, width], of which the first is
/// the state before tick 0, all zero.
final class Track<Scalar: AdjointScalar> {
  let width: Int
  private let batch: Int
  private let buffer: BatchBuffer<Scalar>

  init(ticks: Int, batch: Int, size: Int, in memory: BatchMemory) {
    width = paddedWidth(size)
    self.batch = batch
    buffer = BatchBuffer((ticks + 1) * batch * width, in: memory)
  }

  /// All samples after tick `t`, from −1.
  @inline(__always)
  func at(_ t: Int) -> UnsafeMutablePointer<Scalar> {
    buffer.base + (t &+ 1) &* batch &* width
  }

  /// One sample after tick `t`.
  @inline(__always)
  func lanes(_ t: Int, _ sample: Int) -> UnsafeMutablePointer<SIMD8<Scalar>> {
    buffer.lanes + ((t &+ 1) &* batch &+ sample) &* (width / 8)
  }
}
