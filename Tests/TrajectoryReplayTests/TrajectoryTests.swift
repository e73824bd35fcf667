import Foundation
import Locomotion
import RobotDescription
import Testing
import TrajectoryReplay

/// Splits RFC 4180 text into records of fields; quoted fields may hold commas, quotes and breaks.
private func records(_ text: String) -> [[String]] {
  var (rows, row, field, quoted) = ([[String]](), [String](), "", false)
  var scalars = Array(text.unicodeScalars)[...]
  while let c = scalars.popFirst() {
    switch (c, quoted) {
    case ("\"", true) where scalars.first == "\"":
      field.unicodeScalars.append("\"")
      scalars.removeFirst()
    case ("\"", _): quoted.toggle()
    case (",", false):
      row.append(field)
      field = ""
    case ("\r", false) where scalars.first == "\n":
      scalars.removeFirst()
      rows.append(row + [field])
      (row, field) = ([], "")
    default: field.unicodeScalars.append(c)
    }
  }
  return rows
}

@Suite("Trajectory") struct TrajectoryTests {
  @Test(arguments: ["ant", "quadruped", "hexapod"]) func headerNamesCarryUnits(
    _ name: String
  ) throws {
    let model = try shippedModel(name)
    let episode = Episode(model: model, task: lasting(0.1))
    let header = TrajectoryRecorder(episode, controller: ConstantPose()).table.header
    let base = [
      "time_s", "base_x_m", "base_y_m", "base_z_m", "base_qw", "base_qx", "base_qy", "base_qz",
      "base_vx_mps", "base_vy_mps", "base_vz_mps", "base_wx_radps", "base_wy_radps",
      "base_wz_radps",
    ]
    let joints = model.joints.flatMap {
      [
        "joint_\($0.name)_pos_rad", "joint_\($0.name)_vel_radps", "joint_\($0.name)_torque_nm",
        "joint_\($0.name)_action",
      ]
    }
    let feet = model.feet.map { "foot_\($0.name)_contact" }
    #expect(header == base + joints + feet + ["reward"])
  }

  @Test func aNetworkAddsItsColumns() throws {
    let model = try shippedModel("ant")
    let episode = Episode(model: model, task: lasting(2))
    let controller = try plasticNetwork(for: model)
    let recorder = TrajectoryRecorder(episode, controller: controller)
    let result = episode.run(controller, EpisodeSpecification(seed: 2), observer: recorder)
    let header = recorder.table.header
    let start = try #require(header.firstIndex(of: "reward")) + 1
    let diagnostics = controller.network.diagnostics
    let wanted =
      diagnostics.populations.map { "rate_\($0.name)" }
      + diagnostics.projections.flatMap { projection in
        ["fast_share_\(projection.name)", "fast_rms_\(projection.name)"]
          + projection.states.map { "\($0.variable.rawValue)_rms_\(projection.name)" }
      } + diagnostics.modulators.flatMap { [$0.name, "level_\($0.name)"] }
    #expect(Array(header[start...]) == wanted && wanted.count >= 9)
    #expect(header.contains("threshold_rms_hidden1.recurrent"), "BCM's")
    #expect(header.contains("eligibility_rms_hidden2.input"), "the eligibility gate's")
    #expect(Set(header).count == header.count, "names are unique")
    #expect(recorder.table.rows.count == result.controlSteps)
    #expect(recorder.table.rows.allSatisfy { $0.count == header.count })
    let rates = recorder.table.rows.flatMap { $0[start..<start + 2] }
    #expect(rates.allSatisfy { $0 >= 0 && $0 <= 1 } && rates.contains { $0 > 0 && $0 < 1 })
  }

