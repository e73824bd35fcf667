import Foundation
import Locomotion
import NumericalMethods
import Testing
@Suite struct Explore {
  @Test(arguments: ["quadruped", "hexapod"]) func vib(_ name: String) throws {
    let model = try Shipped.model(name)
    for falls in [true, false] {
      for (label, options) in [
        ("d1", PhysicsOptions()), ("d2", PhysicsOptions(stepDivisor: 2)),
        ("d4", PhysicsOptions(stepDivisor: 4)),
      ] {
        if falls && label != "d1" { continue }
        let episode = Episode(model: model, task: .lasting(6, endingOnFalls: falls))
        for shaking in [Shaking.sine, .bangBang] {
          var out = ""
          for seed in 1...6 as ClosedRange<UInt64> {
            var start = episode.simulation.basePose.position
            var up = 1.0
            let watch = Watch(start: { start = $0.simulation.basePose.position }) {
              up = min(up, $0.simulation.basePose.rotation.rotate(.unitZ).z)
            }
            let r = episode.run(
              shaking.controller(model, seed: seed),
              EpisodeSpecification(seed: seed, physics: options), observer: watch)
            let w = episode.simulation.basePose.position - start
            out += String(
              format: " %d:%.3f,%.3f/%.1fs up%.2f %@ W%.0f", Int(seed), w.x / r.duration,
              w.y / r.duration, r.duration, up, r.outcome.description, r.work / r.duration)
          }
          print("X \(name) falls \(falls) \(label) \(shaking.rawValue)\(out)")
        }
      }
    }
  }
}
