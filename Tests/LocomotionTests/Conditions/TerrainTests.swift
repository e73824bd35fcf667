import Foundation
import NumericalMethods
import RigidBodyDynamics
import Testing

@testable import Locomotion

@Suite("Terrain features") struct TerrainFeatureTests {
  private func feature(
    _ kind: TerrainFeature.Kind, _ difficulty: Double, key: UInt64 = 1
  ) -> TerrainFeature {
    TerrainFeature(kind, difficulty: difficulty, noise: LatticeNoise(key: key))
  }

  /// Heights along a line ahead, every millimetre.
  private func profile(_ feature: TerrainFeature, to end: Double, y: Double = 0) -> [Double] {
    (0...Int(end * 1000)).map { feature.height(x: Double($0) / 1000, y: y) }
  }

  @Test(arguments: [0.02, 0.1]) func stairsHaveTheStatedRiseAndTread(_ rise: Double) {
    for (kind, sign) in [(TerrainFeature.Kind.stairsUp, 1.0), (.stairsDown, -1)] {
      let heights = profile(feature(kind, rise), to: 6)
      let risers = (1..<heights.count).filter { heights[$0] != heights[$0 - 1] }
      #expect(risers.count == 12)
      for (n, x) in risers.enumerated() {
        #expect(close(heights[x] - heights[x - 1], sign * rise, 1e-12))
        #expect(close(Double(x) / 1000, TerrainFeature.firstEdge + 0.4 * Double(n), 0.002))
      }
      #expect(heights[..<1500].allSatisfy { $0 == 0 })
    }
  }

  @Test(arguments: [0.05, 0.25]) func gapsHaveTheStatedWidth(_ width: Double) {
    let heights = profile(feature(.gaps, width), to: 7.5)
    let inside = heights.filter { $0 == -TerrainFeature.trenchDepth }.count
    #expect(heights.allSatisfy { $0 == 0 || $0 == -TerrainFeature.trenchDepth })
    #expect(close(Double(inside) / 1000, 4 * width, 0.005), "4 trenches of \(width) m")
  }

  @Test(arguments: [0.02, 0.1]) func stonesAreWholeAndTheGroundAroundAsDeepAsStated(
    _ depth: Double
  ) {
    let stones = feature(.steppingStones, depth)
    let heights = profile(stones, to: 4.5)
    let low = Double(heights.filter { $0 == -depth }.count) / Double(heights.count)
    #expect(close(low, 0.1 / 0.45, 0.01) && heights.allSatisfy { $0 == 0 || $0 == -depth })
    #expect(stones.height(x: 0.17, y: -0.17) == 0 && stones.height(x: 0.18, y: 0) == -depth)
    #expect(stones.height(x: 0, y: 0.45) == 0, "the next stone")
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>) func obstaclesStandInTheirLatticeSquares(
    _ key: UInt64
  ) {
    let obstacles = feature(.obstacles, 0.1, key: key)
    var covered = 0
    for i in 0..<200 {
      for j in 0..<200 {
        let h = obstacles.height(x: Double(i) * 0.04, y: Double(j) * 0.04)
        #expect(h == 0 || (0.05...0.1).contains(h), "key \(key)")
        if h > 0 { covered += 1 }
      }
    }
    let share = 0.3 * 0.3 / (0.8 * 0.8)
    #expect(close(Double(covered) / 40_000, share, 0.02), "key \(key): \(covered)")
  }

  @Test func ridgesHaveTheStatedHeightAndDistance() {
    let heights = profile(feature(.ridges, 0.08), to: 6)
    #expect(close(heights.max() ?? 0, 0.08, 1e-9) && heights.min() == 0)
    let peaks = heights.indices.filter { close(heights[$0], 0.08, 1e-9) }
    #expect(zip(peaks, peaks.dropFirst()).allSatisfy { $1 - $0 == 600 })
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>) func roughGroundStaysWithinItsAmplitude(
    _ key: UInt64
  ) {
    let rough = feature(.roughGround, 0.07, key: key)
    var (sum, low, high, steepest) = (0.0, 0.0, 0.0, 0.0)
    for i in 0..<200 {
      for j in 0..<200 {
        let (x, y) = (Double(i) * 0.125 - 9, Double(j) * 0.125 - 11)
        let h = rough.height(x: x, y: y)
        (sum, low, high) = (sum + h, min(low, h), max(high, h))
        steepest = max(steepest, abs(rough.height(x: x + 0.01, y: y) - h) / 0.01)
      }
    }
    #expect(low >= -0.07 && high <= 0.07 && low < -0.04 && high > 0.04, "key \(key)")
    #expect(abs(sum / 40_000) < 0.005, "key \(key): as many bumps as pits")
    #expect(steepest < 1, "key \(key): no cliffs, \(steepest)")
  }

