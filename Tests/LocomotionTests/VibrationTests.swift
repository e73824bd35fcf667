import Foundation
import Locomotion
import NumericalMethods
import RobotDescription
import Testing

/// Targets that shake at 12 to 25 Hz over the full action range.
enum Shaking: String, CaseIterable, Sendable {
  /// Each joint a sine of its own frequency and phase.
  case sine
  /// Each joint between its ends, two steps each or one: 12.5 or 25 Hz at 50 control steps a
  /// second. Signs of sines of other frequencies would hold slow motion, by aliasing.
  case bangBang

  func controller(_ model: RobotModel, seed: UInt64) -> Script {
    var random = SplitMix64(seed: seed)
    let joints = model.joints.count
    let period = model.profile.controlPeriod
    let waves = (0..<joints).map { _ in (random.uniform(12, 25), random.uniform(0, 1)) }
    return Script { step, _, action in
      for j in 0..<joints {
        let (frequency, phase) = waves[j]
        switch self {
        case .sine:
          action[j] = Float(sin(2 * .pi * (frequency * Double(step) * period + phase)))
        case .bangBang:
          let hold = frequency < 18.5 ? 2 : 1
          action[j] = ((step + Int(4 * phase)) / hold).isMultiple(of: 2) ? 1 : -1
        }
      }
    }
  }
}

@Suite("Vibration") struct VibrationTests {
  static let cases = Shipped.names.flatMap { name in Shaking.allCases.map { (name, $0) } }

  /// Speed [m/s], whatever the direction, of six seconds of shaking.
  private func speed(
    _ episode: Episode, _ shaking: Shaking, seed: UInt64, _ physics: PhysicsOptions
  ) -> Double {
    var start = Vector3.zero
    let watch = Watch(start: { start = $0.simulation.basePose.position }) { _ in }
    let result = episode.run(
      shaking.controller(episode.model, seed: seed),
      EpisodeSpecification(seed: seed, physics: physics), observer: watch)
    #expect(result.outcome == .completed, "seed \(seed)")
    var way = episode.simulation.basePose.position - start
    way.z = 0
    return way.length / result.duration
  }

  /// A simulator that lets shaking pay would be exploited; no robot may travel by it.
  ///
  /// The ant that switches between the ends of its range does, as physics has it: at a fourth or a
  /// tenth of the step, and under QuickStep, fifty iterations, half the step, the fastest of these
  /// seeds goes at 0.25, 0.24 and 0.29 m/s. What its own step adds (0.15 m/s) is bounded apart.
  @Test(arguments: cases) func shakingDoesNotTravel(_ name: String, _ shaking: Shaking) throws {
    let episode = Episode(
      model: try Shipped.model(name), task: .lasting(6, endingOnFalls: false))
    let slides = name == "ant" && shaking == .bangBang
    var fastest = 0.0
    for seed in 1...6 as ClosedRange<UInt64> {
      let own = speed(episode, shaking, seed: seed, PhysicsOptions())
      let fine = speed(episode, shaking, seed: seed, PhysicsOptions(stepDivisor: 4))
      fastest = max(fastest, own)
      #expect(fine < (slides ? 0.3 : 0.2), "\(name) travels at \(fine) m/s, seed \(seed)")
      #expect(own - fine < (slides ? 0.2 : 0.1), "\(own), not \(fine) m/s, seed \(seed)")
    }
    print("vibration \(name) \(shaking.rawValue): at most \(fastest) m/s")
  }
}
