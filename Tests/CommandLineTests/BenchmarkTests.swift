import Foundation
import Testing

@Suite struct BenchmarkTests {
  let workplace: Workplace

  init() throws { workplace = try Workplace() }

  /// One table for each robot, one row for each solver and step, whose keys the help names.
  @Test func physicsIsMeasured() throws {
    let result = try workplace.ganglion(
      "benchmark", "ant", "--physics-only", "--episodes", "2", "--json")
    #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
    let tables = try result.json()
    #expect(Array(tables.keys) == ["ant"])
    let rows = try #require(tables["ant"] as? [[String: Any]])
    let help = try workplace.ganglion("benchmark", "--help").output
    let keys = [
      "cone_violation", "energy_gain", "joint_drift", "microseconds", "restlessness", "solver",
      "step", "unsolved", "way_error",
    ]
    for row in rows {
      #expect(row.keys.sorted() == keys)
      for key in keys where key != "solver" {
        let value = try #require(row[key] as? Double, "\(key)")
        #expect(value.isFinite && value >= 0, "\(key)")
      }
    }
    for key in keys { #expect(help.contains(key), "\(key) is explained") }
    func column<T>(_ key: String) -> [T] { rows.compactMap { $0[key] as? T } }
    let iterative = "iterative, 50 iterations"
    #expect(
      column("solver") == ["tree", "tree", "tree", iterative, iterative, "direct", "direct"])
    #expect(column("step") == [0.01, 0.005, 0.0025, 0.01, 0.005, 0.01, 0.005])
    // What the solvers differ in: the tree's friction is within the cone, the direct one's is not.
    let violation: [Double] = column("cone_violation")
    #expect(violation[..<3].allSatisfy { $0 < 1e-9 }, "\(violation)")
    #expect(violation[5...].allSatisfy { $0 > 0.01 }, "\(violation)")
    // A finer step is nearer to the finest and parts joints less.
    let (ways, drifts): ([Double], [Double]) = (column("way_error"), column("joint_drift"))
    #expect(drifts[0] > drifts[1] && drifts[1] > drifts[2], "\(drifts)")
    #expect(ways.allSatisfy { $0 > 0 }, "\(ways)")
    let text = try workplace.ganglion("benchmark", "ant", "--physics-only", "--episodes", "1")
    #expect(text.status == 0)
    #expect(text.output.hasPrefix("ant\n| solver | step ms | "), "\(text.output)")
    #expect(text.output.split(separator: "\n").count == 3 + rows.count)
  }

  @Test func oneThingAtATime() throws {
    let only = ["--network-only", "--physics-only", "--training-only"]
    for pair in [[0, 1], [0, 2], [1, 2]] {
      let result = try workplace.start(["benchmark"] + pair.map { only[$0] }).finished()
      #expect(result.status == 64 && result.output.isEmpty, "\(result.errors)")
      #expect(result.errors.contains("exclude each other"), "\(result.errors)")
    }
    for flag in only {
      let result = try workplace.ganglion("benchmark", flag, "--peer", "nowhere")
      #expect(result.status == 64 && result.output.isEmpty, "\(result.errors)")
      #expect(result.errors.contains("--peer"), "\(result.errors)")
    }
    let none = try workplace.ganglion("benchmark", "--physics-only", "--episodes", "0")
    #expect(none.status == 64 && none.errors.contains("--episodes is 0, expected 1 to 1000"))
  }
}
