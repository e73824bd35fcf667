import Foundation
import Testing

/// From training to evaluation on a temporal task, with one tiny run.
@Suite struct TaskPipelineTests {
  let run: Tiny.Run
  let workplace: Workplace

  init() throws {
    run = try Tiny.taskRun()
    workplace = try Workplace()
  }

  @Test func trainReportsWhatScriptsRelyOn() throws {
    let data = Data(run.output.utf8)
    let json = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    let keys: Set = [
      "policy", "run", "wall_s", "generations", "environment_steps", "nonfinite_episodes",
      "failures", "evaluation",
    ]
    #expect(Set(json.keys) == keys)
    #expect(json["generations"] as? Int == 3)
    #expect(json["environment_steps"] as? Int == 3 * 8 * 40, "of 40 ticks")
    #expect(json["nonfinite_episodes"] as? Int == 0)
    let failures = try #require(json["failures"] as? [String: Int])
    #expect(
      failures == ["body": 0, "network": 0, "fitness": 0, "gradient": 0, "parameters": 0])
    let evaluation = try #require(json["evaluation"] as? [String: Any])
    let shares: Set = ["episodes", "noise", "accuracy", "late_accuracy", "accuracy_by_trial"]
    #expect(Set(evaluation.keys) == shares)
    #expect(evaluation["episodes"] as? Int == 12 && evaluation["noise"] as? Double == 0.1)
    let accuracy = try #require(evaluation["accuracy"] as? Double)
    #expect(accuracy >= 0 && accuracy <= 1 && evaluation["late_accuracy"] is Double)
    #expect((evaluation["accuracy_by_trial"] as? [Double])?.count == 4)
    #expect(run.errors.contains("generation 1/3"), "progress goes to stderr")
    #expect(run.errors.contains("accuracy") && run.errors.contains("late"))
  }

  @Test func trainWritesItsFolder() throws {
    let metrics = String(decoding: try run.workplace.read("run/metrics.csv"), as: UTF8.self)
    let rows = metrics.split(separator: "\n")
    #expect(rows.count == 4)
    let header =
      "generation,wall_s,environment_steps,loss,accuracy,late_accuracy,diverged_episodes,"
      + "gradient_norm,update_norm,firing_rate,selection_score,"
      + "physics_version,task_version,digest,"
      + "body_failures,network_failures,fitness_failures,gradient_failures,parameters_failures"
    #expect(rows[0] == header)
  }

  /// Neither the number of workers nor the way the experiment is named changes a byte.
  @Test(arguments: ["gradient", "evolution"])
  func theSavedExperimentTrainsTheSamePolicy(trainer: String) throws {
    let yaml = try workplace.write(Tiny.task, to: "task.yaml")
    let first = try workplace.ganglion(
      "train", yaml, "--trainer", trainer, "--output", "one", "--workers", "1", "--quiet")
    #expect(first.status == 0 && first.errors.isEmpty, "\(first.errors)")
    #expect(first.output.contains("\nanswers   ") && first.output.contains(" % right, "))
    let again = try workplace.ganglion(
      "train", "one/experiment.yaml", "--output", "two", "--workers", "3", "--quiet", "--json")
    #expect(try again.json()["generations"] as? Int == 3)
    let policies = try ["one", "two"].map { try workplace.read("\($0)/policy.safetensors") }
    #expect(policies[0] == policies[1])
    let own = try run.workplace.read("run/policy.safetensors")
    #expect((policies[0] == own) == (trainer == "gradient"))
  }

  /// What `train` found is what `evaluate` finds in the same episodes.
  @Test func evaluateRepeatsTheEvaluationOfTraining() throws {
    let data = Data(run.output.utf8)
    let json = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    let trained = try #require(json["evaluation"] as? [String: Any])
    let evaluated = try workplace.ganglion(
      "evaluate", run.policy, "--noise", "0.1", "--noise", "2", "--episodes", "12", "--output",
      "suite", "--json", "--quiet", "--workers", "2")
    #expect(evaluated.status == 0 && evaluated.errors.isEmpty, "\(evaluated.errors)")
    let summary = try evaluated.json()
    let keys: Set = ["suite", "suite_version", "seed", "policies", "across"]
    #expect(Set(summary.keys) == keys)
    let policy = try #require((summary["policies"] as? [[String: Any]])?.first)
    #expect(policy["name"] as? String == run.policy)
    #expect(policy["task"] as? String == "cue-association")
    let rows = try #require(policy["conditions"] as? [[String: Any]])
    #expect(rows.map { $0["noise"] as? Double } == [0.1, 2])
    #expect(rows.map { $0["seen_in_training"] as? Bool } == [true, false])
    for key in ["accuracy", "late_accuracy"] {
      let share = try #require(rows[0][key] as? [String: Double])
      #expect(Set(share.keys) == ["mean", "low", "high"])
      let difference = try #require(trained[key] as? Double) - (share["mean"] ?? .nan)
      #expect(abs(difference) < 1e-12, "\(key)")
    }
    #expect(rows[0]["accuracy_by_trial"] as? [Double] == trained["accuracy_by_trial"] as? [Double])
    let written = try JSONSerialization.jsonObject(with: workplace.read("suite/summary.json"))
    #expect((written as? NSDictionary) == (summary as NSDictionary))
    let table = String(decoding: try workplace.read("suite/suite.csv"), as: UTF8.self)
    #expect(table.hasPrefix("policy,noise,episode,trial,target,response,correct\r\n"))
    #expect(table.components(separatedBy: "\r\n").count == 1 + 2 * 12 * 4 + 1)
  }

  @Test func evaluatePrintsATable() throws {
    let result = try workplace.ganglion("evaluate", run.policy, run.policy, "--episodes", "4")
    #expect(result.status == 0)
    #expect(result.errors.contains("24 episodes"), "4 at each of six noises")
    #expect(result.output.contains("cue-association, 4 episodes at each noise"))
    #expect(result.output.contains("\n  0.10 *    "), "that of training is marked")
    #expect(result.output.contains("all 2 policies"))
  }
}
