import Locomotion
import Policies

extension GaitMetrics {
  /// Those that an evaluation keeps; 0 for what older files lack.
  init(_ evaluation: GaitEvaluation) {
    self.init()
    let gait = evaluation.gait
    (frequency, dutyFactor, slip) = (gait.frequency, gait.dutyFactor, gait.slip)
    (costOfTransport, peakPower) = (evaluation.costOfTransport, evaluation.peakPower)
    (coneViolation, nonFootContact) = (gait.coneViolation ?? 0, gait.nonFootContact ?? 0)
    (saturatedActions, peakJointRate) = (gait.saturatedActions ?? 0, gait.peakJointRate ?? 0)
    (drift, headingChange) = (gait.drift ?? 0, gait.headingChange ?? 0)
  }

  /// How the robot steps, and at what cost.
  var steps: String {
    "\(frequency.fixed(2)) Hz, duty factor \(dutyFactor.fixed(2)), slip \(slip.fixed(2)) m/m, "
      + "cost of transport \(costOfTransport.fixed(2))"
  }

  /// How close to its limits the robot walks, and whereto.
  var limits: String {
    """
    limits    cone violation \(coneViolation.percent(1)), contact of other parts than feet \
    \(nonFootContact.percent(1)) of steps, saturated actions \(saturatedActions.percent(1))
    ways      drift \(drift.fixed(3)) m/m, turned by \(headingChange.fixed(2)) rad, joints at most \
    at \(peakJointRate.fixed(2)) of their velocity limits
    """
  }
}
