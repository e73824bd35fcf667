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

  @Test func beforeTheFirstSampleNothingChangesButFarOutliers() {
    let moments = RunningMoments(channels: 2)
    #expect(moments.normalise([1, -2, 300, 0], limit: 10) == [1, -2, 10, 0])
  }
}
