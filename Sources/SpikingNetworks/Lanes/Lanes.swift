/// Eight scalars worked on at once; every per-neuron array is padded to whole lanes.
typealias Lanes = SIMD8<Float>

/// Number of lanes that hold `count` scalars.
func laneCount(_ count: Int) -> Int { (count + Lanes.scalarCount - 1) / Lanes.scalarCount }

/// Scalars of a padded row.
func paddedWidth(_ count: Int) -> Int { laneCount(count) * Lanes.scalarCount }

/// Lanes seen as scalars; see ``Buffer``.
func scalars(_ lanes: UnsafePointer<Lanes>) -> UnsafePointer<Float> {
  UnsafeRawPointer(lanes).assumingMemoryBound(to: Float.self)
}

/// Whether every scalar of `blocks` lanes is finite: x − x is 0 for finite x and NaN for all else,
/// and one NaN makes the sum one.
func hasFiniteLanes<Scalar: NetworkScalar>(
  _ lanes: UnsafePointer<SIMD8<Scalar>>, _ blocks: Int
) -> Bool {
  var sum = SIMD8<Scalar>()
  for block in 0..<blocks { sum += lanes[block] - lanes[block] }
  return sum.sum() == 0
}

/// Fixed-size zeroed memory seen both as scalars and as lanes; padding scalars stay zero.
final class Buffer<Scalar: NetworkScalar> {
  /// Number of lanes.
  let blocks: Int
  let lanes: UnsafeMutablePointer<SIMD8<Scalar>>
  let scalars: UnsafeMutablePointer<Scalar>

  /// - Parameter taken: lanes that there is memory for, if not `blocks`; the others are not used.
  init(blocks: Int, taken: Int? = nil) {
    self.blocks = blocks
    let count = max(taken ?? blocks, 1)
    lanes = .allocate(capacity: count)
    lanes.initialize(repeating: .zero, count: count)
    // A SIMD vector is a homogeneous aggregate of its scalars, so both views may alias.
    scalars = UnsafeMutableRawPointer(lanes).assumingMemoryBound(to: Scalar.self)
  }

  convenience init(scalars count: Int) { self.init(blocks: laneCount(count)) }

  deinit { lanes.deallocate() }

  func fill(_ value: Scalar) { lanes.update(repeating: SIMD8(repeating: value), count: blocks) }

  func copy(from source: Buffer) { lanes.update(from: source.lanes, count: blocks) }

  /// The first `count` scalars, copied.
  func prefix(_ count: Int) -> [Scalar] {
    Array(UnsafeBufferPointer(start: scalars, count: count))
  }
}

typealias LaneBuffer = Buffer<Float>

extension LaneBuffer {
  /// Copies as many scalars as the slice has.
  func load(_ values: SliceValues) {
    for index in values.numbers.indices { scalars[index] = values[index] }
  }
}
