/// Eight scalars worked on at once; every per-neuron array is padded to whole lanes.
typealias Lanes = SIMD8<Float>

/// Number of lanes that hold `count` scalars.
func laneCount(_ count: Int) -> Int { (count + Lanes.scalarCount - 1) / Lanes.scalarCount }

/// Scalars of a padded row.
func paddedWidth(_ count: Int) -> Int { laneCount(count) * Lanes.scalarCount }

/// Lanes seen as scalars; see ``LaneBuffer``.
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
final class LaneBuffer {
  /// Number of lanes.
  let blocks: Int
  let lanes: UnsafeMutablePointer<Lanes>
  let scalars: UnsafeMutablePointer<Float>

  init(scalars count: Int) { (blocks, lanes, scalars) = LaneBuffer.allocate(laneCount(count)) }

  init(blocks count: Int) { (blocks, lanes, scalars) = LaneBuffer.allocate(count) }

  deinit { lanes.deallocate() }

  /// A SIMD vector is a homogeneous aggregate of its scalars, so both views may alias.
  private static func allocate(
    _ blocks: Int
  ) -> (Int, UnsafeMutablePointer<Lanes>, UnsafeMutablePointer<Float>) {
    let lanes = UnsafeMutablePointer<Lanes>.allocate(capacity: max(blocks, 1))
    lanes.initialize(repeating: .zero, count: max(blocks, 1))
    return (blocks, lanes, UnsafeMutableRawPointer(lanes).assumingMemoryBound(to: Float.self))
  }

  func fill(_ value: Float) { lanes.update(repeating: Lanes(repeating: value), count: blocks) }

  func copy(from source: LaneBuffer) { lanes.update(from: source.lanes, count: blocks) }

  /// The first `count` scalars, copied.
  func prefix(_ count: Int) -> [Float] {
    Array(UnsafeBufferPointer(start: scalars, count: count))
  }
}
