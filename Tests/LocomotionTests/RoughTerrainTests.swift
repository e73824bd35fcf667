import Locomotion
import NumericalMethods
import RigidBodyDynamics
import Testing

@Suite("Rough terrain") struct RoughTerrainTests {
  private func field(
    _ amplitude: Double, seed: UInt64, around center: Vector3 = .zero
  ) -> Heightfield {
    var stream = RandomStream(seed: seed, purpose: .terrain)
    return RoughTerrain(amplitude: amplitude).heightfield(around: center, stream: &stream)
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>) func staysWithinItsAmplitude(_ seed: UInt64) {
    let field = field(0.07, seed: seed)
    #expect(field.heights.allSatisfy { abs($0) <= 0.07 }, "seed \(seed)")
    let mean = field.heights.reduce(0, +) / Double(field.heights.count)
    #expect(abs(mean) < 0.005, "seed \(seed): as many bumps as pits, mean \(mean) m")
    #expect((field.heights.max() ?? 0) > 0.04 && (field.heights.min() ?? 0) < -0.04)
  }

  @Test(arguments: [Vector3.zero, Vector3(5.3, -2.1, 0.4)]) func flatWithinTheClearing(
    _ center: Vector3
  ) {
    let field = field(0.1, seed: 4, around: center)
    var (flat, rough) = (0, 0)
    for r in 0..<field.rows {
      for c in 0..<field.columns {
        let x = field.origin.x + Double(c) * field.spacing - center.x
        let y = field.origin.y + Double(r) * field.spacing - center.y
        let height = field.heights[r * field.columns + c]
        if x * x + y * y <= 0.36 {
          #expect(height == 0)
          flat += 1
        } else if height != 0 {
          rough += 1
        }
      }
    }
    #expect(flat > 50 && rough > field.heights.count * 9 / 10)
  }

  /// The robot stands a quarter of the field from its −x border, in the middle across.
  @Test func reachesFarAhead() {
    let field = field(0.1, seed: 1, around: Vector3(2, 3, 0))
    let width = Double(field.columns - 1) * field.spacing
    #expect(close(field.origin.x, 2 - width / 4, 1e-12))
    #expect(close(field.origin.y, 3 - width / 2, 1e-12) && field.origin.z == 0)
    #expect(width > 30)
  }

  @Test func scalesWithAmplitudeAndFollowsTheSeed() {
    let (small, large) = (field(0.02, seed: 9), field(0.1, seed: 9))
    for (a, b) in zip(small.heights, large.heights) { #expect(close(5 * a, b, 1e-12)) }
    #expect(field(0.1, seed: 9).heights == large.heights)
    #expect(field(0.1, seed: 10).heights != large.heights)
  }

  /// Smooth enough to be walked on: neighbouring samples differ by a fraction of the amplitude.
  @Test func hasNoCliffs() {
    let field = field(0.1, seed: 3)
    var steepest = 0.0
    for r in 0..<field.rows {
      for c in 1..<field.columns {
        let i = r * field.columns + c
        steepest = max(steepest, abs(field.heights[i] - field.heights[i - 1]))
      }
    }
    #expect(steepest > 0 && steepest < 0.12, "\(steepest) m between neighbours")
  }
}
