import Locomotion
import Testing
@testable import RobustnessEvaluation

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
       "jointDrift": 1e-5, "peakPower": 90, "coneViolation": 0.07, "nonFootContact": 0.02,
       "saturatedActions": 0.3, "peakJointRate": 0.9, "driftMPerM": 0.05, "headingChangeRad": 0.2}
      """)
    let results = [
      try Fixture.result(distance: 2, gait: gait),
      try Fixture.result(
        [Condition(.slope, severity: 2, onset: 0.5), Condition(.payload, severity: 1)],
        distance: -1, outcome: .diverged(.jointDrift), policy: "a, \"b\"\nc", twin: 4),
      try Fixture.result(
        [Condition(.slope, severity: 3, onset: 2, end: 3.5)], distance: 1, outcome: .tippedOver,
        twin: 4),
    ]
    let text = TrialResult.csv(results)
    #expect(Table.fields(text)[0] == TrialResult.header)
    #expect(Table.fields(text).allSatisfy { $0.count == TrialResult.header.count })
    let rows = Table.rows(text)
    #expect(rows.count == 3)
    #expect(TrialResult.header.last == "cone_violation")
    expect(
      rows[0],
      [
        "policy": "p", "condition": "nominal", "kind": "", "severity": "0", "onset_s": "0.0",
        "seed": "7", "outcome": "completed", "fall_reason": "", "time_to_fall_s": "",
        "duration_s": "1.0", "distance_m": "2.0", "speed_mps": "2.0", "twin_speed_mps": "2.0",
        "retained": "1.0", "reward": "1.5", "work_j": "2.0", "cost_of_transport": "0.8",
        "frequency_hz": "1.5", "duty_factor": "0.6", "slip_m_per_m": "0.1",
        "peak_power_w": "90.0", "cone_violation": "0.07", "contact_cap_hits": "3", "digest": "00ff",
      ])
    expect(
      rows[1],
      [
        "policy": "a, \"b\"\nc", "condition": "slope:2@0.5s+payload:1",
        "kind": "slope+payload", "severity": "2", "onset_s": "0.5",
        "outcome": "diverged:joint-drift", "fall_reason": "", "distance_m": "-1.0",
        "speed_mps": "0.0", "retained": "0.0", "cost_of_transport": "", "frequency_hz": "",
        "duty_factor": "", "slip_m_per_m": "", "peak_power_w": "", "cone_violation": "",
      ])
    expect(
      rows[2],
      [
        "kind": "slope", "onset_s": "2.0", "end_s": "3.5", "fall_reason": "tipped-over",
        "time_to_fall_s": "1.0",
        "twin_speed_mps": "4.0", "retained": "0.25", "speed_error_mps": "1.0",
      ])
  }

  private func expect(
    _ row: [String: String], _ expected: [String: String],
    location: Testing.SourceLocation = #_sourceLocation
  ) {
    for (name, text) in expected {
      #expect(row[name] == text, "\(name)", sourceLocation: location)
    }
  }

  @Test func emptyTableHasAHeader() {
    #expect(TrialResult.csv([]) == TrialResult.header.joined(separator: ",") + "\r\n")
  }
}
