extension TrialResult {
  /// `suite.csv`: one row a trial.
  public static func csv(_ results: [TrialResult]) -> String {
    TrialTable.csv([header] + results.map(\.row))
  }
}
