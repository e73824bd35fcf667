import Foundation
import Testing

/// `ganglion replay --against`: a trajectory is what it is said to be, or not.
@Suite struct AgainstTests {
  let workplace: Workplace

  init() throws { workplace = try Workplace() }

  private func replay(_ policy: String, _ arguments: String...) throws -> ProgramOutput {
    try workplace.start(["replay", policy] + arguments).finished()
  }

  @Test func aTrajectoryIsProven() throws {
    let policy = try Tiny.run().policy
    #expect(try replay(policy, "--seed", "4", "--csv", "t.csv").status == 0)
    let same = try replay(policy, "--seed", "4", "--against", "t.csv")
    #expect(same.status == 0, "\(same.errors)")
    #expect(same.output.contains("against   t.csv: identical, "))
    let json = try replay(policy, "--seed", "4", "--against", "t.csv", "--json").json()
    let against = try #require(json["against"] as? [String: Any])
    #expect(against["identical"] as? Bool == true && (against["rows"] as? Int ?? 0) > 10)
    let other = try replay(policy, "--seed", "5", "--against", "t.csv", "--quiet")
    #expect(other.status == 65 && other.errors.isEmpty, "\(other.errors)")
    #expect(other.output.contains("differs at line 2, base_x_m, after 0 equal rows"))
  }

  @Test func theFirstDifferenceIsPrintedWithBothValues() throws {
    let policy = try Tiny.run().policy
    _ = try replay(policy, "--csv", "t.csv")
    var lines = String(decoding: try workplace.read("t.csv"), as: UTF8.self)
      .components(separatedBy: "\r\n")
    var fields = lines[7].components(separatedBy: ",")
    let value = fields[2]
    fields[2] = "0.25"
    lines[7] = fields.joined(separator: ",")
    _ = try workplace.write(lines.joined(separator: "\r\n"), to: "u.csv")
    let run = try replay(policy, "--against", "u.csv")
    #expect(run.status == 65)
    #expect(
      run.output.contains(
        """
        against   u.csv: differs at line 8, base_y_m, after 6 equal rows
        recorded  0.25
        simulated \(value)
        """), "\(run.output)")
    let json = try replay(policy, "--against", "u.csv", "--json")
    #expect(json.status == 65)
    let against = try #require(try json.json()["against"] as? [String: Any])
    let difference = try #require(against["difference"] as? [String: Any])
    #expect(difference["line"] as? Int == 8 && difference["simulated"] as? String == value)
    lines[9] = "1,2"
    _ = try workplace.write(lines.joined(separator: "\r\n"), to: "v.csv")
    let damaged = try replay(policy, "--against", "v.csv")
    #expect(damaged.status == 65 && damaged.output.isEmpty)
    #expect(damaged.errors.contains("v.csv: line 10: found 2 fields"), "\(damaged.errors)")
    let missing = try replay(policy, "--against", "w.csv")
    #expect(missing.status == 74 && missing.errors.contains("w.csv: cannot read"))
  }

  @Test func aTaskIsProvenToo() throws {
    let policy = try Tiny.taskRun().policy
    #expect(try replay(policy, "--episode", "3", "--csv", "t.csv").status == 0)
    let same = try replay(policy, "--episode", "3", "--against", "t.csv")
    #expect(same.status == 0 && same.output.contains("t.csv: identical, 40 rows"), "\(same)")
    let other = try replay(policy, "--episode", "2", "--against", "t.csv")
    #expect(other.status == 65 && other.output.contains("differs at line "), "\(other)")
  }
}
