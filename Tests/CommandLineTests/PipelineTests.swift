import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// From training to replay, with one tiny run.
@Suite struct PipelineTests {
  let run: Tiny.Run
  let workplace: Workplace

  init() throws {
    run = try Tiny.run()
    workplace = try Workplace()
  }

  @Test func trainReportsWhatScriptsRelyOn() throws {
    let data = Data(run.output.utf8)
    let json = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(json["policy"] as? String == "run/policy.safetensors")
    #expect(json["run"] as? String == "run")
    #expect(json["generations"] as? Int == 3)
    #expect(json["environment_steps"] is Int && json["nonfinite_episodes"] as? Int == 0)
    #expect(json["wall_s"] is Double)
    let evaluation = try #require(json["evaluation"] as? [String: Any])
    #expect(evaluation["episodes"] as? Int == 2)
    #expect(evaluation["falls"] is Int)
    #expect(evaluation["speed_mps"] is Double && evaluation["cost_of_transport"] is Double)
    let gait = try #require(evaluation["gait"] as? [String: Any])
    let keys: Set = [
      "frequency_hz", "duty_factor", "slip_m_per_m", "cone_violation", "non_foot_contact",
      "saturated_actions", "drift_m_per_m", "heading_change_rad", "peak_joint_rate",
    ]
    #expect(Set(gait.keys) == keys)
    #expect(run.errors.contains("generation 1/3"), "progress goes to stderr")
  }

