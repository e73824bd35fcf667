import FileFormats
import NumericalMethods

extension SuiteSummary {
  /// What came out, in a sentence for each arm and each comparison: absolute speed beside what is
  /// retained, mean beside interquartile mean, and how sure a difference is.
  public var headline: [String] { arms.map(sentence) + comparisons.map(sentence) }

  private func sentence(_ arm: ArmSummary) -> String {
    let count = arm.conditions.count
    let kept = arm.overall.retained.map { ", \(percent($0.estimate)) retained" } ?? ""
    return "\(arm.name) walks \(arm.overall.primaryMps.estimate.decimals(2)) m/s under "
      + "\(count) condition\(count == 1 ? "" : "s") (interquartile means: "
      + "\(arm.overall.primaryIqmMps.estimate.decimals(2)) m/s\(kept)); nominal "
      + "\(arm.nominal.primaryMps.estimate.decimals(2)) m/s; \(percent(arm.overall.failed)) of "
      + "trials fail."
  }

  private func sentence(_ pair: Comparison) -> String {
    let difference = pair.differenceMps
    let size = "by \(abs(difference.estimate).decimals(2)) m/s"
    let verb = difference.estimate < 0 ? "slower" : "faster"
    guard let bounds = difference.bounds else {
      return "\(pair.a) is \(verb) than \(pair.b) \(size); how sure that is cannot be said of so "
        + "few training seeds and episodes."
    }
    let interval = "\(bounds.low.decimals(2)) to \(bounds.high.decimals(2))"
    let verdict =
      difference.sign == 0
      ? "\(pair.a) and \(pair.b) are not told apart: a difference of "
        + "\(difference.estimate.decimals(2)) m/s"
      : "\(pair.a) is \(verb) than \(pair.b) \(size)"
    return "\(verdict) (\(interval); the interval covers \(difference.covers.rawValue))."
  }

  private func percent(_ share: Double) -> String { "\((100 * share).decimals(0)) %" }
}
