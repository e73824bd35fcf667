import NumericalMethods
import Testing

@Suite struct RunningMomentsTests {
  /// However the sample comes in parts, moments are those of the whole.
  @Test func partsMakeTheWhole() {
    var stream = RandomStream(seed: 3, purpose: .test)
    let rows = (0..<3 * 57).map { Float(5 + Double($0 % 3) * stream.gaussian()) }
    var moments = RunningMoments(channels: 3)
    for part in [0..<3, 3..<60, 60..<60, 60..<171] { moments.add(Array(rows[part])) }
    for channel in 0..<3 {
      let values = stride(from: channel, to: rows.count, by: 3).map { Double(rows[$0]) }
      #expect(abs(moments.means[channel] - Statistics.mean(values)) < 1e-12)
      let variance = Statistics.variance(values, degreesOfFreedomRemoved: 0)
      #expect(abs(moments.variances[channel] - variance) < 1e-10)
    }
    let normal = moments.normalise(rows)
    let second = stride(from: 1, to: rows.count, by: 3).map { Double(normal[$0]) }
    #expect(abs(Statistics.mean(second)) < 1e-5)
    #expect(abs(Statistics.variance(second, degreesOfFreedomRemoved: 0) - 1) < 1e-4)
  }

  /// Row by row, as one batch, and as samples merged: the same moments.
  @Test(arguments: [7, 8] as [UInt64]) func rowsAndMergedSamplesMakeTheWhole(seed: UInt64) {
    var stream = RandomStream(seed: seed, purpose: .test)
    let rows = (0..<2 * 90).map { Float(1000 * Double($0 % 2) + stream.gaussian()) }
    var whole = RunningMoments(channels: 2)
    whole.add(rows)
    var merged = RunningMoments(channels: 2)
    var life = RunningMoments(channels: 2)
    for row in 0..<90 {
      rows.withUnsafeBufferPointer {
        life.add(row: $0.span.extracting(2 * row..<2 * row + 2))
      }
      guard [3, 4, 50, 89].contains(row) else { continue }
      merged.merge(life)
      life.reset()
      #expect(life == RunningMoments(channels: 2))
    }
    merged.merge(life)
    #expect(merged.count == 90 && whole.count == 90)
    for channel in 0..<2 {
      #expect(abs(merged.means[channel] - whole.means[channel]) < 1e-10, "seed \(seed)")
      #expect(abs(merged.variances[channel] - whole.variances[channel]) < 1e-9, "seed \(seed)")
    }
  }

  @Test func aSampleIsKnownByItsMoments() {
    var moments = RunningMoments(channels: 1)
    moments.add([1, 3])
    let copy = RunningMoments(count: 2, means: [2], variances: [1])
    #expect(copy == moments && moments.isFinite)
    moments.add([.nan])
    #expect(!moments.isFinite)
  }

  @Test func beforeTheFirstSampleNothingChangesButFarOutliers() {
    let moments = RunningMoments(channels: 2)
    #expect(moments.normalise([1, -2, 300, 0], limit: 10) == [1, -2, 10, 0])
  }
}