  @Test func valuesAreThoseOfTheEpisode() throws {
    let model = try shippedModel("quadruped")
    let episode = Episode(model: model, task: lasting(1))
    let recorder = TrajectoryRecorder(episode, controller: swinging(model))
    let result = episode.run(
      swinging(model), EpisodeSpecification(seed: 3), observer: recorder)
    let table = recorder.table
    func column(_ name: String) throws -> [Double] {
      let k = try #require(table.header.firstIndex(of: name), "\(name)")
      return table.rows.map { $0[k] }
    }
    #expect(table.rows.count == result.controlSteps)
    let times = try column("time_s")
    #expect(times == (1...result.controlSteps).map { Double($0) * 0.02 })
    #expect(abs(try column("reward").reduce(0, +) - result.reward) < 1e-9)
    let (simulation, last) = (episode.simulation, table.rows.count - 1)
    #expect(try column("base_x_m")[last] == simulation.basePose.position.x)
    #expect(try column("base_qz")[last] == simulation.basePose.rotation.z)
    #expect(try column("base_vz_mps")[last] == simulation.baseVelocity.z)
    #expect(try column("base_wy_radps")[last] == simulation.baseAngularVelocity.y)
    for (j, joint) in model.joints.enumerated() {
      #expect(try column("joint_\(joint.name)_pos_rad")[last] == simulation.positions[j])
      #expect(try column("joint_\(joint.name)_vel_radps")[last] == simulation.rates[j])
      #expect(
        try column("joint_\(joint.name)_torque_nm")[last] == simulation.actuators.efforts[j])
      #expect(try column("joint_\(joint.name)_action")[last] == Double(episode.action[j]))
    }
    for foot in model.feet {
      #expect(try column("foot_\(foot.name)_contact").allSatisfy { $0 == 0 || $0 == 1 })
    }
  }

  /// RFC 4180: CRLF after every record; every number reads back to the same bits.
  @Test func csvReadsBackBitEqual() throws {
    let model = try shippedModel("ant")
    let episode = Episode(model: model, task: lasting(1))
    let controller = try plasticNetwork(for: model)
    let recorder = TrajectoryRecorder(episode, controller: controller)
    _ = episode.run(controller, EpisodeSpecification(seed: 4), observer: recorder)
    let (table, csv) = (recorder.table, recorder.table.csv)
    #expect(csv.hasSuffix("\r\n"))
    let bare = csv.replacingOccurrences(of: "\r\n", with: "")
    #expect(!bare.unicodeScalars.contains("\n") && !bare.unicodeScalars.contains("\r"))
    let rows = records(csv)
    #expect(rows.count == table.rows.count + 1 && rows[0] == table.header)
    for (text, row) in zip(rows.dropFirst(), table.rows) {
      #expect(text.map { Double($0)?.bitPattern } == row.map(\.bitPattern))
    }
  }

  /// A zero's sign and a joint name with a comma and quotes survive too.
  @Test func awkwardValuesReadBack() throws {
    let source = try shippedModel("ant").source
    let model = try RobotModel(
      urdf: source.urdf.replacingOccurrences(of: "\"fl_hip\"", with: "\"a, &quot;b&quot;_hip\""),
      urdfName: "ant.urdf", profile: source.profile, profileName: "ant.yaml")
    let episode = Episode(model: model, task: lasting(0.2))
    let minus = ScriptedGait(
      waves: model.joints.map { _ in ScriptedGait.Wave(amplitude: -0.0, phase: 0, offset: -0.0) },
      frequency: 1, controlPeriod: 0.02)
    let recorder = TrajectoryRecorder(episode, controller: minus)
    _ = episode.run(minus, EpisodeSpecification(seed: 1), observer: recorder)
    let rows = records(recorder.table.csv)
    #expect(rows[0] == recorder.table.header && rows[0].contains("joint_a, \"b\"_hip_pos_rad"))
    #expect(recorder.table.rows[0].contains { $0 == 0 && $0.sign == .minus })
    for (text, row) in zip(rows.dropFirst(), recorder.table.rows) {
      #expect(text.map { Double($0)?.bitPattern } == row.map(\.bitPattern))
    }
  }

  @Test(arguments: ["ant", "quadruped", "hexapod"]) func watchingChangesNothing(
    _ name: String
  ) throws {
    let model = try shippedModel(name)
    let episode = Episode(model: model, task: lasting(2))
    let controller = try plasticNetwork(for: model)
    let conditions = [Condition(.sensorNoise, severity: 2), Condition(.payload, severity: 2)]
    let specification = EpisodeSpecification(seed: 9, conditions: conditions)
    let alone = episode.run(controller, specification)
    let recorder = TrajectoryRecorder(episode, controller: controller)
    let observers: [any EpisodeObserver] = [
      recorder, StroboscopicPicture(start: 0.2, exposures: 3, interval: 0.2), GaitAnalyser(),
    ]
    let watched = episode.run(controller, specification, observer: ObserverGroup(observers))
    #expect(watched == alone && watched.digest == alone.digest)
    let first = recorder.table
    #expect(episode.run(controller, specification, observer: recorder) == alone)
    #expect(recorder.table == first, "a recorder starts afresh with each episode")
  }
}
