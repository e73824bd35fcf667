import Foundation
import Locomotion
import NumericalMethods
import RobotDescription
import Testing

/// Headings that are commanded and headings at the start.
@Suite("Heading") struct HeadingTests {
  private struct Start {
    var rotation = Quaternion.identity
    var joints: [Double] = []
    var seen: [Float] = []
  }

  /// The first moment of a life: the base, the joints and what the controller is shown.
  private func start(_ episode: Episode, _ specification: EpisodeSpecification) -> Start {
    var start = Start()
    let probe = Script { step, observation, _ in
      if step == 0 { start.seen = Array(observation) }
    }
    let watch = Watch(start: {
      start.rotation = $0.simulation.basePose.rotation
      start.joints = $0.simulation.positions
    }) { _ in }
    _ = episode.run(probe, specification, observer: watch)
    return start
  }

  /// A task of one step, at whose start the robot has not moved.
  private func task(heading: Double, spread: Double) -> LocomotionTask {
    var task = LocomotionTask.lasting(0.02)
    (task.settle, task.heading, task.headingSpread) = (0, heading, spread)
    return task
  }

  private func channel(_ group: ObservationLayout.Group, _ episode: Episode) -> Int {
    episode.layout.slices.first { $0.group == group }!.offset
  }

  /// Headings at the start are uniform within the spread, whatever the commanded one; nothing else
  /// that a seed draws knows of them.
  @Test(arguments: [(0.0, 0.5), (1, 0.2), (3, 0.5), (-2, .pi)] as [(Double, Double)])
  func startsAreSpread(heading: Double, spread: Double) throws {
    let model = try Shipped.model("ant")
    let episode = Episode(model: model, task: task(heading: heading, spread: spread))
    let straight = Episode(model: model, task: task(heading: 0, spread: 0))
    let (sees, clock) = (channel(.heading, episode), channel(.clock, episode))
    var draws: [Double] = []
    for seed in 0..<400 as Range<UInt64> {
      let specification = EpisodeSpecification(seed: seed)
      let (a, b) = (start(episode, specification), start(straight, specification))
      let error = CommandedHeading(heading).error(of: a.rotation)
      draws.append(error / spread)
      #expect(abs(error) <= spread + 1e-9, "seed \(seed)")
      #expect(close(Double(a.seen[sees]), min(max(3 * error, -3), 3), 1e-6), "seed \(seed)")
      #expect(a.seen[clock...] == b.seen[clock...], "seed \(seed): clock")
      #expect(zip(a.joints, b.joints).allSatisfy { close($0, $1, 1e-9) }, "seed \(seed): joints")
      #expect(a.rotation.rotate(.unitZ).z > 1 - 1e-12, "level")
      #expect(b.rotation == .identity, "to the bit")
    }
    let count = Double(draws.count)
    let mean = draws.reduce(0, +) / count
    let variance = draws.reduce(0) { $0 + $1 * $1 } / count
    #expect(abs(mean) < 4 * (1 / 3 / count).squareRoot(), "mean \(mean)")
    #expect(abs(variance - 1.0 / 3) < 4 * (4.0 / 45 / count).squareRoot(), "variance \(variance)")
  }

  /// A world that is turned as a whole. The direct solver bounds friction along x and y, so that it
  /// looks the same only after quarters of a turn.
  @Test(arguments: Shipped.names, [0.5, 1, -0.5] as [Double])
  func quarterTurnsChangeNothing(_ name: String, halfTurns: Double) throws {
    let model = try Shipped.model(name)
    func walk(_ heading: Double) -> EpisodeResult {
      var task = LocomotionTask.lasting(1)
      task.heading = heading
      return Episode(model: model, task: task).run(
        ScriptedGait.walk(model),
        EpisodeSpecification(seed: 3, physics: PhysicsOptions(solver: .direct)))
    }
    let (straight, turned) = (walk(0), walk(halfTurns * .pi))
    #expect(straight.outcome == .completed && turned.outcome == .completed)
    print("\(name) turned by \(halfTurns) π: \(straight.distance) m, \(turned.distance) m")
    #expect(close(turned.distance / straight.distance, 1, 1e-6))
    for (a, b) in zip(straight.rewardTerms, turned.rewardTerms) {
      #expect(close(a, b, 1e-6 * max(1, abs(a))))
    }
  }

