import Execution
import Foundation
import NumericalMethods
import Policies
import RobotDescription

/// What ranks need of a run that rank 0 begins or goes on with, so that none of them needs its
/// files.
struct RunStart: Portable {
  let checkpoint: Checkpoint
  let robot: RobotSource?
  let directory: RunDirectory
  private let encoded: Data

  init(_ checkpoint: Checkpoint, robot: RobotSource?, directory: RunDirectory) throws {
    (self.checkpoint, self.robot, self.directory) = (checkpoint, robot, directory)
    encoded = try checkpoint.encoded()
  }

  func write(to wire: inout WireWriter) {
    wire.write(raw: encoded)
    wire.write(robot.map { [$0.urdf, $0.profile] })
    wire.write(directory.path)
  }

  init(from wire: inout WireReader) throws {
    encoded = Data(try wire.raw())
    checkpoint = try Checkpoint(decoding: encoded, path: "the checkpoint of rank 0")
    let robot: [String]? = try wire.read()
    self.robot = robot.map { RobotSource(urdf: $0[0], profile: $0[1]) }
    directory = RunDirectory(path: try wire.read())
  }

  func model() throws -> RobotModel? {
    try robot.map {
      try RobotModel(
        urdf: $0.urdf, urdfName: "the URDF of rank 0", profile: $0.profile,
        profileName: "the profile of rank 0")
    }
  }
}

extension Ranks {
  /// Collective: makes sure that all ranks train the same, and come to the same bits.
  func requireSame(_ loop: TrainingLoop) throws {
    var experiment = Digest64()
    experiment.update(try ExperimentFile.write(loop.experiment))
    try require(same: [
      ("the world's version", "\(WorldVersion.current(for: loop.experiment.task))"),
      ("the experiment's digest", experiment.hex),
      ("the robot's digest", loop.model?.digest ?? "none"),
      ("what a short episode comes to", try loop.probe()),
    ])
  }
}
