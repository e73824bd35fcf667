import Locomotion
import NumericalMethods
import RigidBodyDynamics
import RobotDescription
import Testing

/// Arms on an immovable base, weightless: `lead`, and `follow` at −½ of it + 0.1 rad.
private func arms(lower: Double = -2, upper: Double = 2, follower: String = "follow") throws
  -> RobotModel
{
  func arm(_ name: String) -> String {
    """
    <link name="\(name)"><inertial><mass value="1"/>
      <inertia ixx="0.05" iyy="0.05" izz="0.05" ixy="0" ixz="0" iyz="0"/></inertial></link>
    """
  }
  func joint(_ name: String, _ height: Int, _ extra: String = "") -> String {
    """
    <joint name="\(name)" type="revolute"><parent link="base"/><child link="\(name)_arm"/>
      <origin xyz="0 0 \(height)"/><axis xyz="0 0 1"/>\(extra)
      <limit lower="\(lower)" upper="\(upper)" effort="30" velocity="50"/></joint>
    """
  }
  let urdf = """
    <robot name="arms"><link name="base"><inertial><mass value="1e6"/>
      <inertia ixx="1e9" iyy="1e9" izz="1e9" ixy="0" ixz="0" iyz="0"/></inertial></link>
    \(arm("follow_arm"))\(arm("lead_arm"))
    \(joint("follow", 2, #"<mimic joint="lead" multiplier="-0.5" offset="0.1"/>"#))
    \(joint("lead", -2))</robot>
    """
  let profile = """
    physics: { step: 0.001, armature: 0, self_collision: false }
    control: { period: 0.01 }
    joints: { defaults: { kp: 40, kd: 1.2, range: 1, standing: 0 } }
    """
  return try RobotModel(
    urdf: urdf, urdfName: "arms.urdf", profile: profile, profileName: "arms.yaml")
}

private func advance(_ simulation: Simulation, to targets: [Double], _ seconds: Double) {
  for _ in 0..<Int(seconds * 100) {
    simulation.advance(targets: targets.span)
  }
}

@Suite("Robots of the field in the world") struct FieldRobotTests {
  /// The leader moves as if it were alone; the follower is where the coupling wants it.
  @Test func aFollowerFollowsWhereverItsLeaderIs() throws {
    let model = try arms()
    #expect(model.joints.map(\.name) == ["follow", "lead"] && model.motors == [1])
    let simulation = Simulation(
      model: model, options: PhysicsOptions(), jointPositions: [0.1, 0])
    simulation.world.setGravity(.zero)
    for target in [1.0, -1.5, 0.3] {
      advance(simulation, to: [99, target], 1.5)
      let (follow, lead) = (simulation.positions[0], simulation.positions[1])
      #expect(abs(lead - target) < 1e-3, "\(lead)")
      #expect(abs(follow - (0.1 - 0.5 * lead)) < 1e-3, "\(follow)")
    }
  }

  /// Actions are those of motors alone; positions, rates and efforts are seen of all joints.
  @Test func onlyMotorsAreCommanded() throws {
    let model = try arms()
    let episode = Episode(model: model, task: .lasting(0.5, endingOnFalls: false))
    #expect(episode.action.count == 1)
    let slices = ObservationLayout(model).slices
    #expect(slices.first { $0.group == .jointPosition }?.count == 2)
    let gait = ScriptedGait(
      waves: [.init(amplitude: 1, phase: 0)], frequency: 1, controlPeriod: 0.01)
    let first = episode.run(gait, EpisodeSpecification(seed: 3))
    #expect(first.outcome == .completed)
    #expect(episode.run(gait, EpisodeSpecification(seed: 3)).digest == first.digest)
    let late = [Condition(.actionLatency, severity: 5)]
    let delayed = episode.run(gait, EpisodeSpecification(seed: 3, conditions: late))
    #expect(delayed.outcome == .completed && delayed.digest != first.digest)
  }

  /// A hinge knows its angle within ±π; these stops lie beyond, and act.
  @Test(arguments: [-0.5, 0.7]) func stopsBeyondHalfATurnAct(_ lower: Double) throws {
    let model = try arms(lower: lower, upper: 4.1)
    let simulation = Simulation(
      model: model, options: PhysicsOptions(), jointPositions: [1, 1])
    simulation.world.setGravity(.zero)
    #expect(simulation.positions.allSatisfy { abs($0 - 1) < 1e-12 })
    advance(simulation, to: [0, 9], 3)
    #expect(abs(simulation.positions[1] - 4.1) < 0.02, "\(simulation.positions)")
    advance(simulation, to: [0, -9], 3)
    #expect(abs(simulation.positions[1] - lower) < 0.02, "\(simulation.positions)")
  }

  /// Two balls on two arms, one of which is in the other as the robot stands.
  @Test func shapesInEachOtherAtRestPassThrough() throws {
    func robot(apart: Double) throws -> RobotModel {
      func link(_ name: String) -> String {
        """
        <link name="\(name)"><inertial><mass value="1"/><inertia ixx="0.1" iyy="0.1" izz="0.1"/>
          </inertial><collision><geometry><sphere radius="0.1"/></geometry></collision></link>
        """
      }
      func joint(_ name: String, _ y: Double) -> String {
        """
        <joint name="\(name)" type="revolute"><parent link="base"/><child link="\(name)_ball"/>
          <origin xyz="0 \(y) 0"/><limit lower="-1" upper="1" effort="1" velocity="1"/></joint>
        """
      }
      return try RobotModel(
        urdf: "<robot name=\"r\">" + link("base") + link("a_ball") + link("b_ball")
          + joint("a", 1) + joint("b", 1 + apart) + "</robot>", urdfName: "r.urdf", profile: "",
        profileName: "r.yaml")
    }
    func overlaps(_ apart: Double) throws -> [RestingOverlap] {
      Simulation(
        model: try robot(apart: apart), options: PhysicsOptions(), jointPositions: [0, 0]
      ).restingOverlaps
    }
    #expect(try overlaps(0.21) == [])
    let found = try #require(try overlaps(0.15).first)
    #expect(found.first == 1 && found.second == 2 && abs(found.depth - 0.05) < 1e-9)
  }
}
