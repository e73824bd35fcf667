import Foundation
import Locomotion
import PolicyTraining
import RobotDescription
import RobotImport
import RobustnessEvaluation
import SpikingNetworks
import TrajectoryReplay

/// The documented exit codes (sysexits.h).
enum ExitStatus {
  static let badInput: Int32 = 65
  static let internalError: Int32 = 70
  static let inputOutput: Int32 = 74
  static let interrupted: Int32 = 130
}

/// The exit code of one of Ganglion's own errors; nil for those of the argument parser.
func exitStatus(of error: any Error) -> Int32? {
  switch error {
  case is FileError, is WebLibraryError: ExitStatus.inputOutput
  case is ExperimentError, is SafeTensorsError, is CheckpointError, is MetricsError,
    is ConditionError,
    is RobotDescriptionError, is RobotImportError, is ConfigurationError, is NetworkSpecError,
    is SuiteTableError, is TrajectoryError:
    ExitStatus.badInput
  default: nil
  }
}
