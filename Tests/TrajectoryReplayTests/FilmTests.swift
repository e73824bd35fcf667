import Foundation
import Locomotion
import NeuralControl
import NumericalMethods
import RobotDescription
import SpikingNetworks
import Testing
@testable import TrajectoryReplay

@Suite("Film") struct FilmTests {
  /// Positions to half a step of the quantisation (and single precision), rotations likewise.
  @Test(arguments: ["ant", "quadruped", "hexapod"]) func posesAreThoseOfTheEpisode(
    _ name: String
  ) throws {
    let model = try shippedModel(name)
    let witness = PoseWitness()
    let (film, result) = try filmed(name, swinging(model), seconds: 2, beside: [witness])
    #expect(film.frames == result.controlSteps + 1 && film.frames == witness.frames.count)
    let (base, offsets, rotations) = (
      try film.numbers("base"), try film.numbers("offsets"), try film.numbers("rotations")
    )
    let links = model.links.count
    #expect(offsets.values.count == 3 * links * film.frames)
    #expect(offsets.scale < 1e-4 && rotations.scale < 1e-4, "finer than a tenth of a millimetre")
    var (farthest, mostTurned) = (0.0, 0.0)
    for (k, poses) in witness.frames.enumerated() {
      for (i, pose) in poses.enumerated() {
        let (p, q) = (3 * (k * links + i), 4 * (k * links + i))
        let position = Vector3(
          base.values[3 * k] + offsets.values[p], base.values[3 * k + 1] + offsets.values[p + 1],
          base.values[3 * k + 2] + offsets.values[p + 2])
        farthest = max(farthest, (position - pose.position).length)
        for (a, b) in zip(
          rotations.values[q..<q + 4],
          [pose.rotation.x, pose.rotation.y, pose.rotation.z, pose.rotation.w])
        {
          mostTurned = max(mostTurned, abs(a - b))
        }
      }
    }
    #expect(farthest < offsets.scale + 1e-6, "\(farthest)")
    #expect(mostTurned <= rotations.scale / 2 + 1e-9, "\(mostTurned)")
  }

