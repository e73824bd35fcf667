import FileFormats
public import Locomotion
import NeuralControl
import NumericalMethods
import RobotDescription
import SpikingNetworks

/// A trajectory: named columns with units in their names, one row a control step.
public struct TrajectoryTable: Sendable, Equatable {
  public let header: [String]
  public internal(set) var rows: [[Double]] = []

  /// RFC 4180 text. Numbers are written in the shortest form that reads back to the same bits.
  public var csv: String { CSV.text([header] + rows.map { $0.map(CSV.number) }) }
}

/// Records an episode as a table: base, joints, feet, reward and, for a network, what its neurons
/// and synapses do.
public final class TrajectoryRecorder: EpisodeObserver {
  public private(set) var table: TrajectoryTable
  private let columns: NetworkColumns?
  private let facts: FactColumns?

  /// - Parameter controller: the one that will drive the episode.
  public init(_ episode: Episode, controller: any Controller) {
    columns = (controller as? any NetworkDriven).map { NetworkColumns(network: $0.network) }
    facts = FactColumns(controller, in: episode)
    table = TrajectoryTable(header: Self.header(episode.model, columns) + (facts?.names ?? []))
  }

  public func episodeDidStart(_ episode: Episode) { table.rows = [] }

  public func episodeDidStep(_ episode: Episode) {
    var row = [episode.time]
    appendBase(episode.simulation, to: &row)
    appendJoints(episode, to: &row)
    for foot in episode.model.feet.indices {
      row.append(episode.simulation.footTouches(foot) ? 1 : 0)
    }
    row.append(episode.stepReward)
    if let columns { row += columns.values(ticks: columns.network.spec.ticksPerStep) }
    if let facts { row += facts.values(episode) }
    table.rows.append(row)
  }

  private static func header(_ model: RobotModel, _ network: NetworkColumns?) -> [String] {
    var names = ["time_s"]
    names += ["x", "y", "z"].map { "base_\($0)_m" }
    names += ["w", "x", "y", "z"].map { "base_q\($0)" }
    names += ["x", "y", "z"].map { "base_v\($0)_mps" }
    names += ["x", "y", "z"].map { "base_w\($0)_radps" }
    for joint in model.joints {
      let (position, rate, effort) =
        joint.kind == .prismatic ? ("m", "mps", "n") : ("rad", "radps", "nm")
      names += [
        "joint_\(joint.name)_pos_\(position)", "joint_\(joint.name)_vel_\(rate)",
        "joint_\(joint.name)_torque_\(effort)",
      ]
      if joint.mimic == nil { names.append("joint_\(joint.name)_action") }
    }
    names += model.feet.map { "foot_\($0.name)_contact" }
    names.append("reward")
    return names + (network?.names ?? [])
  }

  private func appendBase(_ simulation: Simulation, to row: inout [Double]) {
    let pose = simulation.basePose
    let (p, q) = (pose.position, pose.rotation)
    let (v, w) = (simulation.baseVelocity, simulation.baseAngularVelocity)
    row += [p.x, p.y, p.z, q.w, q.x, q.y, q.z, v.x, v.y, v.z, w.x, w.y, w.z]
  }

  private func appendJoints(_ episode: Episode, to row: inout [Double]) {
    let simulation = episode.simulation
    var motor = 0
    for (j, joint) in episode.model.joints.enumerated() {
      row += [simulation.positions[j], simulation.rates[j], simulation.actuators.efforts[j]]
      if joint.mimic != nil { continue }
      row.append(Double(episode.action[motor]))
      motor += 1
    }
  }
}
