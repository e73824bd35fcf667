// `import Ganglion` is all of the library.

@_exported public import EvolutionStrategies
@_exported public import Execution
@_exported public import FileFormats
@_exported public import GradientStudies
@_exported public import Locomotion
@_exported public import NeuralControl
@_exported public import NumericalMethods
@_exported public import Policies
@_exported public import PolicyTraining
@_exported public import RigidBodyDynamics
@_exported public import RobotDescription
@_exported public import RobotImport
@_exported public import RobustnessEvaluation
@_exported public import SpikingNetworks
@_exported public import TemporalTasks
@_exported public import TrajectoryReplay
