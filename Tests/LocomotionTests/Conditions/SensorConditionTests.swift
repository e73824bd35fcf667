import Foundation
import Locomotion
import RobotDescription
import Testing

@Suite("Faults of sensors") struct SensorConditionTests {
  private func observations(_ conditions: [Condition], seed: UInt64 = 7) throws -> [[Float]] {
    try Shipped.antObservations(conditions, duration: 3, seed: seed)
  }

  private var sensed: [Bool] {
    get throws {
      try ObservationLayout(Shipped.model("ant")).slices.flatMap { slice in
        Array(repeating: slice.group != .clock && slice.group != .command, count: slice.count)
      }
    }
  }

  @Test func latencyDelaysByExactlySoManySteps() throws {
    let (clean, sensed) = (try observations([]), try sensed)
    for severity in Condition.severities {
      for onset in [0, 25] {
        let late = try observations([
          Condition(.sensorLatency, severity: severity, onset: Double(onset) * 0.02)
        ])
        for (step, row) in late.enumerated() {
          let source = step < onset ? step : max(onset, step - severity)
          let wanted = zip(zip(clean[source], clean[step]), sensed).map { $1 ? $0.0 : $0.1 }
          #expect(row == wanted, "severity \(severity), step \(step)")
        }
      }
    }
  }

  @Test func biasIsAConstantOfEachChannel() throws {
    let (clean, sensed) = (try observations([]), try sensed)
    var errors: [Double] = []
    for seed in 1...30 as ClosedRange<UInt64> {
      let clean = seed == 7 ? clean : try observations([], seed: seed)
      let biased = try observations([Condition(.sensorBias, severity: 5)], seed: seed)
      for i in sensed.indices {
        let channel = zip(biased, clean).map { $0[i] - $1[i] }
        #expect(channel.allSatisfy { abs($0 - channel[0]) < 1e-6 }, "seed \(seed), channel \(i)")
        if sensed[i] { errors.append(Double(channel[0])) } else { #expect(channel[0] == 0) }
      }
    }
    let spread = (errors.reduce(0) { $0 + $1 * $1 } / Double(errors.count)).squareRoot()
    #expect(close(spread, 0.4, 4 * 0.4 / (2 * Double(errors.count)).squareRoot()), "\(spread)")
  }

  @Test func dropOutsHaveTheStatedRate() throws {
    let (clean, sensed) = (try observations([]), try sensed)
    for (severity, rate) in zip(Condition.severities, [0.05, 0.1, 0.2, 0.3, 0.5]) {
      let lossy = try observations([Condition(.sensorDropout, severity: severity)])
      var (lost, all) = (0, 0)
      for (a, b) in zip(lossy, clean) {
        for i in sensed.indices {
          #expect(a[i] == b[i] || a[i] == 0 && sensed[i])
          if sensed[i] && b[i] != 0 { (lost, all) = (lost + (a[i] == 0 ? 1 : 0), all + 1) }
        }
      }
      let tolerance = 5 * (rate * (1 - rate) / Double(all)).squareRoot()
      #expect(close(Double(lost) / Double(all), rate, tolerance), "severity \(severity)")
    }
  }

  @Test func frozenChannelsKeepTheValueOfTheOnset() throws {
    let (clean, sensed) = (try observations([]), try sensed)
    var counts: [Int] = []
    for severity in Condition.severities {
      let rows = try observations([Condition(.sensorFreeze, severity: severity, onset: 1, end: 2)])
      let frozen = sensed.indices.filter { i in
        rows[50..<100].allSatisfy { $0[i] == clean[50][i] } && rows[60][i] != clean[60][i]
      }
      for i in sensed.indices where !frozen.contains(i) {
        #expect(
          (50..<100).allSatisfy { rows[$0][i] == clean[$0][i] || rows[$0][i] == clean[50][i] })
      }
      #expect(rows[..<50] == clean[..<50] && rows[100...] == clean[100...], "only in its time")
      counts.append(frozen.count)
    }
    #expect(counts == counts.sorted() && counts[0] < counts[4] && counts[4] > 5, "\(counts)")
  }

  /// Gravity keeps its length and turns away at the stated rate, and so does the heading.
  @Test func inertialUnitsDrift() throws {
    let layout = ObservationLayout(try Shipped.model("ant"))
    let clean = try observations([])
    let drifted = try observations([Condition(.imuDrift, severity: 3)])
    let at = { (group: ObservationLayout.Group) in layout.slices.first { $0.group == group }!.offset
    }
    let (gravity, heading) = (at(.gravity), at(.heading))
    for (step, (a, b)) in zip(drifted, clean).enumerated() {
      let angle = 4 * Double.pi / 180 * 0.02 * Double(step + 1)
      // A radian is shown as 3.
      #expect(close(abs(Double(a[heading] - b[heading])) / 3, angle, 1e-5))
      let (u, v) = (
        (0..<3).map { Double(a[gravity + $0]) }, (0..<3).map { Double(b[gravity + $0]) }
      )
      #expect(close(u.reduce(0) { $0 + $1 * $1 }, v.reduce(0) { $0 + $1 * $1 }, 1e-5))
      let cosine = zip(u, v).reduce(0) { $0 + $1.0 * $1.1 }
      #expect(cosine >= cos(angle) - 1e-5, "turned by no more than the angle")
      for i in a.indices where i != heading && !(gravity..<gravity + 3).contains(i) {
        #expect(a[i] == b[i])
      }
    }
  }
}
