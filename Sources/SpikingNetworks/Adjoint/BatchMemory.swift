/// Hands out the zeroed memory of a batch and counts it, or only counts: what is counted cannot
/// differ from what is taken.
final class BatchMemory<Scalar: NetworkScalar> {
  let batch: Int
  /// The longest run.
  let ticks: Int
  let countsOnly: Bool
  private(set) var bytes = 0
  /// All tables handed out, by which the parameters come in and their gradient goes out.
  private(set) var tables: [BatchTable<Scalar>] = []

  init(batch: Int, ticks: Int, countsOnly: Bool = false) {
    (self.batch, self.ticks, self.countsOnly) = (batch, ticks, countsOnly)
  }

  /// `count` lanes; one, where the memory only counts.
  func lanes(_ count: Int) -> Buffer<Scalar> {
    bytes += max(count, 1) * MemoryLayout<SIMD8<Scalar>>.stride
    return Buffer(blocks: count, taken: countsOnly ? 1 : nil)
  }

  /// A row of one value for each of `size` neurons.
  func row(_ size: Int) -> Buffer<Scalar> { lanes(laneCount(size)) }

  /// A row of the same value for each of `size` neurons, and in the padding.
  func constant(_ value: Scalar, _ size: Int) -> Buffer<Scalar> {
    let row = row(size)
    if !countsOnly { row.fill(value) }
    return row
  }

  /// A variable of `size` neurons after every tick, or of that many ticks and samples.
  func track(_ size: Int, ticks: Int? = nil, batch: Int? = nil) -> Track<Scalar> {
    let (blocks, states) = (laneCount(size), (ticks ?? self.ticks) + 1)
    return Track(
      blocks: blocks, states: states, buffer: lanes((batch ?? self.batch) * states * blocks))
  }

  func exchange(_ size: Int) -> Exchange<Scalar> {
    let blocks = laneCount(size)
    return Exchange(blocks: blocks, batch: batch, buffer: lanes(ticks * batch * blocks))
  }

  func table(_ slice: ParameterLayout.Slice, rows: Int, columns: Int) -> BatchTable<Scalar> {
    let count = rows * laneCount(columns)
    let table = BatchTable(
      slice, rows: rows, columns: columns, values: lanes(count), gradient: lanes(count))
    tables.append(table)
    return table
  }
}

/// One variable of every sample after every tick: [batch, ticks + 1, width], of which the first is
/// the state before tick 0, all zero. On the way back samples take turns, and each walks along its
/// own ticks.
struct Track<Scalar: NetworkScalar> {
  fileprivate let blocks: Int
  fileprivate let states: Int
  fileprivate let buffer: Buffer<Scalar>

  var width: Int { blocks &* 8 }

  /// One sample after tick `t`, from −1.
  @inline(__always)
  func lanes(_ t: Int, _ sample: Int) -> UnsafeMutablePointer<SIMD8<Scalar>> {
    // Unchecked: callers keep to samples and ticks that the buffer was made for.
    buffer.lanes + (sample &* states &+ t &+ 1) &* blocks
  }

  /// The same as scalars.
  @inline(__always)
  func scalars(_ t: Int, _ sample: Int) -> UnsafeMutablePointer<Scalar> {
    buffer.scalars + (sample &* states &+ t &+ 1) &* width
  }
}

/// What a batch takes from outside or gives out at every tick: [ticks, batch, width].
struct Exchange<Scalar: NetworkScalar> {
  fileprivate let blocks: Int
  fileprivate let batch: Int
  fileprivate let buffer: Buffer<Scalar>

  var width: Int { blocks &* 8 }

  /// All samples at tick `t`.
  @inline(__always)
  func at(_ t: Int) -> UnsafeMutablePointer<Scalar> { buffer.scalars + t &* batch &* width }

  /// One sample at tick `t`.
  @inline(__always)
  func lanes(_ t: Int, _ sample: Int) -> UnsafeMutablePointer<SIMD8<Scalar>> {
    buffer.lanes + (t &* batch &+ sample) &* blocks
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