  @Test func trainWritesItsFolder() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: run.workplace.file("run"))
    let expected: Set = [
      ".ganglion", "experiment.yaml", "metrics.csv", "checkpoints", "policy.safetensors",
      "log.jsonl", "gait.html",
    ]
    #expect(Set(names) == expected)
    let metrics = String(decoding: try run.workplace.read("run/metrics.csv"), as: UTF8.self)
    #expect(metrics.split(separator: "\n").count == 4)
  }

  /// The experiment that a run saved trains the same policy again.
  @Test func theSavedExperimentTrainsTheSamePolicy() throws {
    let yaml = run.workplace.file("run/experiment.yaml")
    let again = try workplace.ganglion(
      "train", yaml, "--output", "again", "--workers", "2", "--quiet")
    #expect(again.status == 0)
    #expect(again.errors.isEmpty, "--quiet: \(again.errors)")
    #expect(again.output.contains("policy    again/policy.safetensors"))
    #expect(
      try workplace.read("again/policy.safetensors")
        == run.workplace.read("run/policy.safetensors"))
  }

  /// The rules of a policy, sought alone; `--search rules` brings the granularity that it needs.
  @Test func aSearchGoesOnFromAPolicy() throws {
    let trained = try workplace.start(
      Tiny.train + [
        "--search", "rules", "--strategy", "cma-es", "--start", run.policy, "--generations", "2",
        "--output", "rules", "--quiet", "--json",
      ]
    ).finished()
    #expect(trained.status == 0, "\(trained.errors)")
    let yaml = String(decoding: try workplace.read("rules/experiment.yaml"), as: UTF8.self)
    for line in ["strategy: cma-es", "search: rules", "granularity: population", "start: /"] {
      #expect(yaml.contains(line), "\(line)")
    }
    let replay = try workplace.ganglion("replay", "rules/policy.safetensors", "--json")
    #expect(replay.status == 0, "\(replay.errors)")
  }

  @Test func replayRepeatsEvaluation() throws {
    let evaluated = try workplace.ganglion(
      "evaluate", run.policy, "--episodes", "1", "--workers", "2", "--seed", "4", "--output",
      "suite", "--json", "--quiet")
    #expect(evaluated.status == 0)
    #expect(evaluated.errors.isEmpty)
    try expectSummary(try evaluated.json())
    let table = String(decoding: try workplace.read("suite/suite.csv"), as: UTF8.self)
    let rows = table.components(separatedBy: "\r\n").dropLast()
      .map { $0.components(separatedBy: ",") }
    let header = rows[0]
    func field(_ name: String, of row: [String]) throws -> String {
      row[try #require(header.firstIndex(of: name))]
    }
    #expect(rows.count == 22)
    for index in [1, 9, 18, rows.count - 1] {
      let condition = try field("condition", of: rows[index])
      let replayed = try workplace.ganglion(
        "replay", run.policy, "--condition", condition, "--seed",
        try field("seed", of: rows[index]), "--json")
      #expect(replayed.status == 0)
      let json = try replayed.json()
      #expect(json["digest"] as? String == (try field("digest", of: rows[index])), "\(condition)")
      #expect(json["outcome"] as? String == (try field("outcome", of: rows[index])))
    }
  }

  private func expectSummary(_ json: [String: Any]) throws {
    #expect(json["suite"] as? String == "quick")
    #expect(json["suite_version"] is Int)
    #expect((json["comparisons"] as? [Any])?.isEmpty == true)
    let policies = try #require(json["policies"] as? [[String: Any]])
    #expect(policies.count == 1)
    #expect(policies[0]["name"] as? String == run.policy)
    let nominal = try #require(policies[0]["nominal"] as? [String: Any])
    #expect(nominal["episodes"] as? Int == 1)
    #expect(nominal["speed_mps"] is Double && nominal["falls"] is Int)
    #expect(nominal["cone_violation"] is Double)
    let conditions = try #require(policies[0]["conditions"] as? [[String: Any]])
    #expect(conditions.count == 20)
    for condition in conditions {
      let retained = try #require(condition["retained"] as? [String: Any])
      #expect(Set(retained.keys) == ["iqm", "low", "high"])
      #expect(condition["name"] is String && condition["severity"] is Int)
      #expect(condition["falls"] is Int && condition["seen_in_training"] is Bool)
    }
    let written = try JSONSerialization.jsonObject(with: workplace.read("suite/summary.json"))
    #expect((written as? NSDictionary) == (json as NSDictionary))
  }

  @Test func policiesAreCompared() throws {
    let result = try workplace.ganglion(
      "evaluate", run.policy, try workplace.copy(run.policy, to: "same.safetensors"), "--episodes",
      "1", "--json")
    let comparisons = try #require(try result.json()["comparisons"] as? [[String: Any]])
    let probability = try #require(
      comparisons.first?["probability_of_improvement"] as? [String: Any])
    #expect(probability["estimate"] as? Double == 0.5)
    #expect(result.errors.contains("episodes"))
  }

  @Test func replayWritesTableAndPicture() throws {
    let result = try workplace.ganglion(
      "replay", run.policy, "--csv", "gait.csv", "--svg", "gait.svg", "--json", "--seed", "3",
      "--quiet")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.errors.isEmpty)
    let json = try result.json()
    for key in ["reward", "distance_m", "duration_s"] { #expect(json[key] is Double) }
    #expect(json["outcome"] as? String == "completed")
    #expect((json["digest"] as? String)?.count == 16)
    let csv = String(decoding: try workplace.read("gait.csv"), as: UTF8.self)
    let lines = csv.components(separatedBy: "\r\n").dropLast()
    #expect(lines.count == 1 + 160, "3.2 s of 20 ms steps")
    let header = lines[0].components(separatedBy: ",")
    for name in [
      "time_s", "base_x_m", "base_qw", "base_vx_mps", "joint_fl_hip_pos_rad",
      "joint_fl_hip_vel_radps", "joint_fl_hip_torque_nm", "reward",
    ] {
      #expect(header.contains(name), "\(name)")
    }
    let isFull = lines.dropFirst().allSatisfy {
      let fields = $0.components(separatedBy: ",")
      return fields.count == header.count && fields.allSatisfy { Double($0)?.isFinite == true }
    }
    #expect(isFull)
    let svg = XMLParser(data: try workplace.read("gait.svg"))
    #expect(svg.parse(), "\(String(describing: svg.parserError))")
  }

  @Test func replayPrintsText() throws {
    let result = try workplace.ganglion("replay", run.policy, "--duration", "1")
    #expect(result.status == 0)
    #expect(result.output.hasPrefix("outcome   "))
    #expect(result.output.contains("\ndigest    "))
  }
}
