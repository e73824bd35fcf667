import NumericalMethods
import RigidBodyDynamics
import RobotDescription

extension Episode {
  /// What of the robot or its action left its range at the end of a run that diverged.
  public var firstNonFinite: String? {
    if let joint = action.firstIndex(where: { !$0.isFinite }) {
      return "action of \(model.joints[joint].name) = \(action[joint])"
    }
    guard simulation.world.isFinite else {
      let link = simulation.linkPoses.firstIndex { !$0.position.isFinite }
      return link.map { "position of \(model.links[$0].name)" } ?? "a velocity"
    }
    let energy = simulation.world.kineticEnergy / model.totalMass
    return "joint drift \(simulation.world.largestJointDrift) m, \(energy) J/kg"
  }
}
