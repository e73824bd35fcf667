public import FileFormats
import Locomotion
public import RobotDescription
import RobotImport
import SpikingNetworks

extension ConditionError: GanglionError {}
extension NetworkSpecError: GanglionError {}
extension RobotDescriptionError: GanglionError {}
extension RobotImportError: GanglionError {}
