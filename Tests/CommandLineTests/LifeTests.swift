import Foundation
import Testing

/// Studies of what happens within a life, as commands.
@Suite struct LifeTests {
  let policy: String
  let workplace: Workplace

  init() throws {
    policy = try Tiny.run().policy
    workplace = try Workplace()
  }

  private func evaluate(_ arguments: String...) throws -> ProgramOutput {
    try workplace.start(["evaluate", policy] + arguments).finished()
  }

  @Test func workersWriteTheSameFiles() throws {
    let same = try workplace.copy(policy, to: "same.safetensors")
    for workers in ["1", "2"] {
      let result = try evaluate(
        "--dividend", "--lifespan", "--episodes", "2", "--condition", "payload:3@1.6s", "--fixed",
        same, "--workers", workers, "--output", workers, "--quiet")
      #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
      #expect(
        result.output.contains("plasticity dividend")
          && result.output.contains("20 × (8 s)"))
    }
    let again = try evaluate(
      "--dividend", "--lifespan", "--episodes", "2", "--condition", "payload:3@1.6s", "--fixed",
      same, "--output", "2")
    #expect(again.errors.contains("32 of them already in 2"), "\(again.errors)")
    for name in ["dividend.csv", "dividend.json", "lifespan.csv", "summary.json", "report.html"] {
      #expect(try workplace.read("1/" + name) == workplace.read("2/" + name), "\(name)")
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: workplace.file("1"))
    #expect(
      Set(names) == [
        ".ganglion", "dividend.csv", "dividend.json", "lifespan.csv", "summary.json",
        "report.html",
      ])
    let rows = String(decoding: try workplace.read("1/dividend.csv"), as: UTF8.self)
      .components(separatedBy: "\r\n").dropLast()
    // Seven states and another policy, the nominal world and one condition, two seeds.
    #expect(rows.count == 1 + (7 + 1) * 2 * 2)
  }

  @Test func keysThatScriptsRelyOn() throws {
    let result = try evaluate(
      "--dividend", "--lifespan", "--suite", "quick", "--episodes", "1", "--condition",
      "payload:3@1.6s", "--output", "all", "--json", "--quiet")
    #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
    let json = try result.json()
    #expect(json["suite"] as? String == "quick" && json["policies"] is [Any])
    let dividend = try #require(json["dividend"] as? [String: Any])
    #expect(dividend["duration_s"] as? Double == 3.2 && dividend["episodes"] as? Int == 1)
    let studied = try #require((dividend["arms"] as? [[String: Any]])?.first)
    let conditions = try #require(studied["conditions"] as? [[String: Any]])
    #expect(conditions.compactMap { $0["condition"] as? String } == ["nominal", "payload:3@1.6s"])
    let contrast = try #require((conditions[1]["contrasts"] as? [[String: Any]])?.first)
    #expect(contrast["contrast"] as? String == "learning")
    #expect(conditions[1]["change_s"] as? Double == 1.6 && conditions[1]["verdicts"] is [String])
    let state = try #require((conditions[0]["states"] as? [[String: Any]])?.first)
    #expect((state["speed_by_second_mps"] as? [Any])?.count == 4)
    let cost = try #require(state["cost"] as? [String: Any])
    #expect(cost["synaptic_operations_per_step"] is Double)
    let lifespan = try #require(json["lifespan"] as? [String: Any])
    let lived = try #require((lifespan["policies"] as? [[String: Any]])?.first)
    #expect(lived["horizon_s"] as? Double == 0.4)
    let written = try JSONSerialization.jsonObject(with: workplace.read("all/summary.json"))
    #expect((written as? NSDictionary) == (json as NSDictionary))
    let page = String(decoding: try workplace.read("all/report.html"), as: UTF8.self)
    for id in ["conditions", "dividend", "lifespan", "worst"] {
      #expect(page.contains("<section id=\"\(id)\">"), "\(id)")
    }
  }

  @Test func usageErrors() throws {
    func expect(
      _ status: Int32, _ arguments: [String], _ part: String,
      location: Testing.SourceLocation = #_sourceLocation
    ) throws {
      let result = try workplace.start(["evaluate"] + arguments).finished()
      #expect(result.status == status, "\(result.errors)", sourceLocation: location)
      #expect(result.output.isEmpty, sourceLocation: location)
      #expect(result.errors.contains(part), "\(result.errors)", sourceLocation: location)
    }
    let task = try Tiny.taskRun().policy
    for study in ["--dividend", "--lifespan"] {
      try expect(64, [task, study], "for walking policies")
    }
    try expect(64, [policy, "--fixed", "q"], "--fixed is for --dividend")
    try expect(64, [policy, "--condition", "slope:1"], "--condition is for --dividend")
    try expect(64, [policy, "--lifespan", "--duration", "4"], "--duration is for --dividend")
    try expect(64, [policy, "--dividend", "--duration", "nan"], "--duration is nan")
    try expect(64, [policy, "--freeze-at", "1"], "--freeze-at is for --dividend")
    try expect(64, [policy, "--dividend", "--freeze-at=-1"], "--freeze-at is -1")
    try expect(64, [policy, policy], "found two of this name")
    try expect(64, ["--arm", "a=\(policy)", "--arm", "a=\(policy)"], "both of training seed")
    try expect(64, ["--arm", "a"], "--arm: found 'a', expected NAME=FILES")
    try expect(64, ["--arm", "a=/nowhere/*.safetensors"], "no file matches")
    try expect(64, [policy, "--headroom", "a=b"], "--headroom: no arm 'a'")
    try expect(64, [task, "--arm", "a=\(policy)"], "--arm is for walking policies")
    try expect(64, [policy, "--dividend", "--condition", "slope:1@3.2s"], "slope:1@3.2s begins")
    try expect(65, [policy, "--dividend", "--condition", "nonsense"], "nonsense")
    try expect(74, [policy, "--dividend", "--fixed", "no.safetensors"], "no.safetensors")
    let fixed = Workplace.package + "/policies/ant/fixed.safetensors"
    try expect(65, [fixed, "--dividend", "--episodes", "1"], "no plastic synapses")
    let other = Workplace.package + "/policies/hexapod/plastic.safetensors"
    try expect(65, [policy, "--dividend", "--fixed", other], "for another robot")
  }
}
