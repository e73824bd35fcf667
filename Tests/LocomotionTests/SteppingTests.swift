import Locomotion
import RobotDescription
import Testing

/// Action of motor `m`: legs that step by turns, and some feedback.
private func gait(_ step: Int, _ m: Int, _ observation: UnsafeBufferPointer<Float>) -> Float {
  (step / 12 + m).isMultiple(of: 2) ? 0.5 - 0.2 * observation[m] : 0.1 * observation[m] - 0.5
}

/// Episodes that a caller steps are those that `run` runs.
@Suite("Stepping") struct SteppingTests {
  /// The loop of `run`, without a controller.
  private final class Stepper {
    let episode: Episode
    private var action: [Float]

    init(_ model: RobotModel, _ task: LocomotionTask) {
      episode = Episode(model: model, task: task)
      action = Array(repeating: 0, count: model.motors.count)
    }

    func step(_ index: Int, finite: Bool = true) -> Bool {
      guard let observation = episode.observe() else { return false }
      for m in action.indices { action[m] = gait(index, m, observation) }
      action.withUnsafeBufferPointer { episode.advance($0.span, isFinite: finite) }
      return true
    }

    func run(_ specification: EpisodeSpecification) -> EpisodeResult {
      episode.begin(specification)
      var index = 0
      while step(index) { index += 1 }
      return episode.result
    }
  }

  private let walk = Script { step, observation, action in
    for m in action.indices { action[m] = gait(step, m, observation) }
  }

  private static let conditions = [
    "nominal", "slope:3+payload:2@0.5s", "sensor-noise:2+action-latency:3",
    "rough-ground:4@0.2s-0.8s+push:5", "dead-joint:5+wind:3@0.4s", "imu-drift:5+sensor-freeze:2",
  ]

  @Test(arguments: Shipped.names) func aLoopByHandIsRun(_ name: String) throws {
    let model = try Shipped.model(name)
    let task = LocomotionTask.lasting(1.2)
    let (stepper, runner) = (Stepper(model, task), Episode(model: model, task: task))
    for (seed, text) in Self.conditions.enumerated() {
      let specification = EpisodeSpecification(
        seed: UInt64(seed), conditions: try Condition.list(parsing: text), turn: 0.1)
      let run = runner.run(walk, specification)
      #expect(stepper.run(specification) == run, "\(text)")
      #expect(stepper.episode.outcome == run.outcome && stepper.episode.time == run.duration)
    }
  }

  /// Falls and divergences end a loop as they end `run`, and so does a duration of nothing.
  @Test func earlyEndsAreThoseOfRun() throws {
    let model = try Shipped.model("ant")
    var task = LocomotionTask.lasting(2)
    task.minimumUprightness = 0.995
    let stepper = Stepper(model, task)
    let runner = Episode(model: model, task: task)
    var falls = 0
    for seed in 1...6 as ClosedRange<UInt64> {
      let specification = EpisodeSpecification(
        seed: seed, conditions: [Condition(.push, severity: 5)])
      let run = runner.run(walk, specification)
      #expect(stepper.run(specification) == run, "seed \(seed)")
      if run.outcome.isFall { falls += 1 }
    }
    #expect(falls > 0)
    let nothing = EpisodeSpecification(seed: 1, duration: 0)
    #expect(stepper.run(nothing) == runner.run(walk, nothing))
    #expect(stepper.episode.result.outcome == .completed && stepper.episode.time == 0)
  }

  /// The caller's word that its own state is not finite counts as a controller's.
  @Test func whatIsNotFiniteEndsTheEpisode() throws {
    let model = try Shipped.model("ant")
    let stepper = Stepper(model, .lasting(1))
    stepper.episode.begin(EpisodeSpecification(seed: 3))
    var steps = 0
    while stepper.step(steps, finite: steps != 4) { steps += 1 }
    let run = Episode(model: model, task: .lasting(1)).run(
      SickMemory(from: 4), EpisodeSpecification(seed: 3))
    #expect(run.outcome == .diverged(.nonFiniteNetwork) && run.controlSteps == 5)
    #expect(stepper.episode.result == run)
    // What is not finite in the action is said first.
    stepper.episode.begin(EpisodeSpecification(seed: 3))
    _ = stepper.episode.observe()
    let action = [Float](repeating: .nan, count: model.motors.count)
    stepper.episode.advance(action.span, isFinite: false)
    #expect(stepper.episode.outcome == .diverged(.nonFiniteAction))
    #expect(stepper.episode.observe() == nil)
  }

  /// A, half of B, A: both A's are equal to the bit, whatever was observed in between.
  @Test(arguments: conditions) func anEpisodeMayBeLeftInTheMiddle(_ text: String) throws {
    let model = try Shipped.model("ant")
    let stepper = Stepper(model, .lasting(1))
    let a = EpisodeSpecification(seed: 5, conditions: try Condition.list(parsing: text))
    let first = stepper.run(a)
    for steps in [0, 1, 20] {
      stepper.episode.begin(EpisodeSpecification(seed: 6, conditions: a.conditions))
      for index in 0..<steps { #expect(stepper.step(index)) }
      #expect(stepper.episode.outcome == nil)
      if steps == 20 { _ = stepper.episode.observe() }
      #expect(stepper.run(a) == first, "after \(steps) steps")
    }
  }

  /// Observing again neither draws nor moves anything.
  @Test func observingAgainChangesNothing() throws {
    let model = try Shipped.model("ant")
    let stepper = Stepper(model, .lasting(0.5))
    let conditions = try Condition.list(parsing: "sensor-noise:3+sensor-latency:2+imu-drift:4")
    let specification = EpisodeSpecification(seed: 2, conditions: conditions)
    let once = stepper.run(specification)
    stepper.episode.begin(specification)
    var index = 0
    while let observation = stepper.episode.observe().map(Array.init) {
      #expect(stepper.episode.observe().map(Array.init) == observation)
      #expect(observation.count == stepper.episode.layout.count)
      #expect(stepper.step(index))
      index += 1
    }
    #expect(stepper.episode.result == once)
  }
}

/// A walk whose memory is not finite from a step on.
private final class SickMemory: Controller {
  private let start: Int
  private var step = 0

  init(from start: Int) { self.start = start }

  var isFinite: Bool { step <= start }
  func reset() { step = 0 }
  func act(observation: UnsafeBufferPointer<Float>, action: UnsafeMutableBufferPointer<Float>) {
    for m in action.indices { action[m] = gait(step, m, observation) }
    step += 1
  }
}
