import NumericalMethods
import RigidBodyDynamics
import Testing
@testable import TrajectoryReplay

/// Pieces of one field become one; pieces that contradict each other do not.
@Suite("Height collage") struct HeightCollageTests {
  private static let spacing = 0.05

  /// Six by eight samples from (column, row) on, all of one function of place.
  private func piece(
    _ column: Int, _ row: Int, spacing: Double = spacing, raised: Double = 0
  ) -> Heightfield {
    let heights = (0..<6).flatMap { r in
      (0..<8).map { c in height(column + c, row + r) + raised }
    }
    return Heightfield(
      heights: heights, rows: 6, columns: 8, spacing: spacing,
      origin: Vector3(Double(column) * spacing, Double(row) * spacing, 0.5))
  }

  private func height(_ column: Int, _ row: Int) -> Double {
    Double((column * 31 + row * 17) % 23) / 100
  }

  @Test func overlappingPiecesBecomeOne() throws {
    let first = HeightCollage(piece(0, 0))
    let collage = try #require(first.joined(with: piece(5, -3)))
    #expect(collage.columns == 0..<13 && collage.rows == -3..<6)
    for row in -3..<6 {
      for column in 0..<13 {
        let found = collage.heights[(row + 3) * 13 + column]
        let isKnown = column < 8 && row >= 0 || column >= 5 && row < 3
        #expect(isKnown ? found == height(column, row) : found.isNaN, "\(column), \(row)")
      }
    }
    let again = try #require(collage.joined(with: piece(0, 0)))
    #expect(again.columns == collage.columns && again.rows == collage.rows)
  }

  @Test func otherGroundStaysApart() {
    let first = HeightCollage(piece(0, 0))
    #expect(first.joined(with: piece(3, 2, raised: 0.01)) == nil, "another height")
    #expect(first.joined(with: piece(100, 0)) == nil, "far away")
    #expect(first.joined(with: piece(0, 0, spacing: 0.1)) == nil, "another lattice")
    var moved = piece(2, 2)
    moved = Heightfield(
      heights: moved.heights, rows: 6, columns: 8, spacing: Self.spacing,
      origin: moved.origin + Vector3(0.02, 0, 0))
    #expect(first.joined(with: moved) == nil, "between the samples")
  }

  @Test func croppingKeepsTheHeights() {
    let collage = HeightCollage(piece(10, 20))
    let center = Vector3(12.4, 22.6, 0) * Self.spacing
    let part = collage.cropped(to: PlanarBox([center], margin: 0.025))
    #expect(part.columns == 1..<4 && part.rows == 2..<5, "\(part.columns), \(part.rows)")
    #expect(part.heights == (22..<25).flatMap { r in (11..<14).map { height($0, r) } })
    let far = collage.cropped(to: PlanarBox([Vector3(50, 50, 0)], margin: 1))
    #expect(far.columns.count == 2 && far.rows.count == 2 && far.heights.count == 4)
  }
}
