import FileFormats
import Locomotion

extension LifespanLives {
  static let header = [
    "policy", "condition", "seed", "multiple", "time_s", "outcome", "last_speed_mps",
    "last_pace_mps", "firing_rate", "fast_norm", "fast_share", "digest",
  ]

  /// `lifespan.csv`: one row a life and length; what the network is like is empty after its end.
  /// The digest is that of the longest life.
  public static func csv(_ studies: [LifespanLives]) -> String {
    CSV.text([header] + studies.flatMap(\.rows))
  }

  private var rows: [[String]] {
    study.conditions.indices.flatMap { condition in
      lives(condition).enumerated().flatMap { episode, life in
        LifespanStudy.multiples.map { row(condition, episode, life, $0) }
      }
    }
  }

  private func row(
    _ condition: Int, _ episode: Int, _ life: LifeRecord, _ multiple: Int
  ) -> [String] {
    let last = stretch(multiple)
    let isOver = life.isOver(by: last.upperBound)
    let network = life.sample(at: last.upperBound).map {
      ["\($0.firingRate)", "\($0.fastNorm)", "\($0.fastShare)"]
    }
    return [
      policy, Condition.text(study.conditions[condition]),
      "\(study.setting.seed(of: episode))", "\(multiple)", "\(last.upperBound)",
      isOver ? life.result.outcome.description : "completed",
      "\(life.speed(in: last))", "\(life.pace(in: last))",
    ] + (network ?? ["", "", ""]) + [life.result.digest]
  }
}
