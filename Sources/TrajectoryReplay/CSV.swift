/// Text of records of fields (RFC 4180).
enum CSV {
  static func text(_ records: [[String]]) -> String {
    records.map { $0.map(quoted).joined(separator: ",") + "\r\n" }.joined()
  }

  /// The shortest form that reads back to the same bits; whole numbers without a fraction, but for
  /// −0.
  static func number(_ x: Double) -> String {
    let isPlain = x == x.rounded() && abs(x) < 1e9 && !(x == 0 && x.sign == .minus)
    return isPlain ? "\(Int(x))" : "\(x)"
  }

  /// A joint's name may hold what separates fields; such a field is quoted.
  private static func quoted(_ field: String) -> String {
    guard field.unicodeScalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) else {
      return field
    }
    return "\""
      + field.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"") + "\""
  }
}