  /// Newton's first law: while the robot stands the ground carries its weight, in the feet alone.
  @Test(arguments: ["ant", "quadruped", "hexapod"]) func feetCarryTheWeight(
    _ name: String
  ) throws {
    let model = try shippedModel(name)
    let (film, result) = try filmed(name, ConstantPose(), seconds: 5)
    #expect(result.outcome == .completed)
    var (force, worst) = (Vector3.zero, 0.0)
    let steps = (film.frames - 50)..<film.frames
    let solids = try #require(film.record["solids"] as? [[String: Any]])
    for load in film.loads {
      let forces = try FilmReader.unpack(load["forces"]).values
      let points = try FilmReader.unpack(load["points"]).values
      let solid = solids[try #require(load["solid"] as? Int)]
      #expect(solid["part"] as? String == "foot")
      for k in steps {
        force += Vector3(forces[3 * k], forces[3 * k + 1], forces[3 * k + 2]) / Double(steps.count)
        let height = try film.numbers("base").values[3 * k + 2] + points[3 * k + 2]
        worst = max(worst, abs(height))
      }
    }
    #expect(film.loads.count == model.feet.count)
    let weight = model.totalMass * 9.81
    #expect(abs(force.z / weight - 1) < 1e-2, "\(force.z) N for \(weight) N")
    #expect(abs(force.x) < 1e-2 * weight && abs(force.y) < 1e-2 * weight)
    #expect(worst < 3e-3, "forces act on the ground, not \(worst) m off it")
  }

  @Test(arguments: ["ant", "quadruped", "hexapod"]) func filmingChangesNothing(
    _ name: String
  ) throws {
    let model = try shippedModel(name)
    let episode = Episode(model: model, task: lasting(3))
    let controller = try plasticNetwork(for: model)
    let conditions = try Condition.list(
      parsing: "sensor-noise:2+rough-ground:3@0.5+slope:3@1s+friction:4@1.5+payload:2@2")
    let specification = EpisodeSpecification(seed: 9, conditions: conditions)
    let alone = episode.run(controller, specification)
    let recorder = MotionRecorder(controller: controller)
    let watched = episode.run(controller, specification, observer: recorder)
    #expect(watched == alone && watched.digest == alone.digest)
    let film = try FilmReader(
      #require(recorder.film(caption(), conditions: conditions, result: watched)))
    #expect(
      film.loads.contains { load in
        (try? FilmReader.unpack(load["forces"]).values.contains { abs($0) > 1 }) == true
      }, "forces were measured")
    #expect(episode.run(controller, specification, observer: recorder) == alone)
    let again = try FilmReader(
      #require(recorder.film(caption(), conditions: conditions, result: watched)))
    #expect(
      again.record as NSDictionary == film.record as NSDictionary,
      "a recorder starts afresh with each episode")
  }

  /// Each change of the world makes a scene from the moment it sets in.
  @Test func theWorldChangesWhenItDoes() throws {
    let conditions = try Condition.list(parsing: "slope:2@0.5s+friction:4@0.7+rough-ground:5@1")
    let model = try shippedModel("ant")
    let (film, _) = try filmed("ant", swinging(model), seconds: 1.6, conditions: conditions)
    let froms = film.scenes.compactMap { $0["from"] as? Double }
    #expect(froms.count == 4)
    for (from, expected) in zip(froms, [0, 0.5, 0.7, 1]) { #expect(abs(from - expected) < 1e-9) }
    let frictions = film.scenes.compactMap { $0["friction"] as? Double }
    #expect(frictions[1] == model.profile.friction && frictions[2] == 0.3 * model.profile.friction)
    let gravity = try #require(film.scenes[1]["gravity"] as? [Double])
    #expect(abs(atan2(-gravity[0], -gravity[2]) - 6 * .pi / 180) < 1e-9)
    #expect(film.scenes.compactMap { $0["shape"] as? Int } == [0, 0, 0, 1], "each shape once")
    #expect(film.shapes.count == 2)
    #expect(film.shapes[0]["plane"] != nil && film.shapes[0]["field"] == nil)
    let field = try #require(film.shapes[1]["field"] as? [String: Any])
    let heights = try FilmReader.unpack(field["heights"])
    let (rows, columns) = (field["rows"] as? Int ?? 0, field["columns"] as? Int ?? 0)
    #expect(heights.values.count == rows * columns && rows < 256 && columns < 256, "cut to fit")
    #expect(heights.values.map(abs).max()! > 0.03 && heights.values.map(abs).max()! <= 0.1)
    let shown = try #require(film.record["conditions"] as? [[String: Any]])
    #expect(shown.compactMap { $0["from"] as? Double } == [0.5, 0.7, 1])
  }

  /// The page's part of a height field lies where the physics has it.
  @Test func aFieldIsShownWhereItLies() throws {
    let model = try shippedModel("ant")
    let controller = swinging(model)
    let episode = Episode(model: model, task: lasting(0.5))
    let conditions = [Condition(.roughGround, severity: 5)]
    let recorder = MotionRecorder(controller: controller)
    let result = episode.run(
      controller, EpisodeSpecification(seed: 5, conditions: conditions), observer: recorder)
    let film = try FilmReader(
      #require(recorder.film(caption(), conditions: conditions, result: result)))
    let field = try #require(film.shapes[0]["field"] as? [String: Any])
    let heights = try FilmReader.unpack(field["heights"])
    let (columns, spacing) = (
      try #require(field["columns"] as? Int), try #require(field["spacing"] as? Double)
    )
    let origin = try #require(field["origin"] as? [Double])
    for k in stride(from: 0, to: heights.values.count, by: 37) {
      let x = origin[0] + Double(k % columns) * spacing
      let y = origin[1] + Double(k / columns) * spacing
      let truth = episode.simulation.world.groundHeight(x: x, y: y)
      #expect(abs(origin[2] + heights.values[k] - truth) < heights.scale)
    }
  }

  @Test func aDivergedLifeCanBeShown() throws {
    let source = try shippedModel("ant").source
    let model = try RobotModel(
      urdf: source.urdf.replacingOccurrences(of: "effort=\"30\"", with: "effort=\"1e9\""),
      urdfName: "ant.urdf",
      profile: source.profile.replacingOccurrences(of: "kp: 40", with: "kp: 1e9"),
      profileName: "ant.yaml")
    var task = lasting(1)
    task.settle = 0
    let (film, result) = try filmed(model, swinging(model), task)
    #expect(result.outcome.isDiverged)
    let ending = try #require(film.record["ending"] as? [String: Any])
    #expect(ending["kind"] as? String == "diverged")
    for key in ["base", "offsets", "rotations"] {
      let numbers = try film.numbers(key)
      #expect(numbers.values.allSatisfy { $0.isFinite && abs($0) < 1000 })
      #expect(numbers.scale < 1e-3 || key == "base", "quantised finely all the same")
    }
  }

  /// A condition that ends leaves the world as it was; what it changed is told apart.
  @Test func passingConditionsComeAndGo() throws {
    let conditions = try Condition.list(
      parsing: "lost-leg:3@0.2s-0.6s+ice-patches:4@0.4s-0.8s+wind:3@0.5s-1s")
    let model = try shippedModel("ant")
    let (film, _) = try filmed("ant", swinging(model), seconds: 1.4, conditions: conditions)
    let froms = film.scenes.compactMap { $0["from"] as? Double }
    #expect(froms.count == 5)
    for (from, expected) in zip(froms, [0, 0.2, 0.4, 0.6, 0.8]) {
      #expect(abs(from - expected) < 1e-9)
    }
    #expect(film.scenes.map { $0["patches"] as? Int } == [nil, nil, 0, 0, nil])
    let changes = film.scenes.map { $0["solids"] as? [[String: Any]] ?? [] }
    #expect(changes.map(\.isEmpty) == [true, false, false, true, true])
    let solids = try #require(film.record["solids"] as? [[String: Any]])
    for change in changes[1] {
      let solid = solids[try #require(change["solid"] as? Int)]
      let (was, isNow) = (
        try #require(solid["position"] as? [Double]), try #require(change["position"] as? [Double])
      )
      let isFoot = solid["part"] as? String == "foot"
      #expect(change["isTangible"] as? Bool == isFoot, "the link's rest meets nothing")
      for (a, b) in zip(isNow, was) { #expect(abs(a - (isFoot ? b * (1 - 0.6) : b)) < 1e-12) }
    }
    let pushes = try FilmReader.unpack(film.record["pushes"]).values
    let pushed = (0..<film.frames).filter { pushes[3 * $0 + 1] != 0 || pushes[3 * $0] != 0 }
    #expect(pushed.first == 26 && pushed.last == 50, "frames that end a step with wind")
    let shown = try #require(film.record["conditions"] as? [[String: Any]])
    #expect(shown.compactMap { $0["to"] as? Double } == [0.6, 0.8, 1])
  }

  /// The squares that the page shows are those on which the physics has another friction.
  @Test func patchesLieWhereTheyAre() throws {
    let model = try shippedModel("ant")
    let controller = swinging(model)
    let episode = Episode(model: model, task: lasting(0.2))
    let recorder = MotionRecorder(controller: controller)
    let conditions = [Condition(.icePatches, severity: 3)]
    let result = episode.run(
      controller, EpisodeSpecification(seed: 5, conditions: conditions), observer: recorder)
    let film = try FilmReader(
      #require(recorder.film(caption(), conditions: conditions, result: result)))
    let patches = try #require(film.patches.first)
    func number(_ key: String) throws -> Int { try #require(patches[key] as? Int) }
    let side = try #require(patches["side"] as? Double)
    let cover = try FilmReader.unpack(patches["cover"]).values
    let columns = try number("columns")
    #expect(cover.count == columns * (try number("rows")) && columns >= 24)
    let truth = try #require(episode.simulation.world.frictionPatches)
    for k in cover.indices {
      let x = (Double(try number("firstColumn") + k % columns) + 0.3) * side
      let y = (Double(try number("firstRow") + k / columns) + 0.9) * side
      #expect(truth.cover(x: x, y: y) == (cover[k] == 1))
    }
    #expect(cover.contains(0) && cover.contains(1))
  }

  @Test func whatHasNoPlaceIsNotDrawn() {
    let base = Pose(position: Vector3(3, 0, 0.5))
    #expect([base, Pose(position: Vector3(4, 1, 0))].areDrawable)
    for place in [Vector3(.nan, 0, 0), Vector3(0, .infinity, 0), Vector3(1e9, 0, 0)] {
      #expect(![base, Pose(position: place)].areDrawable)
    }
    let turned = Quaternion(w: .nan, x: 0, y: 0, z: 0)
    #expect(![base, Pose(position: .zero, rotation: turned)].areDrawable)
  }

  /// Every spike of the network, and the curves of the trajectory table.
  @Test func aNetworkShowsWhatItDoes() throws {
    let model = try shippedModel("ant")
    let controller = try plasticNetwork(for: model)
    let episode = Episode(model: model, task: lasting(1))
    let table = TrajectoryRecorder(episode, controller: controller)
    let recorder = MotionRecorder(controller: controller)
    let result = episode.run(
      controller, EpisodeSpecification(seed: 5), observer: ObserverGroup([table, recorder]))
    let film = try FilmReader(#require(recorder.film(caption(), conditions: [], result: result)))
    let populations = try #require(film.network["populations"] as? [[String: Any]])
    let counts = try populations.map { try FilmReader.unpack($0["counts"]).values }
    #expect(counts.map(\.count) == [16 * result.controlSteps, 8 * result.controlSteps])
    let spikes = counts.flatMap(\.self).reduce(0, +)
    #expect(Int(spikes) == controller.network.diagnostics.spikes && spikes > 0)
    let curves = try #require(film.network["curves"] as? [[String: Any]])
    #expect(curves.count >= 9)
    for curve in curves {
      let name = try #require(curve["name"] as? String)
      let column = try #require(table.table.header.firstIndex(of: name))
      let values = try FilmReader.unpack(curve["values"]).values
      #expect(values == table.table.rows.map { Double(Float($0[column])) })
    }
  }

  /// Of a population beyond the limit every n-th neuron.
  @Test func aHugePopulationIsThinned() throws {
    let model = try shippedModel("ant")
    let spec = NetworkSpec(
      inputs: ObservationLayout(model).count, outputs: model.joints.count,
      hidden: [PopulationSpec(size: 700)])
    let (film, result) = try filmed(
      "ant", NetworkController(try Network(spec: spec)), seconds: 0.2)
    let population = try #require((film.network["populations"] as? [[String: Any]])?.first)
    #expect(population["size"] as? Int == 700 && population["shown"] as? Int == 256)
    let counts = try FilmReader.unpack(population["counts"]).values
    #expect(counts.count == 256 * result.controlSteps)
  }
}
