import Locomotion
import NeuralControl
import RobotDescription
import SpikingNetworks
import TestSupport
import Testing

@Suite struct CompensationTests {
  private static func task(_ facts: [HiddenFact], efference: Int = 0) -> LocomotionTask {
    var task = LocomotionTask()
    (task.privileged, task.efference, task.duration) = (facts, efference, 1.2)
    task.minimumUprightness = -1
    task.minimumHeight = 0
    return task
  }

  /// Positions of all joints through a life of a network with random weights.
  private static func positions(
    _ task: LocomotionTask, _ conditions: String, seed: UInt64
  ) throws -> [Double] {
    let model = try Fixture.robot("ant")
    let spec = NetworkSpec(
      inputs: task.inputs(of: model), outputs: model.motors.count,
      hidden: [PopulationSpec(size: 24)])
    var n: Float = 0
    let parameters = spec.initialParameters {
      n += 1
      return 2 * (n * 0.618_034 - (n * 0.618_034).rounded())
    }
    let rig = try NetworkRig(model: model, task: task, network: spec)
    rig.load(parameters, normaliser: nil)
    final class Witness: EpisodeObserver {
      var positions: [Double] = []
      func episodeDidStart(_ episode: Episode) {}
      func episodeDidStep(_ episode: Episode) { positions += episode.simulation.positions }
    }
    let witness = Witness()
    _ = rig.run(
      EpisodeSpecification(seed: seed, conditions: try Condition.list(parsing: conditions)),
      observer: witness)
    return witness.positions
  }

  /// A network that is told the truth leads the life that it leads where nothing is the matter.
  @Test(arguments: 1...3 as ClosedRange<UInt64>)
  func whatIsToldIsUndone(_ seed: UInt64) throws {
    for (facts, efference, conditions) in [
      ([.wiring], 0, "swapped-pair:5@0.4s"),
      ([.wiring], 2, "swapped-pair:5+swapped-pair:5+swapped-pair:5"),
      ([.encoder], 0, "reversed-encoder:5@0.4s+reversed-encoder:5@0.6s"),
      ([.wiring, .encoder], 1, "swapped-pair:5+reversed-encoder:5@0.3s"),
    ] as [([HiddenFact], Int, String)] {
      let plain = try Self.positions(Self.task([], efference: efference), "nominal", seed: seed)
      let told = try Self.positions(
        Self.task(facts, efference: efference), conditions, seed: seed)
      #expect(told == plain, "\(conditions), seed \(seed)")
      let untold = try Self.positions(
        Self.task([], efference: efference), conditions, seed: seed)
      #expect(untold != plain, "\(conditions), seed \(seed)")
    }
  }

  /// Half the gain and a constant error are undone up to rounding.
  @Test func readingsAreCorrected() throws {
    let model = try Fixture.robot("ant")
    let task = Self.task([.encoder, .encoderOffset])
    var compensation = try #require(Compensation(model, of: task))
    func observations(_ conditions: String) throws -> [[Float]] {
      let episode = Episode(model: model, task: task)
      episode.begin(
        EpisodeSpecification(seed: 2, conditions: try Condition.list(parsing: conditions)))
      var found: [[Float]] = []
      var seen = [Float](repeating: 0, count: task.inputs(of: model))
      while let observation = episode.observe() {
        seen.withUnsafeMutableBufferPointer { compensation.correct(observation, into: $0) }
        found.append(seen)
        let action = (0..<8).map { Float(($0 + found.count) % 5) / 4 - 0.5 }
        episode.advance(action.span)
      }
      return found
    }
    let plain = try observations("nominal")
    let corrected = try observations(
      "reversed-encoder:1(fl_knee)@0.2s+encoder-offset:3(fl_knee)@0.5s+encoder-offset:5(fr_hip)")
    #expect(corrected.count == plain.count && plain.count > 50)
    for (found, expected) in zip(corrected.joined(), plain.joined()) {
      #expect(abs(found - expected) < 1e-5)
    }
  }

  /// Commands go where the greedy assignment of the shares that are told has them, also of shares
  /// that are equal or no numbers.
  @Test(arguments: 1...40 as ClosedRange<UInt64>)
  func wiringIsAssignedGreedily(_ seed: UInt64) throws {
    let model = try Fixture.robot("ant")
    let task = Self.task([.wiring])
    var compensation = try #require(Compensation(model, of: task))
    let inputs = task.inputs(of: model)
    var state = seed
    func random() -> Float {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Float(state >> 40) / Float(1 << 24)
    }
    var observation = (0..<inputs + 64).map { _ in random() }
    if seed % 4 == 1 { for n in inputs..<inputs + 64 { observation[n].round() } }
    if seed % 4 == 2 { observation[inputs + Int(seed)] = .nan }
    if seed % 4 == 3 { for n in 0..<8 { observation[inputs + 9 * n] += 1 } }
    var seen = [Float](repeating: 0, count: inputs)
    observation.withUnsafeBufferPointer { observation in
      seen.withUnsafeMutableBufferPointer { compensation.correct(observation, into: $0) }
    }
    #expect(seen == Array(observation.prefix(inputs)))
    var action = (0..<8).map(Float.init)
    action.withUnsafeMutableBufferPointer { compensation.send($0) }
    #expect(action.sorted() == (0..<8).map(Float.init), "a permutation, seed \(seed)")

    let shares = (0..<64).filter { !observation[inputs + $0].isNaN }
      .sorted {
        let (a, b) = (observation[inputs + $0], observation[inputs + $1])
        return a == b ? $0 < $1 : a > b
      }
    var (motors, commands): (Set<Int>, Set<Int>) = ([], [])
    for place in shares where !motors.contains(place / 8) && !commands.contains(place % 8) {
      motors.insert(place / 8)
      commands.insert(place % 8)
      #expect(action[place % 8] == Float(place / 8), "seed \(seed)")
    }
  }
}
