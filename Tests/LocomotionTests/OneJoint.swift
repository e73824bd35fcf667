import NumericalMethods
import RobotDescription

@testable import Locomotion

/// A light arm on an immovable base, weightless and without contacts: the servo and nothing else.
struct OneJoint {
  var kp = 40.0
  var kd = 1.2
  var effort = 30.0
  var velocity = 12.0
  var damping = 0.0
  var friction = 0.0
  /// Inertia of the rotor [kg m²].
  var armature = 0.0
  /// Inertia of the arm about the axis [kg m²].
  static let inertia = 0.05
  /// One physics step to a control step [s].
  static let step = 0.001

  func model() throws -> RobotModel {
    let urdf = """
      <robot name="one">
        <link name="base"><inertial><mass value="1e6"/>
          <inertia ixx="1e9" iyy="1e9" izz="1e9" ixy="0" ixz="0" iyz="0"/></inertial></link>
        <link name="arm"><inertial><mass value="1"/>
          <inertia ixx="\(Self.inertia)" iyy="\(Self.inertia)" izz="\(Self.inertia)"
            ixy="0" ixz="0" iyz="0"/></inertial></link>
        <joint name="axis" type="continuous"><parent link="base"/><child link="arm"/>
          <origin xyz="0 0 -1"/><axis xyz="0 0 1"/>
          <limit effort="\(effort)" velocity="\(velocity)"/>
          <dynamics damping="\(damping)" friction="\(friction)"/></joint>
      </robot>
      """
    let profile = """
      schema: 1
      physics: { step: \(Self.step), armature: \(armature), self_collision: false }
      control: { period: \(Self.step) }
      joints:
        defaults: { kp: \(kp), kd: \(kd), range: 1, standing: 0 }
      """
    return try RobotModel(
      urdf: urdf, urdfName: "one.urdf", profile: profile, profileName: "one.yaml")
  }

  /// At rest at `position` [rad].
  func simulation(at position: Double = 0) throws -> Simulation {
    let simulation = Simulation(
      model: try model(), options: PhysicsOptions(), jointPositions: [position])
    simulation.world.setGravity(.zero)
    return simulation
  }
}

extension OneJoint {
  /// A life that ends neither by falling nor by its speed.
  func episode(lasting duration: Double) throws -> Episode {
    var bounds = DivergenceBounds()
    bounds.specificKineticEnergy = .infinity
    return Episode(
      model: try model(), task: .lasting(duration, endingOnFalls: false), bounds: bounds)
  }
}

extension Simulation {
  /// Sets the rate of the one joint [rad/s].
  func kick(_ rate: Double) {
    var state = world.state(of: bodies[1])
    state.angularVelocity = Vector3(0, 0, rate)
    world.setState(of: bodies[1], state)
    readJoints()
  }

  func advance(target: Double) {
    advance(targets: [target].span)
  }
}
