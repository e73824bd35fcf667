public import Locomotion
import Policies
import FileFormats
import SpikingNetworks

/// Tries plastic policies with their rule at work and with their fast weights ablated, on the same
/// seeds and conditions, at times that follow each condition's change. Until an ablation begins a
/// trial is the rule's to the bit.
public enum DividendStudy {
  /// What is tried unless conditions are given: an actuator whose sign is hidden, for the whole
  /// life and from its middle on, and changes of body and ground in mid-life.
  public static func defaultConditions(duration: Double) -> [[Condition]] {
    let middle = duration / 2
    return [
      [Condition(.reversedActuator, severity: 5)],
      [Condition(.reversedActuator, severity: 5, onset: middle)],
      [Condition(.payload, severity: 4, onset: middle)],
      [Condition(.deadJoint, severity: 5, onset: middle)],
      [Condition(.slope, severity: 3, onset: middle)],
      [Condition(.friction, severity: 4, onset: middle)],
    ]
  }

  /// The study's trials.
  ///
  /// - Parameters:
  ///   - conditions: tried besides the nominal world.
  ///   - duration: length of each life [s].
  ///   - freezeAt: when fast weights are held that are held after a change [s after it].
  public static func runner(
    conditions: [[Condition]], duration: Double, freezeAt: Double,
    primary: PrimaryMeasure = PrimaryMeasure(), _ setting: EvaluationSetting
  ) -> SuiteRunner {
    SuiteRunner(
      Suite(
        name: "dividend", version: 2, conditions: conditions, episodes: setting.episodes,
        duration: duration, primary: primary), setting, timings: FastWeightTiming.allCases,
      freezeAt: freezeAt)
  }

  /// Whether a study of these arms makes sense: all of one robot, and at least one of plastic
  /// policies.
  /// - Throws: `SafeTensorsError` for a policy of a task or another robot, or where none is
  /// plastic.
  public static func check(_ arms: [Arm]) throws {
    let policies = arms.flatMap(\.policies)
    guard let first = policies.first else { return }
    let (robot, _) = try first.policy.requireLocomotion(path: first.name)
    for other in policies { try other.policy.requireRobot(robot, path: other.name) }
    let studied = arms.filter(\.isStudied).flatMap(\.policies)
    guard studied.contains(where: { $0.policy.network.layout.isPlastic }) else {
      throw SafeTensorsError(
        path: first.name, place: "metadata network", found: "no plastic synapses",
        expected: "a plasticity rule, whose dividend could be measured")
    }
  }
}
