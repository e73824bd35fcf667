import FileFormats
import Locomotion

/// The lives of one policy's study: arm by arm, condition by condition, seed by seed.
public struct DividendLives: Sendable {
  let policy: String
  let study: DividendStudy
  let arms: [DividendArm]
  /// Names of the other policies.
  let names: [String]
  let lives: [LifeRecord]

  /// The nominal world, then those of the study.
  var conditions: [[Condition]] { [[]] + study.conditions }

  /// Lives of an arm under a condition, one a seed.
  func lives(_ arm: Int, _ condition: Int) -> [LifeRecord] {
    let start = (arm * conditions.count + condition) * study.setting.episodes
    return Array(lives[start..<start + study.setting.episodes])
  }

  /// Speed of each life over that of the arm's own nominal twin.
  func retained(_ arm: Int, _ condition: Int) -> [Double] {
    zip(lives(arm, condition), lives(arm, 0)).map {
      retainedPerformance($0.speed, nominal: $1.speed)
    }
  }

  /// When the world changes for the last time within the life, as conditions begin and end [s].
  func change(_ condition: Int) -> Double {
    conditions[condition].flatMap { [$0.onset, $0.end ?? 0] }.filter { $0 < study.duration }
      .max() ?? 0
  }

  /// When an arm and the rule, or the world and the nominal one, part for the last time [s].
  func parting(_ arm: DividendArm, _ condition: Int) -> Double {
    max(change(condition), arm.start * study.duration)
  }
}

/// Stretches of a life after something changed at `start`: just after it, and the halves of the
/// rest.
struct LifeStretches {
  let atOnce, early, late: Range<Double>

  /// - Precondition: `start < duration`.
  init(from start: Double, to duration: Double) {
    let middle = (start + duration) / 2
    atOnce = start..<min(start + 1, middle)
    early = start..<middle
    late = middle..<duration
  }
}

extension DividendLives {
  static let header =
    [
      "policy", "arm", "condition", "seed", "outcome", "duration_s", "distance_m", "speed_mps",
      "retained", "changed_at_s", "at_once_mps", "early_mps", "late_mps",
    ] + ControllerCost.columns + ["digest"]

  /// `dividend.csv`: one row a life.
  public static func csv(_ studies: [DividendLives]) -> String {
    CSV.text([header] + studies.flatMap(\.rows))
  }

  private var rows: [[String]] {
    arms.indices.flatMap { arm in
      conditions.indices.flatMap { condition in
        zip(lives(arm, condition), retained(arm, condition)).enumerated().map { seed, life in
          row(arm, condition, seed, life.0, retained: life.1)
        }
      }
    }
  }

  private func row(
    _ arm: Int, _ condition: Int, _ episode: Int, _ life: LifeRecord, retained: Double
  ) -> [String] {
    let parting = parting(arms[arm], condition)
    let stretches = LifeStretches(from: parting, to: study.duration)
    let result = life.result
    let numbers = [
      result.duration, result.distance, life.speed, retained, parting,
      life.speed(in: stretches.atOnce), life.speed(in: stretches.early),
      life.speed(in: stretches.late),
    ]
    return [
      policy, arms[arm].name(names), Condition.text(conditions[condition]),
      "\(study.setting.seed(of: episode))", result.outcome.description,
    ] + numbers.map { "\($0)" } + life.cost.row + [result.digest]
  }
}
