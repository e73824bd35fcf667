import Foundation
import Locomotion
import RigidBodyDynamics
import RobotDescription
import Testing

@Suite("Scripted gait") struct ScriptedGaitTests {
  private struct Walk {
    var result: EpisodeResult
    var metrics: GaitMetrics
    /// Root mean square, over control steps, of the largest joint drift [m].
    var drift: Double
    var largestDrift: Double
  }

  private func walk(
    _ model: RobotModel, stepDivisor: Int = 1,
    solver: WorldConfiguration.Solver = PhysicsOptions().solver
  ) throws -> Walk {
    let episode = Episode(model: model, task: .lasting(8))
    let gait = GaitAnalyser()
    var (squares, largest) = (0.0, 0.0)
    let watch = Watch { episode in
      let drift = episode.simulation.world.largestJointDrift
      squares += drift * drift
      largest = max(largest, drift)
    }
    let result = episode.run(
      ScriptedGait.walk(model),
      EpisodeSpecification(
        seed: 5, physics: PhysicsOptions(solver: solver, stepDivisor: stepDivisor)),
      observer: ObserverGroup([gait, watch]))
    return Walk(
      result: result, metrics: try #require(gait.metrics),
      drift: (squares / Double(result.controlSteps)).squareRoot(), largestDrift: largest)
  }

  @Test(arguments: Shipped.names) func jointsHoldTogether(_ name: String) throws {
    let walk = try walk(Shipped.model(name))
    print(
      "scripted gait \(name): \(walk.result.distance) m in \(walk.result.duration) s, joint drift "
        + "rms \(walk.drift) m, at most \(walk.largestDrift) m")
    #expect(walk.result.outcome == .completed)
    #expect(walk.result.distance > 0.5, "the script walks")
    #expect(walk.drift < 1e-3, "joint drift rms \(walk.drift) m")
  }

  /// A gait that lives in one step size only would be an exploit of the integrator.
  @Test(arguments: Shipped.names) func survivesSmallerSteps(_ name: String) throws {
    let model = try Shipped.model(name)
    let ways = try [1, 2, 4, 8].map { try walk(model, stepDivisor: $0).result.distance }
    print("step halving \(name): \(ways) m")
    for way in ways.dropFirst() {
      #expect(way >= 0.7 * ways[0] && way <= ways[0] / 0.7, "\(ways)")
    }
    #expect(abs(ways[2] - ways[3]) < 0.15 * abs(ways[3]), "the way converges: \(ways)")
  }

  @Test func waveIsTheStatedSine() throws {
    let waves = [
      ScriptedGait.Wave(amplitude: 0.3, phase: 0.7),
      ScriptedGait.Wave(amplitude: 0.5, phase: -1, offset: 0.2),
    ]
    let gait = ScriptedGait(waves: waves, frequency: 1.25, controlPeriod: 0.02)
    var action = [Float](repeating: 0, count: 2)
    for life in 0..<2 {
      gait.reset()
      for step in 0..<100 {
        action.withUnsafeMutableBufferPointer {
          gait.act(observation: UnsafeBufferPointer(start: nil, count: 0), action: $0)
        }
        let t = 0.02 * Double(step)
        #expect(close(Double(action[0]), 0.3 * sin(2.5 * .pi * t + 0.7), 1e-6), "life \(life)")
        #expect(close(Double(action[1]), 0.5 * sin(2.5 * .pi * t - 1) + 0.2, 1e-6))
      }
    }
  }

  /// The direct solver bounds friction by what a frictionless contact would bear; the iterative one
  /// by a pyramid, beyond the cone by up to √2 along its diagonals.
  @Test func theDirectSolverPushesBeyondTheCone() throws {
    let model = try Shipped.model("ant")
    let direct = try walk(model, solver: .direct).metrics.coneViolation
    let pyramid = try walk(model, solver: .iterative(iterations: 50)).metrics.coneViolation
    print("cone violation: direct \(direct), pyramid \(pyramid)")
    #expect(direct > 0.1 && direct < 1, "\(direct)")
    #expect(pyramid > 0 && pyramid < 0.15 && pyramid < direct / 3, "\(pyramid)")
  }

  @Test(arguments: Shipped.names) func gaitFigures(_ name: String) throws {
    let model = try Shipped.model(name)
    let walk = try walk(model)
    let metrics = walk.metrics
    print("gait \(name): \(metrics)")
    #expect(close(metrics.frequency, ScriptedGait.walkFrequency, 0.05), "\(metrics.frequency) Hz")
    #expect(metrics.dutyFactor > 0.2 && metrics.dutyFactor < 0.95, "\(metrics.dutyFactor)")
    #expect(metrics.slip > 0 && metrics.costOfTransport > 0 && metrics.peakPower > 0)
  }
}
