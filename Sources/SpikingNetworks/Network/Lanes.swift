/// Eight scalars worked on at once; every per-neuron array is padded to whole lanes.
typealias Lanes = SIMD8<Float>

/// Number of lanes that hold `count` scalars.
func laneCount(_ count: Int) -> Int { (count + Lanes.scalarCount - 1) / Lanes.scalarCount }

/// Lanes seen as scalars; see ``LaneBuffer``.
func scalars(_ lanes: UnsafePointer<Lanes>) -> UnsafePointer<Float> {
  UnsafeRawPointer(lanes).assumingMemoryBound(to: Float.self)
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

extension SIMD8 where Scalar: Comparable {
  /// Every scalar limited to [lower, upper]; written so that it compiles to two vector minima.
  @inline(__always)
  func limited(_ lower: SIMD8, _ upper: SIMD8) -> SIMD8 {
    var result = self
    for lane in 0..<8 {
      let below = self[lane] < upper[lane] ? self[lane] : upper[lane]
      result[lane] = below > lower[lane] ? below : lower[lane]
    }
    return result
  }
}

extension SIMD8<Float> {
  /// Rounds to multiples of about 2⁻²³ `scale`, so that a decaying value comes to rest at zero or at
  /// one of the least multiples instead of lingering among the slow subnormal numbers. Values far
  /// above `scale` are unchanged.
  @inline(__always)
  func withoutSubnormals(scale: Float) -> Lanes {
    (self + Lanes(repeating: scale)) - Lanes(repeating: scale)
  }
}
