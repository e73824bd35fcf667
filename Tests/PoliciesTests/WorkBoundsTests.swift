import FileFormats
import Foundation
import Locomotion
import Policies
import RobotDescription
import TemporalTasks
import TestSupport
import Testing

/// What settings come to together is bounded, and told before anything is begun.
@Suite struct WorkBoundsTests {
  private func error(_ assignments: String...) -> String {
    do {
      _ = try ExperimentFile.set(assignments, on: Experiment())
      return ""
    } catch { return "\(error)" }
  }

  @Test func productsAreBounded() {
    let episodes = error("evolution.population=100000", "evolution.episodes=1000")
    #expect(
      episodes.contains("100000 candidates in 1000 episodes each, 100000000 a generation")
        && episodes.contains("at most 1000000"), "\(episodes)")
    let layers = error("network.hidden=[\(repeatElement("4", count: 65).joined(separator: ","))]")
    #expect(layers.contains("65 layers") && layers.contains("at most 64"), "\(layers)")
    let wide = error("network.hidden=[\(repeatElement("4096", count: 20).joined(separator: ","))]")
    #expect(wide.contains("about 318767104.0 connections"), "\(wide)")
    #expect(
      error("network.hidden=[\(repeatElement("64", count: 64).joined(separator: ","))]") == "")
  }

  @Test func textsAndListsAreShort() {
    #expect(error("name=\(String(repeating: "a", count: 201))").contains("201 bytes"))
    let patterns = repeatElement("a", count: 257).joined(separator: ",")
    #expect(error("freeze=[\(patterns)]").contains("257 patterns"))
    let kinds = repeatElement("push", count: 257).joined(separator: ",")
    #expect(error("randomisation.conditions=[\(kinds)]").contains("257 kinds"))
  }

  /// A robot whose control period is `period` [s].
  private func robot(_ period: String, step: String) throws -> RobotModel {
    let source = try Fixture.robot("ant").source
    let profile = "physics: {step: \(step)}\ncontrol: {period: \(period)}\n"
    return try RobotModel(urdf: source.urdf, urdfName: "u", profile: profile, profileName: "p")
  }

  private func refusal(_ assignments: [String], period: String, step: String) throws -> String {
    let experiment = try ExperimentFile.set(assignments, on: Fixture.experiment())
    do {
      try experiment.check(robot(period, step: step), place: "e")
      return ""
    } catch let error as ExperimentError { return "\(error)" }
  }

  @Test func episodesHaveControlSteps() throws {
    let short = try refusal(["task.duration=0.4"], period: "1", step: "0.01")
    #expect(
      short.contains("e: task.duration: found 0.4 s, with a control period of 1.0 s")
        && short.contains("1 to 100000000 control steps"), "\(short)")
    let test = try refusal(
      ["evaluation.duration=86400"], period: "1e-4", step: "1e-4")
    #expect(test.contains("evaluation.duration: found 86400.0 s"), "\(test)")
    let many = try refusal(
      ["evolution.population=100000", "task.duration=10000"], period: "0.01", step: "0.01")
    #expect(many.contains("200000 ") || many.contains("control steps a generation"), "\(many)")
    #expect(try refusal([], period: "0.02", step: "0.005") == "")
  }

  @Test func aPolicyOfAPeriodBeyondItsEpisodesIsRefused() throws {
    var policy = try Fixture.policy()
    policy.robot = try robot("10", step: "0.01")
    let data = try policy.encoded()
    let error = #expect(throws: ExperimentError.self) { try Policy(decoding: data, path: "p") }
    #expect(error?.place == "p (experiment)" && error?.key == "task.duration")
  }

  /// A policy names a folder of this machine: nothing opens it.
  @Test func aPolicyOpensNoFolder() throws {
    var task = OneShotRecognition()
    var experiment = Experiment(TemporalOptions(task))
    experiment.network.hidden = [4]
    var policy = try Fixture.policy(experiment)
    (task.folder, task.heldOutFolder) = ("/etc", "/root")
    policy.experiment.task = .temporal(TemporalOptions(task))
    let foreign = try Policy(decoding: policy.encoded(), path: "p")
    let own = #expect(throws: ExperimentError.self) {
      try foreign.requireTemporal(path: "p").loaded()
    }
    #expect(own?.key == "task.folder" && own?.expected.contains("--set task.folder=") == true)

    let half = try foreign.granting(["task.folder=/nowhere"])
    let other = #expect(throws: ExperimentError.self) {
      try half.requireTemporal(path: "p").loaded()
    }
    #expect(other?.key == "task.held_out_folder" && other?.found == "\"/root\"")

    let granted = try foreign.granting(["task.folder=/no", "task.held_out_folder=/where"])
    let tried = #expect(throws: ExperimentError.self) {
      try granted.requireTemporal(path: "p").loaded()
    }
    #expect(tried?.place == "/no", "the user's own is opened")

    #expect(throws: ExperimentError.self) { try foreign.granting(["seed=3"]) }
    #expect(throws: ExperimentError.self) { try Fixture.policy().granting(["task.folder=/"]) }
    #expect(throws: ExperimentError.self) {
      try Fixture.policy(Fixture.taskExperiment()).granting(["task.folder=/"])
    }
  }
}