  /// A turn is asked for: the robot starts as without, and sees and is paid by the new heading.
  @Test func aTurnIsAddedToTheTask() throws {
    let model = try Shipped.model("quadruped")
    var task = LocomotionTask.lasting(1)
    (task.heading, task.headingSpread) = (3, 0.4)
    let episode = Episode(model: model, task: task)
    let sees = channel(.heading, episode)
    for seed in 1...5 as ClosedRange<UInt64> {
      let (plain, asked) = (
        EpisodeSpecification(seed: seed), EpisodeSpecification(seed: seed, turn: 0.3)
      )
      let (a, b) = (start(episode, plain), start(episode, asked))
      #expect(a.rotation == b.rotation && a.joints == b.joints, "seed \(seed)")
      // A radian is shown as 3.
      let change = wrappedAngle(Double(b.seen[sees] - a.seen[sees]) / 3)
      #expect(close(change, -0.3, 1e-5), "seed \(seed)")
      var origin = Vector3.zero
      let watch = Watch(start: { origin = $0.simulation.basePose.position }) { _ in }
      let result = episode.run(ScriptedGait.walk(model), asked, observer: watch)
      #expect(episode.heading == CommandedHeading(3.3))
      let way = episode.simulation.basePose.position - origin
      #expect(close(result.distance, way.x * cos(3.3) + way.y * sin(3.3), 1e-12), "seed \(seed)")
      let before = episode.run(ScriptedGait.walk(model), plain)
      #expect(before.digest == result.digest && before.reward != result.reward, "seed \(seed)")
    }
  }

  /// The inertial unit's drift is added to what is missing to the commanded heading.
  @Test func driftIsOfTheMeasuredHeading() throws {
    let model = try Shipped.model("ant")
    var task = LocomotionTask.lasting(2, endingOnFalls: false)
    (task.heading, task.headingSpread) = (2, 0.5)
    let episode = Episode(model: model, task: task)
    let sees = channel(.heading, episode)
    func headings(_ conditions: [Condition]) -> [Float] {
      var seen: [Float] = []
      let walk = ScriptedGait.walk(model)
      let probe = Script { step, observation, action in
        if step == 0 { walk.reset() }
        seen.append(observation[sees])
        walk.act(observation: observation, action: action)
      }
      _ = episode.run(probe, EpisodeSpecification(seed: 4, conditions: conditions))
      return seen
    }
    let (clean, drifted) = (headings([]), headings([Condition(.imuDrift, severity: 3)]))
    for (step, (a, b)) in zip(clean, drifted).enumerated() {
      let angle = 4 * Double.pi / 180 * 0.02 * Double(step + 1)
      #expect(close(abs(Double(b - a)) / 3, angle, 1e-5), "step \(step)")
    }
  }

  /// Slopes stay where they are in the world; what a critic is shown is the part along the heading.
  @Test(arguments: [0, .pi / 2, .pi, 0.7] as [Double])
  func slopesAreOfTheWorld(heading: Double) throws {
    var task = task(heading: heading, spread: 0)
    task.duration = 0.02
    let episode = Episode(model: try Shipped.model("ant"), task: task)
    let state = PrivilegedState(of: episode.model)
    let slope = try #require(state.channels.firstIndex(of: "slope.0"))
    let conditions = [Condition(.slope, severity: 3)]
    _ = episode.run(ConstantPose(), EpisodeSpecification(seed: 1, conditions: conditions))
    let gravity = episode.simulation.world.gravity
    #expect(close(gravity.x / gravity.length, -sin(9 * .pi / 180), 1e-9))
    let shown = state.read(episode)
    #expect(shown.count == state.channels.count)
    let found = [shown[slope], shown[slope + 1]].map { HiddenFact.slope.value($0) }
    let angle = 9 * Double.pi / 180
    #expect(close(found[0], angle * cos(heading), 1e-6))
    #expect(close(found[1], -angle * sin(heading), 1e-6))
  }
}
