import Ganglion

/// Bends all knees to a beat of 2.5 Hz: a controller is what turns observations into actions.
final class Bounce: Controller {
  private var step = 0

  func reset() { step = 0 }

  func act(
    observation: UnsafeBufferPointer<Float>, action: UnsafeMutableBufferPointer<Float>
  ) {
    let phase = 2 * Double.pi * 2.5 * 0.02 * Double(step)
    for joint in action.indices { action[joint] = joint % 2 == 1 ? Float(Double.sin(phase)) : 0 }
    step += 1
  }
}

let folder = CommandLine.arguments.dropFirst().first ?? "robots"
let robot = try RobotLibrary.model(named: "ant", in: folder)
let episode = Episode(model: robot, task: LocomotionTask())
let conditions = try Condition.list(parsing: "slope:2")
for seed in UInt64(1)...3 {
  let life = episode.run(Bounce(), EpisodeSpecification(seed: seed, conditions: conditions))
  print("seed \(seed): \(life.distance) m in \(life.duration) s, \(life.outcome)")
}
