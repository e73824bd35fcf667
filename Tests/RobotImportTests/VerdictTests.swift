import RobotImport
import Testing
