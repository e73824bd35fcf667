import COpenDE
import Foundation
import NumericalMethods
import Testing

@testable import RigidBodyDynamics

/// Same scene, same bits: after other scenes, on any thread, beside any number of others.
@Suite struct DeterminismTests {
  /// With more than 8 iterations ODE draws random numbers.
  private static let solvers: [WorldConfiguration.Solver] = [
    .tree, .direct, .iterative(iterations: 8), .iterative(iterations: 50),
  ]

  /// A random tree with boxes for bodies, thrown about on rough ground; the bits of every state.
  private static func run(
    seed: UInt64, solver: WorldConfiguration.Solver = .direct
  ) -> [UInt64] {
    var scene = Scene(seed: seed, solver: solver)
    return (0..<Scene.steps).flatMap { _ in scene.step() } + [scene.contacts]
  }

  fileprivate static func bits(of state: BodyState) -> [UInt64] {
    let (p, q) = (state.pose.position, state.pose.rotation)
    let (v, w) = (state.velocity, state.angularVelocity)
    return [p.x, p.y, p.z, q.w, q.x, q.y, q.z, v.x, v.y, v.z, w.x, w.y, w.z].map(\.bitPattern)
  }

  @Test(arguments: solvers)
  func repeatsBitForBit(solver: WorldConfiguration.Solver) {
    for seed in UInt64(0)..<4 {
      let first = Self.run(seed: seed, solver: solver)
      #expect(first == Self.run(seed: seed, solver: solver), "seed \(seed)")
      #expect(first != Self.run(seed: seed + 100, solver: solver), "seed \(seed)")
      #expect(first == Self.run(seed: seed, solver: solver), "seed \(seed), after another scene")
    }
  }

