import Locomotion

extension TrialResult {
  /// `suite.csv` (RFC 4180): one row a trial.
  public static func csv(_ results: [TrialResult]) -> String {
    ([header] + results.map(\.row))
      .map { $0.map(quoted).joined(separator: ",") + "\r\n" }
      .joined()
  }

  private static func quoted(_ field: String) -> String {
    guard field.contains(where: { ",\"\r\n".contains($0) }) else { return field }
    return "\"" + field.replacing("\"", with: "\"\"") + "\""
  }
}
