import Dispatch
import Foundation
import Locomotion
import NeuralControl
import RobotDescription
import SpikingNetworks
import Testing

@Suite("Determinism") struct DeterminismTests {
  private static let conditions: [[Condition]] =
    Condition.Kind.allCases.map { [Condition($0, severity: 3, onset: 0.3)] }
    + [[], Condition.Kind.allCases.map { Condition($0, severity: 2) }]

  private func identical(_ a: EpisodeResult, _ b: EpisodeResult) -> Bool {
    a == b && a.reward.bitPattern == b.reward.bitPattern
      && a.rewardTerms.map(\.bitPattern) == b.rewardTerms.map(\.bitPattern)
  }

  /// A, B, A gives A the same bits, whatever befell B.
  @Test(arguments: Shipped.names) func anEpisodeLeavesNoTrace(_ name: String) throws {
    let model = try Shipped.model(name)
    let episode = Episode(model: model, task: .lasting(1))
    let controller = try plasticNetwork(for: model, seed: 4)
    let plain = EpisodeSpecification(seed: 11)
    let first = episode.run(controller, plain)
    for (k, conditions) in Self.conditions.enumerated() {
      _ = episode.run(controller, EpisodeSpecification(seed: UInt64(k), conditions: conditions))
      #expect(identical(episode.run(controller, plain), first), "after \(conditions)")
    }
    let fresh = Episode(model: model, task: .lasting(1))
    #expect(identical(fresh.run(try plasticNetwork(for: model, seed: 4), plain), first))
    #expect(episode.run(controller, EpisodeSpecification(seed: 12)).digest != first.digest)
  }

  /// Random spikes are drawn by the episode's seed, not by what came before.
  @Test func randomSpikesAreKeyedByTheSeed() throws {
    let model = try Shipped.model("ant")
    let episode = Episode(model: model, task: .lasting(1))
    let code = PopulationCode(neurons: 5, spikes: .stochastic)
    let controller = try plasticNetwork(for: model, seed: 4, code: code)
    let specification = EpisodeSpecification(seed: 11)
    let first = episode.run(controller, specification)
    _ = episode.run(controller, EpisodeSpecification(seed: 12))
    #expect(identical(episode.run(controller, specification), first))
    let fresh = try plasticNetwork(for: model, seed: 4, code: code)
    #expect(identical(episode.run(fresh, specification), first))
    let other = episode.run(Rekeyed(controller), specification)
    #expect(other.digest != first.digest, "another stream, the same world")
  }

  @Test func aDivergedOrFallenLifeLeavesNoTrace() throws {
    let model = try Shipped.model("ant")
    let episode = Episode(model: model, task: .lasting(1))
    let walk = ScriptedGait.walk(model)
    let specification = EpisodeSpecification(seed: 21)
    let first = episode.run(walk, specification)
    let sick = Script { step, _, action in if step == 20 { action[1] = .nan } }
    #expect(episode.run(sick, specification).outcome == .diverged(.nonFiniteAction))
    #expect(identical(episode.run(walk, specification), first), "after a diverged life")
    let push = Watch {
      // On rough ground the legs would hold: see TerminationTests.collapsed.
      $0.simulation.world.friction = 0.3
      $0.simulation.world.setGravity(.init(0, 0, -200))
    }
    #expect(episode.run(walk, specification, observer: push).outcome.isFall)
    #expect(identical(episode.run(walk, specification), first), "after a fall")
  }

  /// Workers share nothing: many at once give the bits of one after the other.
  @Test(arguments: Shipped.names) func threadsAgreeWithSerialRuns(_ name: String) throws {
    let model = try Shipped.model(name)
    let runs = 8
    @Sendable func results(of worker: Int) throws -> [EpisodeResult] {
      let episode = Episode(model: model, task: .lasting(0.6))
      let controller = try plasticNetwork(for: model, seed: 9)
      return Self.conditions.prefix(3 + worker % 2).map {
        episode.run(controller, EpisodeSpecification(seed: UInt64(worker / 2), conditions: $0))
      }
    }
    let serial = try (0..<runs).map(results)
    let lock = NSLock()
    nonisolated(unsafe) var parallel = [[EpisodeResult]](repeating: [], count: runs)
    DispatchQueue.concurrentPerform(iterations: runs) { worker in
      let mine = (try? results(of: worker)) ?? []
      lock.withLock { parallel[worker] = mine }
    }
    #expect(parallel == serial)
    #expect(Set(serial.map { $0[0].digest }).count == runs / 2, "seeds differ, workers do not")
  }

  /// Seed and conditions key every draw; the physics options change the integration alone.
  @Test func physicsOptionsMatter() throws {
    let model = try Shipped.model("ant")
    let episode = Episode(model: model, task: .lasting(1))
    let walk = ScriptedGait.walk(model)
    let options = [
      PhysicsOptions(), PhysicsOptions(stepDivisor: 2),
      PhysicsOptions(solver: .iterative(iterations: 8)),
    ]
    let digests = options.map {
      episode.run(walk, EpisodeSpecification(seed: 1, physics: $0)).digest
    }
    #expect(Set(digests).count == 3)
    let again = options.map {
      episode.run(walk, EpisodeSpecification(seed: 1, physics: $0)).digest
    }
    #expect(digests == again)
  }
}

/// A network whose random draws have another key than the episode's.
private final class Rekeyed: Controller {
  private let inner: NetworkController

  init(_ inner: NetworkController) { self.inner = inner }

  func reset() { inner.reset() }
  func reset(seed: UInt64) { inner.reset(seed: ~seed) }
  func act(observation: UnsafeBufferPointer<Float>, action: UnsafeMutableBufferPointer<Float>) {
    inner.act(observation: observation, action: action)
  }
}
