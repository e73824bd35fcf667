import Foundation
import Locomotion
import NumericalMethods
import Testing
@Suite struct Explore {
  @Test func stand() throws {
    let model = try Shipped.model("quadruped")
    for seed in 1...6 as ClosedRange<UInt64> { for div in [1, 2, 4] {
      let episode = Episode(model: model, task: .lasting(10))
      var out = ""
      let w = Watch { e in
        let t = Int((e.time * 50).rounded())
        if t == 50 || t % 150 == 0 || t == 500 { let p = e.simulation.basePose.position; out += String(format: " %.1fs (%.5f %.5f %.5f) KE %.2e", e.time, p.x, p.y, p.z, e.simulation.world.kineticEnergy)
          out += " " + model.feet.indices.map { e.simulation.footTouches($0) ? "1" : "0" }.joined() } }
      _ = episode.run(ConstantPose(), EpisodeSpecification(seed: seed, physics: PhysicsOptions(stepDivisor: div)), observer: w)
      print("S \(seed) d\(div)\(out)")
    } }
  }
}
