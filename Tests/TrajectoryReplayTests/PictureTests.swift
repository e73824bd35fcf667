import Foundation
import Locomotion
import RobotDescription
import Testing
import TrajectoryReplay

@Suite("Stroboscopic picture") struct PictureTests {
  private func svg(_ name: String, lasting duration: Double, exposures: Int = 4) throws -> String? {
    let model = try shippedModel(name)
    let picture = StroboscopicPicture(start: 0.5, exposures: exposures, interval: 0.4)
    _ = Episode(model: model, task: lasting(duration)).run(
      swinging(model), EpisodeSpecification(seed: 1), observer: picture)
    return picture.svg
  }

  @Test(arguments: ["ant", "quadruped", "hexapod"]) func everySolidOfEveryExposure(
    _ name: String
  ) throws {
    let model = try shippedModel(name)
    let census = try Census(of: #require(try svg(name, lasting: 2)))
    var (spheres, rods, boxes) = (0, 0, 0)
    for shape in model.links.flatMap(\.shapes) {
      switch shape.geometry {
      case .sphere: spheres += 1
      case .capsule, .cylinder: rods += 1
      case .box: boxes += 1
      }
    }
    #expect(census.counts["svg"] == 1 && census.counts["rect"] == 1)
    #expect(census.counts["g"] == 4, "one group an exposure")
    #expect(census.counts["polyline"] == model.feet.count, "one path a foot")
    #expect(census.counts["circle", default: 0] == 4 * 2 * spheres)
    #expect(census.counts["line", default: 0] == 4 * 3 * rods)
    let tiles = census.counts["polygon", default: 0] - 4 * 6 * boxes
    #expect(tiles >= 12, "the ground: \(tiles) tiles")
    let numbers = census.attributes.flatMap(\.values)
    #expect(!numbers.contains { $0.contains("nan") || $0.contains("inf") })
  }

  @Test func aLifeCutShortShowsWhatThereWas() throws {
    let census = try Census(of: #require(try svg("ant", lasting: 1)))
    #expect(census.counts["g"] == 2, "exposures at 0.5 s and 0.9 s")
    #expect(try svg("ant", lasting: 0.4) == nil, "over before the first exposure")
    #expect(StroboscopicPicture().svg == nil, "nothing watched")
  }

  @Test func aDivergedLifeCanBeDrawn() throws {
    let model = try shippedModel("ant")
    let picture = StroboscopicPicture(start: 3, exposures: 3, interval: 0.1)
    let result = Episode(model: model, task: lasting(4)).run(
      Faltering(swinging(model)), EpisodeSpecification(seed: 1), observer: picture)
    #expect(result.outcome.isDiverged)
    let census = try Census(of: #require(picture.svg))
    #expect(census.counts["g"] == 3)
  }

  /// Torques beyond any sense on legs of next to nothing leave speeds to match; the poses can still
  /// be drawn.
  @Test func aNonFiniteLifeCanBeDrawn() throws {
    let source = try shippedModel("ant").source
    let model = try RobotModel(
      urdf: source.urdf
        .replacing("effort=\"30\" velocity=\"12\"", with: "effort=\"1e9\" velocity=\"1e9\"")
        .replacing("mass value=\"0.5\"", with: "mass value=\"1e-5\"")
        .replacing("0.00029955078125", with: "1e-8").replacing("0.00776874023437", with: "1e-8"),
      urdfName: "ant.urdf",
      profile: source.profile.replacing("kp: 40", with: "kp: 1e9")
        .replacing("armature: 0.004", with: "armature: 0"),
      profileName: "ant.yaml")
    let picture = StroboscopicPicture(start: 0, exposures: 3, interval: 0.1)
    var task = lasting(1)
    task.settle = 0
    let result = Episode(model: model, task: task).run(
      swinging(model), EpisodeSpecification(seed: 1), observer: picture)
    #expect(result.outcome.isDiverged)
    let numbers = try Census(of: #require(picture.svg)).attributes.flatMap(\.values)
    #expect(!numbers.contains { $0.contains("nan") || $0.contains("inf") })
  }
}
