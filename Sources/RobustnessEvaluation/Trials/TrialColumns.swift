import FileFormats
import Locomotion

extension TrialResult {
  /// The columns of `suite.csv` in their order. A column that is added here is written, read back
  /// and compared by the tests.
  static let columns: [TrialColumn] = what + course + effort + network + bookkeeping

  private static let what: [TrialColumn] = [
    .derived("arm") { $0.trial.member.arm },
    .derived("policy") { $0.trial.policy },
    .derived("training_seed") { "\($0.trial.member.trainingSeed)" },
    .derived("fast_weights") { $0.trial.timing.name },
    .derived("condition") { $0.trial.condition },
    .derived("kind") { $0.trial.conditions.kinds },
    .derived("severity") { "\($0.trial.conditions.severity)" },
    .derived("onset_s") { "\($0.trial.conditions.onset)" },
    .derived("end_s") { $0.trial.conditions.end?.description ?? "" },
    .derived("episode") { "\($0.trial.episode)" },
    .derived("seed") { "\($0.trial.seed)" },
    .value("seen_in_training", \.seenInTraining),
  ]

  private static let course: [TrialColumn] = [
    .outcome,
    .derived("fall_reason") { $0.outcome.isFall ? $0.outcome.description : "" },
    .derived("time_to_fall_s") { $0.outcome.isFall ? "\($0.duration)" : "" },
    .value("duration_s", \.duration),
    .value("distance_m", \.distance),
    .value("speed_mps", \.speed),
    .value("twin_speed_mps", \.twinSpeed),
    .derived("retained") { "\($0.retained)" },
    .value("command_mps", \.command),
    .derived("speed_error_mps") { "\($0.speedError)" },
    .value("primary_mps", \.primary),
    .value("late_mps", \.late),
    .optional("speed_before_mps", \.speedBefore),
    .optional("speed_after_mps", \.speedAfter),
    .optional("recovery_s", \.recoveryTime),
    .value("reward", \.reward),
    .list("speed_by_second_mps", \.speedBySecond),
  ]

  private static let effort: [TrialColumn] = [
    .value("work_j", \.work),
    .optional("cost_of_transport", \.costOfTransport),
    .optional("frequency_hz", \.frequency),
    .optional("duty_factor", \.dutyFactor),
    .optional("slip_m_per_m", \.slip),
    .optional("peak_power_w", \.peakPower),
  ]

  private static let network: [TrialColumn] = [
    .optional("firing_rate", \.activity.firingRate),
    .optional("weight_norm", \.activity.weightNorm),
    .optional("bound_share", \.activity.boundShare),
    .optional("modulator_saturation", \.activity.saturation),
    .optional("spikes", \.activity.spikes),
    .optional("synaptic_operations", \.activity.synapticOperations),
    .optional("multiply_accumulates", \.activity.multiplyAccumulates),
    .optional("plastic_updates", \.activity.plasticUpdates),
    .value("control_steps", \.controlSteps),
  ]

  private static let bookkeeping: [TrialColumn] = [
    .value("contact_cap_hits", \.contactCapHits),
    .value("digest", \.digest),
    .optional("cone_violation", \.coneViolation),
  ]
}

extension TrialResult {
  /// Names of the columns.
  static let header = columns.map(\.name)

  /// One row of `suite.csv`, in the order of `header`.
  var row: [String] { Self.columns.map { $0.write(self) } }

  /// `suite.csv`: one row a trial.
  static func csv(_ results: [TrialResult]) -> String {
    CSV.text([header] + results.map(\.row))
  }

  /// What a row says of the trial that it has to be about; nil where it is no row of this trial, or
  /// would not be written like that.
  init?(_ row: [String], of trial: Trial) {
    guard row.count == Self.columns.count else { return nil }
    var result = TrialResult(trial)
    for (column, text) in zip(Self.columns, row) {
      if let read = column.read, !read(text, &result) { return nil }
    }
    guard result.row == row else { return nil }
    self = result
  }
}
