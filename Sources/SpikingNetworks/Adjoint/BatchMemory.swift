/// Hands out the zeroed memory of a batch and counts it, or only counts: what is counted cannot
/// differ from what is taken.
final class BatchMemory {
  private let countsOnly: Bool
  private(set) var bytes = 0

  init(countsOnly: Bool = false) { self.countsOnly = countsOnly }

  /// `count` lanes; one, where the memory only counts.
  func take<Scalar: NetworkScalar>(_ count: Int) -> UnsafeMutablePointer<SIMD8<Scalar>> {
    let taken = countsOnly ? 1 : max(count, 1)
    bytes += max(count, 1) * MemoryLayout<SIMD8<Scalar>>.stride
    let place = UnsafeMutablePointer<SIMD8<Scalar>>.allocate(capacity: taken)
    place.initialize(repeating: SIMD8(), count: taken)
    return place
  }
}

/// Zeroed memory of whole lanes.
final class BatchBuffer<Scalar: NetworkScalar> {
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

/// One variable of every sample after every tick: [batch, ticks + 1, width], of which the first is
/// the state before tick 0, all zero. On the way back samples take turns, and each walks along its
/// own ticks.
final class Track<Scalar: NetworkScalar> {
  let width: Int
  private let blocks: Int
  private let states: Int
  private let buffer: BatchBuffer<Scalar>

  init(ticks: Int, batch: Int, size: Int, in memory: BatchMemory) {
    (width, blocks, states) = (paddedWidth(size), laneCount(size), ticks + 1)
    buffer = BatchBuffer(batch * states * width, in: memory)
  }

  /// One sample after tick `t`, from −1.
  @inline(__always)
  func lanes(_ t: Int, _ sample: Int) -> UnsafeMutablePointer<SIMD8<Scalar>> {
    // Unchecked: callers keep to samples and ticks that the buffer was made for.
    buffer.lanes + (sample &* states &+ t &+ 1) &* blocks
  }

  /// The same as scalars.
  @inline(__always)
  func scalars(_ t: Int, _ sample: Int) -> UnsafeMutablePointer<Scalar> {
    buffer.base + (sample &* states &+ t &+ 1) &* width
  }
}

/// What a batch takes from outside or gives out at every tick: [ticks, batch, width].
final class Exchange<Scalar: NetworkScalar> {
  let width: Int
  private let batch: Int
  private let buffer: BatchBuffer<Scalar>

  init(ticks: Int, batch: Int, size: Int, in memory: BatchMemory) {
    (width, self.batch) = (paddedWidth(size), batch)
    buffer = BatchBuffer(ticks * batch * width, in: memory)
  }

  /// All samples at tick `t`.
  @inline(__always)
  func at(_ t: Int) -> UnsafeMutablePointer<Scalar> { buffer.base + t &* batch &* width }

  /// One sample at tick `t`.
  @inline(__always)
  func lanes(_ t: Int, _ sample: Int) -> UnsafeMutablePointer<SIMD8<Scalar>> {
    buffer.lanes + (t &* batch &+ sample) &* (width / 8)
  }
}

extension Array where Element: AnyObject {
  /// Calls `body` with each part in turn. The owner keeps them, so no references are counted, which
  /// at every sample and tick would cost more than some of the parts' work.
  @inline(__always)
  func each(_ body: (Element) -> Void) {
    for n in indices { Unmanaged.passUnretained(self[n])._withUnsafeGuaranteedRef(body) }
  }

  /// The same from the last to the first.
  @inline(__always)
  func eachBackwards(_ body: (Element) -> Void) {
    for n in indices.reversed() {
      Unmanaged.passUnretained(self[n])._withUnsafeGuaranteedRef(body)
    }
  }
}
