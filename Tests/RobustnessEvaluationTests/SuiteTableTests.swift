import Locomotion
import RobustnessEvaluation
import Testing

/// A reader of RFC 4180 text, by the letter of it.
enum Table {
  static func fields(_ text: String) -> [[String]] {
    var rows: [[String]] = []
    var row: [String] = []
    var field = ""
    var isQuoted = false
    var characters = Array(text.unicodeScalars)[...]
    while let c = characters.popFirst() {
      if isQuoted {
        if c != "\"" {
          field.unicodeScalars.append(c)
        } else if characters.first == "\"" {
          characters.removeFirst()
          field.append("\"")
        } else {
          isQuoted = false
        }
      } else if c == "\"" {
        isQuoted = true
      } else if c == "," {
        row.append(field)
        field = ""
      } else if c == "\r", characters.first == "\n" {
        characters.removeFirst()
        rows.append(row + [field])
        (row, field) = ([], "")
      } else {
        field.unicodeScalars.append(c)
      }
    }
    return rows
  }

  static func rows(_ text: String) -> [[String: String]] {
    let all = fields(text)
    return all.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(all[0], $0)) }
  }
}

@Suite struct SuiteTableTests {
  @Test func oneRowATrialUnderTheHeader() throws {
    let gait = try Fixture.decode(
      GaitMetrics.self,
      """
      {"frequency": 1.5, "dutyFactor": 0.6, "slip": 0.1, "costOfTransport": 0.8,
       "jointDrift": 1e-5, "peakPower": 90}
      """)
    let results = [
      try Fixture.result(distance: 2, gait: gait),
      try Fixture.result(
        [Condition(.slope, severity: 2, onset: 0.5), Condition(.payload, severity: 1)],
        distance: -1, outcome: .diverged(.jointDrift), policy: "a, \"b\"\nc"),
    ]
    let fields = Table.fields(TrialResult.csv(results))
    #expect(fields.count == 3)
    #expect(fields[0] == TrialResult.header)
    #expect(
      fields[1] == [
        "p", "nominal", "7", "completed", "1.0", "2.0", "2.0", "1.5", "2.0", "0.8", "1.5", "0.6",
        "0.1", "90.0", "3", "00ff",
      ])
    #expect(
      fields[2] == [
        "a, \"b\"\nc", "slope:2@0.5s+payload:1", "7", "diverged:joint-drift", "1.0", "-1.0", "-1.0",
        "1.5", "2.0", "", "", "", "", "", "3", "00ff",
      ])
  }

  @Test func emptyTableHasAHeader() {
    #expect(TrialResult.csv([]) == TrialResult.header.joined(separator: ",") + "\r\n")
  }
}
