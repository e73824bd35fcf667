import Execution
import Locomotion

/// How one episode went over time.
struct LifeRecord: Sendable, Equatable {
  var result: EpisodeResult
  /// Planned length [s].
  var duration: Double
  /// [s]
  var controlPeriod: Double
  /// Way along the commanded heading and to its left [m]: 0, then after each control step.
  var way, drift: [Double]
  /// One a second, for as long as the life lasted.
  var samples: [NetworkSample]

  /// Mean speed over a stretch of the planned life [m/s], along the commanded heading. After a fall
  /// the way no longer grows; of a life that diverges nothing counts.
  func speed(in stretch: Range<Double>) -> Double { speed(along: way, in: stretch) }

  /// The same whatever the direction, at least 0.
  func pace(in stretch: Range<Double>) -> Double {
    let (ahead, aside) = (speed(along: way, in: stretch), speed(along: drift, in: stretch))
    return (ahead * ahead + aside * aside).squareRoot()
  }

  /// Mean speed over the planned life [m/s], as ``TrialResult/speed``.
  var speed: Double {
    result.outcome.isDiverged ? 0 : way[way.count - 1] / duration
  }

  /// Whether the life ended before `time` [s].
  func isOver(by time: Double) -> Bool {
    result.outcome != .completed && result.duration <= time + 1e-9
  }

  /// The last sample up to `time` [s]; nil where the life was over before.
  func sample(at time: Double) -> NetworkSample? {
    guard !isOver(by: time) else { return nil }
    return samples.last { $0.time <= time + 1e-9 }
  }

  private func speed(along way: [Double], in stretch: Range<Double>) -> Double {
    guard !result.outcome.isDiverged else { return 0 }
    func place(_ time: Double) -> Double {
      way[min(Int((time / controlPeriod).rounded()), way.count - 1)]
    }
    return (place(stretch.upperBound) - place(stretch.lowerBound))
      / (stretch.upperBound - stretch.lowerBound)
  }

  /// The planned life cut into stretches of `width` seconds; the last may be shorter.
  static func stretches(of duration: Double, width: Double) -> [Range<Double>] {
    let count = max(Int((duration / width - 1e-9).rounded(.up)), 1)
    return (0..<count).map {
      Double($0) * width..<min(Double($0 + 1) * width, duration)
    }
  }
}

extension LifeRecord: Portable {
  func write(to wire: inout WireWriter) {
    wire.write(result)
    for number in [duration, controlPeriod] { wire.write(number) }
    for track in [way, drift] { wire.write(track) }
    wire.write(samples)
  }

  init(from wire: inout WireReader) throws {
    self.init(
      result: try wire.read(), duration: try wire.read(),
      controlPeriod: try wire.read(), way: try wire.read(), drift: try wire.read(),
      samples: try wire.read())
  }
}
