import ArgumentParser
import FileFormats
import Locomotion
import NumericalMethods
import RigidBodyDynamics
import RobotDescription

struct RobotExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Writes a robot's model for another simulator.",
    discussion: """
      Example:
        ganglion robot export ant --mjcf ant.xml

      MuJoCo's XML holds the merged links, joints, stops, motors, solids and pairs that collide as \
      they are simulated here, the friction and compliance of contacts, a keyframe of the standing \
      pose, and the servos' constants under <custom>. tools/peers/mujoco walks policies on it.
      """)

  @Argument(help: "A robot of robots/, or the path of a robot's folder or URDF file.")
  var robot: String
  @Option(help: "The file to write, for MuJoCo.")
  var mjcf: String
  @OptionGroup var display: OutputOptions

  func validate() throws { try requireNames(("the robot", robot), ("--mjcf", mjcf)) }

  func run() throws {
    try requireApart(
      inputs: Installation.filesOfRobot(robot).map { ("the robot", $0) },
      outputs: [("--mjcf", mjcf)])
    let model = try Installation.robot(robot)
    try AtomicFile.write(model.mjcf(MJCFSettings(model)), to: mjcf)
    guard display.json else { return Console.output("wrote \(mjcf)") }
    try Console.json([
      "robot": model.name, "digest": model.digest, "mjcf": mjcf, "links": model.links.count,
      "joints": model.joints.count, "mass_kg": model.totalMass,
    ])
  }
}

extension MJCFSettings {
  /// The world in which the robot is simulated here.
  init(_ model: RobotModel) {
    let standing = Simulation(
      model: model, options: PhysicsOptions(), jointPositions: model.joints.map(\.standing))
    let (world, step) = (standing.world.configuration, standing.physicsStep)
    self.init(
      contact: MJCFSpring(stiffness: world.contact.stiffness, damping: world.contact.damping),
      stops: MJCFSpring(erp: world.stopERP, cfm: world.jointCFM, dt: step))
    gravity = world.gravity.length
    normalSoftness = world.contact.cfm(step) / world.jointCFM
    overlaps = standing.restingOverlaps.map { ($0.firstShape, $0.secondShape) }
  }
}
