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
