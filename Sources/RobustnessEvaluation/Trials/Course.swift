import Locomotion
import NumericalMethods
import RobotDescription

/// Where a robot was along its commanded heading at every control step of a life, and its speeds
/// over parts of it.
struct Course {
  /// Way [m] after 0, 1, … control steps; at least one entry.
  let positions: [Double]
  /// Time of a control step [s].
  let period: Double
  /// Planned length of the life [s].
  let planned: Double

  /// Share of the earlier speed at which a robot counts as recovered.
  static let recoveredShare = 0.9
  /// Time over which speed is averaged to smooth the gait out of it [s].
  static let smoothing = 1.0
  /// Time that the robot is given to get going [s].
  static let warmUp = 1.0

  /// Mean speed before the first change [m/s], leaving out the first second where more than two
  /// have passed by then. Nil for conditions of the whole life, and where the life ended earlier.
  func speedBefore(_ conditions: [Condition]) -> Double? {
    let onset = conditions.onset
    let end = step(onset)
    guard onset > 0, end < positions.count, end > 0 else { return nil }
    let start = onset > 2 * Self.warmUp ? step(Self.warmUp) : 0
    return speed(start, end)
  }

  /// ``PrimaryMeasure`` [m/s], or the same from `delay` seconds later on. A measure that would
  /// begin after the life has the last control step.
  func primary(
    _ measure: PrimaryMeasure, _ conditions: [Condition], outcome: Outcome, delay: Double = 0
  ) -> Double {
    guard !outcome.isDiverged else { return 0 }
    let last = max(step(planned) - 1, 0)
    let start = min(step(conditions.onset + measure.settlingS + delay), last)
    guard start < positions.count else { return 0 }
    let way = positions[positions.count - 1] - positions[start]
    return way.isFinite ? way / (planned - Double(start) * period) : 0
  }

  /// Mean speed from the last change to the planned end of the life [m/s], so that a fall costs
  /// speed; 0 for a diverged trial. Nil for conditions of the whole life, and where the life ended
  /// earlier.
  func speedAfter(_ conditions: [Condition], outcome: Outcome) -> Double? {
    let start = step(conditions.settled)
    let left = planned - conditions.settled
    guard start > 0, start < positions.count, left > 0.5 * period else { return nil }
    return outcome.isDiverged ? 0 : (positions[positions.count - 1] - positions[start]) / left
  }

  /// Time from the last change (the onset, or the end of conditions that end) until the robot walks
  /// as before [s]: to the beginning of the first second over which the mean speed is at least
  /// ``recoveredShare`` of `reference`, and so over all that is left of the life; a single good
  /// second in a slow walk is no recovery. 0 where speed never dropped; nil where it never came
  /// back, for conditions of the whole life, and for a life that ended in a fall or a divergence.
  func recoveryTime(
    _ conditions: [Condition], reference: Double, outcome: Outcome
  ) -> Double? {
    let settled = step(conditions.settled)
    let window = max(step(Self.smoothing), 1)
    guard settled > 0, reference > 0, outcome == .completed else { return nil }
    let last = positions.count - 1 - window
    guard settled <= last else { return nil }
    let enough = Self.recoveredShare * reference
    let recovered = (settled...last).first {
      speed($0, $0 + window) >= enough && speed($0, positions.count - 1) >= enough
    }
    return recovered.map { Double($0 - settled) * period }
  }

  /// Mean speed in each second of the planned life [m/s], the last of which may be shorter; none
  /// for a life that diverged.
  func speedBySecond(outcome: Outcome) -> [Double] {
    guard !outcome.isDiverged else { return [] }
    let seconds = max(Int((planned - 1e-9).rounded(.up)), 1)
    return (0..<seconds).map { second in
      let (start, end) = (Double(second), min(Double(second + 1), planned))
      func place(_ time: Double) -> Double {
        positions[min(Int((time / period).rounded()), positions.count - 1)]
      }
      return (place(end) - place(start)) / (end - start)
    }
  }

  /// The first control step that begins at `time` or later.
  private func step(_ time: Double) -> Int { Int((time / period - 1e-6).rounded(.up)) }

  private func speed(_ start: Int, _ end: Int) -> Double {
    (positions[end] - positions[start]) / (Double(end - start) * period)
  }
}

/// Records where the base is at the start and after every control step. One recorder serves many
/// episodes and keeps its memory.
final class PathRecorder: EpisodeObserver {
  private var positions: [Vector3] = []
  private var heading = CommandedHeading(0)
  private(set) var period = 0.0

  func episodeDidStart(_ episode: Episode) {
    positions.removeAll(keepingCapacity: true)
    heading = episode.heading
    period = episode.model.profile.controlPeriod
    episodeDidStep(episode)
  }

  func episodeDidStep(_ episode: Episode) {
    positions.append(episode.simulation.basePose.position)
  }

  /// Way from the start along the commanded heading and to its left [m].
  var way: (ahead: [Double], left: [Double]) {
    let moved = positions.map { $0 - positions[0] }
    return (moved.map(heading.ahead), moved.map(heading.left))
  }

  /// The course of the episode just watched.
  func course(planned: Double) -> Course {
    Course(positions: positions.map(heading.ahead), period: period, planned: planned)
  }
}