  @Test(arguments: solvers)
  func threadsDoNotDisturbEachOther(solver: WorldConfiguration.Solver) async {
    let count = UInt64(16)
    let serial = (0..<count).map { Self.run(seed: $0, solver: solver) }
    let concurrent = await withTaskGroup(of: (Int, [UInt64]).self) { group in
      for seed in 0..<count {
        group.addTask { (Int(seed), Self.run(seed: seed, solver: solver)) }
      }
      return await group.reduce(into: [Int: [UInt64]]()) { $0[$1.0] = $1.1 }
    }
    for seed in 0..<Int(count) { #expect(concurrent[seed] == serial[seed], "seed \(seed)") }
  }

  @Test(arguments: solvers) func fourThreadsStepFourWorlds(solver: WorldConfiguration.Solver) {
    let serial = (0..<4).map { Self.run(seed: UInt64($0), solver: solver) }
    let results = Results()
    let done = DispatchGroup()
    for k in 0..<4 {
      done.enter()
      let thread = Thread {
        for _ in 0..<3 { results.add(k, Self.run(seed: UInt64(k), solver: solver)) }
        done.leave()
      }
      thread.start()
    }
    done.wait()
    #expect(results.all.count == 12)
    for (k, bits) in results.all { #expect(bits == serial[k], "seed \(k)") }
  }

  /// libode calls the thread's generator, not its own, and the shuffles make a difference: other
  /// draws than a step's own would be seen in its bits.
  @Test func shufflesDrawFromTheThreadsGenerator() {
    dRandSetSeed(5)
    var drawn = 0.0
    dMakeRandomVector(&drawn, 1, 1)
    let state = UInt32(truncatingIfNeeded: UInt64(1_664_525 * 5 + 1_013_904_223))
    #expect(dRandGetSeed() == UInt(state))
    #expect(drawn == 2 * (Double(state) / Double(UInt32.max)) - 1)
    let before = dRandGetSeed()
    let other = Thread { dRandSetSeed(77) }
    other.start()
    while !other.isFinished { usleep(100) }
    #expect(dRandGetSeed() == before, "another thread has another generator")
    _ = Self.run(seed: 1, solver: .iterative(iterations: 8))
    #expect(dRandGetSeed() == 0, "8 iterations draw nothing")
    _ = Self.run(seed: 1, solver: .iterative(iterations: 50))
    #expect(dRandGetSeed() != 0, "50 iterations draw")
  }

  /// Two worlds in turn, while the thread's generator is disturbed between any two steps.
  @Test(arguments: solvers) func worldsStepInTurn(solver: WorldConfiguration.Solver) {
    let alone = (0..<2).map { Self.run(seed: $0, solver: solver) }
    var worlds = (0..<2).map { Scene(seed: $0, solver: solver) }
    var bits: [[UInt64]] = [[], []]
    for step in 0..<Scene.steps {
      for k in worlds.indices {
        dRandSetSeed(UInt(step))
        bits[k] += worlds[k].step()
      }
    }
    for k in worlds.indices { #expect(bits[k] + [worlds[k].contacts] == alone[k], "seed \(k)") }
  }

  /// A world may move between threads as long as one uses it at a time.
  @Test(arguments: solvers) func aWorldMayMoveToAnotherThread(solver: WorldConfiguration.Solver) {
    func scene() -> (World, Body) {
      let world = lawfulWorld(solver)
      world.setGround(
        .heightfield(
          Heightfield(
            heights: [Double](repeating: 0, count: 400), rows: 20, columns: 20, spacing: 0.1,
            origin: Vector3(-1, -1, 0))))
      let box = world.addBox(
        mass: 1, size: Vector3(0.2, 0.15, 0.1), pose: Pose(position: Vector3(0, 0, 0.3)))
      return (world, box)
    }
    let (here, box) = scene()
    for _ in 0..<200 { here.step(0.005) }
    nonisolated(unsafe) let moving = scene()
    let done = DispatchSemaphore(value: 0)
    let thread = Thread {
      for _ in 0..<200 { moving.0.step(0.005) }
      done.signal()
    }
    thread.start()
    done.wait()
    #expect(moving.0.state(of: moving.1) == here.state(of: box))
  }

  /// Setting the state back makes the same episode again.
  @Test(arguments: solvers) func aResetRepeatsTheEpisode(solver: WorldConfiguration.Solver) {
    let world = lawfulWorld(solver)
    let box = world.addBox(mass: 1, size: Vector3(0.2, 0.15, 0.1), pose: .identity)
    let start = BodyState(
      pose: Pose(
        position: Vector3(0, 0, 0.4), rotation: Quaternion(axis: .unitX, angle: 0.7)),
      velocity: Vector3(1, 0, 0), angularVelocity: Vector3(2, 3, 4))
    func episode() -> [UInt64] {
      world.setState(of: box, start)
      return (0..<300).flatMap { _ in
        world.step(0.005)
        return Self.bits(of: world.state(of: box))
      }
    }
    let first = episode()
    world.addForce(Vector3(5, 6, 7), to: box)
    #expect(first == episode())
    #expect(first == episode())
  }
}

/// A random tree with boxes for bodies, thrown about on rough ground.
private struct Scene {
  static let steps = 300
  private var random: SplitMix64
  private let world: World
  private let bodies: [Body]
  private let joints: [Joint]

  init(seed: UInt64, solver: WorldConfiguration.Solver) {
    var random = SplitMix64(seed: seed)
    var configuration = WorldConfiguration()
    configuration.solver = solver
    let world = World(configuration)
    let heights = (0..<400).map { _ in random.uniform(0...0.05) }
    world.setGround(
      .heightfield(
        Heightfield(
          heights: heights, rows: 20, columns: 20, spacing: 0.2, origin: Vector3(-2, -2, 0))))
    let size = Vector3(0.2, 0.15, 0.1)
    let bodies = (0..<5).map {
      world.addBox(
        mass: 1, size: size, pose: Pose(position: Vector3(0.3 * Double($0), 0, 0.3)))
    }
    joints = (1..<5).map {
      world.addJoint(
        .hinge, child: bodies[$0], parent: bodies[$0 - 1],
        anchor: Vector3(0.3 * Double($0) - 0.15, 0, 0.3), axis: random.direction(),
        stops: -0.6...0.6)
    }
    (self.random, self.world, self.bodies) = (random, world, bodies)
  }

  /// Contacts of the last step.
  var contacts: UInt64 { UInt64(world.contactCount) }

  /// The bits of all states after a step.
  mutating func step() -> [UInt64] {
    for joint in joints { world.addEffort(random.uniform(-3...3), to: joint) }
    world.step(0.005)
    return bodies.flatMap { DeterminismTests.bits(of: world.state(of: $0)) }
  }
}

/// What several threads found.
private final class Results: @unchecked Sendable {
  private let lock = NSLock()
  private var found: [(Int, [UInt64])] = []

  func add(_ k: Int, _ bits: [UInt64]) { lock.withLock { found.append((k, bits)) } }
  var all: [(Int, [UInt64])] { lock.withLock { found } }
}
