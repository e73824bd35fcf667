import Foundation
import Locomotion
import NumericalMethods
import RobotDescription
import Testing

/// Targets that shake at 12 to 25 Hz over the full action range.
enum Shaking: String, CaseIterable, Sendable {
  /// Each joint a sine of its own frequency and phase.
  case sine
  /// The signs of such sines.
  case bangBang
  /// Each joint drawn anew from ±1 every control step.
  case noise

  func controller(_ model: RobotModel, seed: UInt64) -> Script {
    var random = SplitMix64(seed: seed)
    let joints = model.joints.count
    let period = model.profile.controlPeriod
    let waves = (0..<joints).map { _ in (random.uniform(12, 25), random.uniform(0, 2 * .pi)) }
    return Script { step, _, action in
      for j in 0..<joints {
        let (frequency, phase) = waves[j]
        let value = sin(2 * .pi * frequency * Double(step) * period + phase)
        switch self {
        case .sine: action[j] = Float(value)
        case .bangBang: action[j] = value < 0 ? -1 : 1
        case .noise: action[j] = random.uniform(-1, 1) < 0 ? -1 : 1
        }
      }
    }
  }
}

@Suite("Vibration") struct VibrationTests {
  static let cases = Shipped.names.flatMap { name in Shaking.allCases.map { (name, $0) } }

  /// A simulator that lets shaking pay would be exploited; no robot may travel by it.
  @Test(arguments: cases) func shakingDoesNotTravel(_ name: String, _ shaking: Shaking) throws {
    let model = try Shipped.model(name)
    let episode = Episode(model: model, task: .lasting(6, endingOnFalls: false))
    var fastest = 0.0
    for seed in 1...6 as ClosedRange<UInt64> {
      var start = episode.simulation.basePose.position
      let watch = Watch(start: { start = $0.simulation.basePose.position }) { _ in }
      let result = episode.run(
        shaking.controller(model, seed: seed), EpisodeSpecification(seed: seed), observer: watch)
      var way = episode.simulation.basePose.position - start
      way.z = 0
      let speed = way.length / result.duration
      fastest = max(fastest, speed)
      #expect(result.outcome == .completed, "seed \(seed)")
      #expect(speed < 0.2, "\(name) travels at \(speed) m/s by shaking, seed \(seed)")
    }
    print("vibration \(name) \(shaking.rawValue): at most \(fastest) m/s")
  }
}
