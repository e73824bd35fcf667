import FileFormats
import Foundation
import Locomotion
import Policies
@testable import PolicyTraining
import RigidBodyDynamics
import RobotDescription
import TestSupport

/// What is accepted is run: robots are simulated, states of training gone on with.
extension HostileReader {
  private static let separator = "\n---\n"

  /// A robot of feet, a slider and a follower, with a mimic and every kind of solid.
  private static let robot = """
    <robot name="r"><link name="a"><inertial><origin xyz="0 0 0" rpy="0 0 0"/><mass value="2"/>
    <inertia ixx="0.02" iyy="0.02" izz="0.02" ixy="0" ixz="0" iyz="0"/></inertial><collision>
    <geometry><box size="0.2 0.2 0.1"/></geometry></collision></link><link name="b"><inertial>
    <mass value="0.5"/><inertia ixx="0.01" iyy="0.01" izz="0.01"/></inertial><collision>
    <origin xyz="0 0 -0.1"/><geometry><sphere radius="0.03"/></geometry></collision></link>
    <link name="c"><inertial><mass value="0.5"/><inertia ixx="0.01" iyy="0.01" izz="0.01"/>
    </inertial><collision><origin xyz="0 0 -0.1"/><geometry><capsule radius="0.03" length="0.1"/>
    </geometry></collision></link><link name="d"><inertial><mass value="0.5"/>
    <inertia ixx="0.01" iyy="0.01" izz="0.01"/></inertial><collision><origin xyz="0 0 -0.1"/>
    <geometry><cylinder radius="0.03" length="0.1"/></geometry></collision></link>
    <joint name="j" type="revolute"><parent link="a"/><child link="b"/><origin xyz="0.2 0 0"/>
    <axis xyz="0 1 0"/><limit lower="-1" upper="1" effort="10" velocity="5"/>
    <dynamics damping="0.1" friction="0.1"/></joint>
    <joint name="k" type="prismatic"><parent link="a"/><child link="c"/><origin xyz="-0.2 0.1 0"/>
    <axis xyz="0 0 1"/><limit lower="-0.1" upper="0.1" effort="50" velocity="2"/></joint>
    <joint name="l" type="revolute"><parent link="a"/><child link="d"/><origin xyz="-0.2 -0.1 0"/>
    <axis xyz="1 0 0"/><limit lower="-1" upper="1" effort="10" velocity="5"/>
    <mimic joint="j" multiplier="0.5" offset="0.1"/></joint></robot>
    """
  private static let profile = """
    physics: {step: 0.005, armature: 0.004, friction: 1.0, joint_erp: 0.8, contact_stiffness: 20000,
      contact_damping: 200, self_collision: true}
    control: {period: 0.02, filter: 10}
    joints: {defaults: {kp: 40, kd: 1.2, range: 0.5}, groups: [{match: "j", standing: 0.1}]}
    """

  /// A description and its profile, which are simulated for some steps by each solver, on level and
  /// rough ground, where they are accepted.
  static func physics() throws -> HostileReader {
    let inputs = [
      robot + separator + profile,
      try text("ant/ant.urdf") + separator + text("ant/ant.yaml"),
    ]
    return HostileReader(
      name: "physics", inputs: inputs.map { Array($0.utf8) },
      read: { data in
        let parts = String(decoding: data, as: UTF8.self).components(separatedBy: separator)
        let model = try RobotModel(
          urdf: parts[0], urdfName: "u", profile: parts.dropFirst().joined(), profileName: "p")
        try live(model)
      }, isSlow: true)
  }

  private static func text(_ name: String) throws -> String {
    String(decoding: try AtomicFile.read("\(Fixture.robots)/\(name)"), as: UTF8.self)
  }

  private static func live(_ model: RobotModel) throws {
    guard let substeps = PhysicsOptions().substeps(of: model.profile) else { return }
    var task = LocomotionTask()
    task.settle = 0
    let period = model.profile.controlPeriod
    task.duration = period * Double(max(1, min(6, 200 / substeps)))
    let episode = Episode(model: model, task: task)
    let gait = ScriptedGait(
      waves: model.motors.map { _ in .init(amplitude: 1, phase: 0) }, frequency: 2,
      controlPeriod: period)
    let conditions = try Condition.list(parsing: "rough-ground:5+payload:5@\(period)s")
    let solvers: [WorldConfiguration.Solver] = [.tree, .direct, .iterative(iterations: 8)]
    for solver in solvers {
      for conditions in [[], conditions] {
        let result = episode.run(
          gait,
          EpisodeSpecification(
            seed: 1, conditions: conditions, physics: PhysicsOptions(solver: solver)),
          observer: GaitAnalyser())
        precondition(result.controlSteps > 0, "an episode has a step")
      }
    }
  }

  /// A checkpoint, with which training goes on for a generation where it is accepted. One whose
  /// experiment was changed is not: it may ask for any amount of work.
  static func resume() throws -> HostileReader {
    var experiments = [Fixture.experiment(), Fixture.taskExperiment()]
    for (index, strategy) in ["cma-es", "pgpe"].enumerated() {
      experiments[index] = try ExperimentFile.set(
        ["trainer=evolution", "evolution.strategy=\(strategy)"], on: experiments[index])
      experiments[index].evolution.episodes = 1
      experiments[index].network.hidden = [2]
    }
    let folder = try TemporaryFolder()
    let robot = try Fixture.robot("ant")
    func model(_ experiment: Experiment) -> RobotModel? { experiment.robot.map { _ in robot } }
    let inputs = try experiments.map { experiment in
      let loop = try TrainingLoop(experiment: experiment, model: model(experiment), workers: 1)
      _ = try loop.step()
      try Checkpoint(
        experiment: experiment, robotDigest: model(experiment)?.digest, state: loop.state, wall: 1
      ).write(to: folder.file("c.json"))
      return Array(try AtomicFile.read(folder.file("c.json")))
    }
    let known = experiments
    let seal = try checkpoint([]).seal
    return HostileReader(
      name: "resume", inputs: inputs,
      read: { data in
        let checkpoint = try Checkpoint(decoding: data, path: "c")
        guard let experiment = known.first(where: { $0 == checkpoint.experiment }) else { return }
        let run = try TrainingLoop(
          experiment: experiment, model: experiment.robot.map { _ in robot }, workers: 1,
          checkpoint: checkpoint, path: "c")
        _ = try run.step()
      }, isSlow: true, seal: seal)
  }
}