  @Test func randomGroundScalesWithDifficultyAndFollowsItsKey() {
    for kind in [TerrainFeature.Kind.roughGround, .obstacles] {
      let (small, large, other) = (
        feature(kind, 0.02), feature(kind, 0.1), feature(kind, 0.1, key: 2)
      )
      var differs = false
      for n in 0..<500 {
        let (x, y) = (0.037 * Double(n), -0.011 * Double(n))
        #expect(close(5 * small.height(x: x, y: y), large.height(x: x, y: y), 1e-12))
        differs = differs || large.height(x: x, y: y) != other.height(x: x, y: y)
      }
      #expect(differs)
    }
  }
}

@Suite("Terrain of an episode") struct TerrainTests {
  private let rough = TerrainFeature(.roughGround, difficulty: 0.1, noise: LatticeNoise(key: 3))

  @Test(arguments: [Vector3.zero, Vector3(5.3, -2.1, 0.4)]) func theClearingStaysAsItWas(
    _ center: Vector3
  ) {
    let old = Terrain.change(from: .flat, to: [rough], center: Vector3(1, 1, 0))
    let new = Terrain.change(from: old, to: [], center: center)
    let level = old.height(x: center.x, y: center.y)
    for n in 0..<500 {
      let (r, a) = (0.005 * Double(n), Double(n))
      let (x, y) = (center.x + r * cos(a), center.y + r * sin(a))
      if r <= 0.599 { #expect(new.height(x: x, y: y) == old.height(x: x, y: y)) }
      if r >= 1.601 { #expect(new.height(x: x, y: y) == level) }
      let step = abs(new.height(x: x + 1e-4, y: y) - new.height(x: x, y: y))
      #expect(step < 2e-4, "no cliff between old and new")
    }
  }

  /// The piece that the simulator knows moves on with the robot and agrees with the piece before.
  @Test func theWindowFollowsTheRobot() throws {
    let model = try Shipped.model("ant")
    var seen: [(place: Vector3, ground: Double)] = []
    var bounds = DivergenceBounds()
    bounds.specificKineticEnergy = .infinity
    let episode = Episode(
      model: model, task: .lasting(1.5, endingOnFalls: false), bounds: bounds)
    var fields: [Heightfield] = []
    let watch = Watch { episode in
      let world = episode.simulation.world
      if case .heightfield(let field)? = world.groundDescription,
        field.origin != fields.last?.origin
      {
        fields.append(field)
      }
      // Carried ahead faster than it could walk.
      episode.simulation.world.setGravity(Vector3(60, 0, -9.81))
      let p = episode.simulation.basePose.position
      seen.append((p, world.groundHeight(x: p.x, y: p.y)))
    }
    _ = episode.run(
      ConstantPose(),
      EpisodeSpecification(seed: 4, conditions: [Condition(.roughGround, severity: 5)]),
      observer: watch)
    #expect((seen.last?.place.x ?? 0) > 12, "\(seen.last?.place.x ?? 0) m")
    try #require(fields.count >= 2, "\(fields.count) pieces")
    for (a, b) in zip(fields, fields.dropFirst()) {
      let shift = Int(((b.origin.x - a.origin.x) / a.spacing).rounded())
      let up = Int(((b.origin.y - a.origin.y) / a.spacing).rounded())
      #expect(shift > 0 && shift < a.columns)
      for r in max(0, -up)..<min(a.rows, a.rows - up) {
        for c in 0..<a.columns - shift {
          let (x, y) = (a.heights[(r + up) * a.columns + c + shift], b.heights[r * b.columns + c])
          #expect(close(x, y, 1e-9))
        }
      }
    }
  }
}
