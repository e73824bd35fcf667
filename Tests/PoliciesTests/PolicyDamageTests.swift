import FileFormats
import Foundation
import Locomotion
import Policies
import TestSupport
import Testing

@Suite struct PolicyDamageTests {
  let folder: TemporaryFolder
  let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.file("p.safetensors")
  }

  /// The error of reading a policy whose metadata was changed.
  private func error(_ change: (inout [String: String]) -> Void) throws -> String {
    var file = try SafeTensors(decoding: Fixture.policy().encoded(), path: "")
    change(&file.metadata)
    try AtomicFile.write(file.encoded(), to: path)
    do {
      _ = try Policy(path: path)
      Issue.record("a damaged policy was read")
      return ""
    } catch {
      let text = "\(error)"
      #expect(text.hasPrefix(path), "\(text) names no file")
      #expect(!text.contains("\n"), "\(text) has several lines")
      return text
    }
  }

  @Test(arguments: ["network", "observation", "provenance", "evaluation"])
  func metadataThatIsNotItsJSONIsNamed(key: String) throws {
    for text in ["", "{", "[]", "{}", "3", "{\"inputs\":\"x\"}"] {
      #expect(try error { $0[key] = text }.contains("metadata \(key)"), "\(text)")
    }
  }

  @Test func experimentAndRobotNameTheirPart() throws {
    for text in ["", "[]", "schema: 9", "schema: 1\nwrong: 2", "schema: 1\n\tx", "a: 1\na: 2"] {
      #expect(try error { $0["experiment"] = text }.contains("(experiment)"), "\(text)")
    }
    #expect(try error { $0["robot_urdf"] = "<robot" }.contains("(robot_urdf)"))
    #expect(try error { $0["robot_profile"] = "nonsense: 1" }.contains("(robot_profile)"))
  }

  /// Sizes that a file claims are bounded before anything is laid out or allocated.
  @Test(arguments: [
    ("\"size\":8", "\"size\":9223372036854775807"), ("\"size\":8", "\"size\":-1"),
    ("\"size\":8", "\"size\":100000000"), ("\"size\":8", "\"size\":0"),
    ("\"ticksPerStep\":4", "\"ticksPerStep\":9223372036854775807"),
    ("\"ticksPerStep\":4", "\"ticksPerStep\":0"), ("\"inputs\":", "\"inputs\":9"),
    ("\"inputs\":", "\"inputs\":922337203685477"), ("\"outputs\":", "\"outputs\":92233720368547"),
    ("\"threshold\":1", "\"threshold\":-1"), ("\"threshold\":1", "\"threshold\":1e39"),
  ])
  func claimedSizesAreNotTrusted(found: String, replacement: String) throws {
    let text = try error {
      let network = $0["network"]!
      #expect(network.contains(found))
      $0["network"] = network.replacingOccurrences(of: found, with: replacement)
    }
    #expect(text.contains("network"))
  }

  /// Whatever flipped characters make of a robot's policy or a task's, reading gives a policy or
  /// one of the typed errors that name the file.
  @Test(arguments: [1, 2] as [UInt64], [false, true])
  func damagedPoliciesNeverCrash(seed: UInt64, isOfTask: Bool) throws {
    let experiment = isOfTask ? Fixture.taskExperiment() : Fixture.experiment()
    let original = try Fixture.policy(experiment).encoded()
    let header = original.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    var generator = SplitMix64(seed: seed)
    for round in 0..<150 {
      var data = original
      let place = Int.random(in: 8..<8 + header, using: &generator)
      data[place] = UInt8.random(in: 32...126, using: &generator)
      try AtomicFile.write(data, to: path)
      do {
        _ = try Policy(path: path)
      } catch {
        let isTyped =
          isOfTask
          ? error is SafeTensorsError || error is ExperimentError : error is any GanglionError
        #expect(isTyped, "seed \(seed), round \(round): \(error)")
        #expect("\(error)".hasPrefix(path), "seed \(seed), round \(round): \(error)")
      }
    }
  }
}

@Suite struct GaitEvaluationTests {
  private func trial(
    _ outcome: Outcome, distance: Double
  ) throws -> (EpisodeResult, GaitMetrics?) {
    (try Fixture.result(outcome, distance: distance), nil)
  }

  @Test func countsAndMeans() throws {
    let summary = try GaitEvaluation(
      [
        trial(.completed, distance: 4), trial(.tippedOver, distance: 1),
        trial(.collapsed, distance: 1), trial(.diverged(.jointDrift), distance: 0),
      ], duration: 2)
    #expect(summary.episodes == 4)
    #expect(summary.falls == 2)
    #expect(summary.diverged == 1)
    #expect(summary.speed == 0.75)
    #expect(summary.gait.frequency == 0)
  }

  private func gait(_ values: [Double]) -> GaitMetrics {
    var gait = GaitMetrics()
    (gait.coneViolation, gait.nonFootContact) = (values[0], values[1])
    (gait.saturatedActions, gait.drift) = (values[2], values[3])
    (gait.headingChange, gait.peakJointRate) = (values[4], values[5])
    return gait
  }

  @Test func limitsAreMeansAndTheFastestJoint() throws {
    let lived = try Fixture.result(.completed, distance: 1)
    let summary = GaitEvaluation(
      [
        (lived, gait([0.1, 0.2, 0.3, 0.4, 0.5, 0.9])), (lived, nil),
        (lived, gait([0.3, 0.4, 0.5, 0.6, 0.7, 0.7])),
        (lived, gait([.nan, .nan, .nan, .nan, .nan, .infinity])),
      ], duration: 2)
    let data = try JSONEncoder().encode(summary)
    let record = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    let shown = try #require(record["gait"] as? [String: Double])
    for (key, value) in [
      "cone_violation": 0.2, "non_foot_contact": 0.3, "saturated_actions": 0.4,
      "drift_m_per_m": 0.5, "heading_change_rad": 0.6, "peak_joint_rate": 0.9,
    ] {
      #expect(abs((shown[key] ?? -1) - value) < 1e-12, "\(key): \(shown)")
    }
    #expect(try JSONDecoder().decode(GaitEvaluation.self, from: data) == summary)
  }

  /// Files of before the limits were measured say nothing of them, and are written as they were.
  @Test func olderEvaluationsRead() throws {
    let old = """
      {"cost_of_transport":1,"diverged":0,"episodes":2,"falls":0,"gait":{"duty_factor":0.5,\
      "frequency_hz":2,"slip_m_per_m":0.1},"joint_drift_m":0.001,"peak_power_w":9,"speed_mps":0.5}
      """
    let evaluation = try JSONDecoder().decode(GaitEvaluation.self, from: Data(old.utf8))
    #expect(evaluation.gait.slip == 0.1 && evaluation.gait.coneViolation == nil)
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    #expect(String(decoding: try encoder.encode(evaluation), as: UTF8.self) == old)
  }

  /// A state that is no longer finite must not keep a policy from being written.
  @Test func divergedTrialsKeepTheSummaryFinite() throws {
    let summary = try GaitEvaluation(
      [trial(.completed, distance: 4), trial(.diverged(.nonFiniteState), distance: .nan)],
      duration: 2)
    #expect(summary.speed == 1)
    _ = try JSONEncoder().encode(summary)
  }
}
