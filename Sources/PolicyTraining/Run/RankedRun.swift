import Foundation
import NumericalMethods
import RobotDescription

/// What ranks need of a run that rank 0 begins or goes on with, so that none of them needs its files.
struct RunStart: Portable {
  let checkpoint: Checkpoint
  let robot: RobotSource?
  let directory: RunDirectory

  init(_ checkpoint: Checkpoint, robot: RobotSource?, directory: RunDirectory) {
    (self.checkpoint, self.robot, self.directory) = (checkpoint, robot, directory)
  }

  func write(to wire: inout WireWriter) {
    // All that it holds was read from JSON or is about to be written as such.
    wire.write(raw: (try? checkpoint.encoded()) ?? Data())
    wire.write(robot.map { [$0.urdf, $0.profile] })
    wire.write(directory.path)
  }

  init(from wire: inout WireReader) throws {
    checkpoint = try Checkpoint(decoding: Data(wire.raw()), path: "the checkpoint of rank 0")
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
  func requireSame(_ trainer: Trainer) throws {
    var experiment = Digest64()
    experiment.update(try ExperimentFile.write(trainer.experiment))
    try require(same: [
      ("the world's version", "\(WorldVersion.current(for: trainer.experiment.task))"),
      ("the experiment's digest", experiment.hex),
      ("the robot's digest", trainer.model?.digest ?? "none"),
      ("what a short episode comes to", try trainer.probe()),
    ])
  }
}
