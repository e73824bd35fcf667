/// Tables of text (RFC 4180).
public enum CSV {
  /// One record a line, fields quoted where they hold what separates fields.
  public static func text(_ records: [[String]]) -> String {
    records.map { $0.map(quoted).joined(separator: ",") + "\r\n" }.joined()
  }

  /// The shortest form that reads back to the same bits; whole numbers without a fraction, but for
  /// −0.
  public static func number(_ x: Double) -> String {
    let isPlain = x == x.rounded() && abs(x) < 1e9 && !(x == 0 && x.sign == .minus)
    return isPlain ? "\(Int(x))" : "\(x)"
  }

  private static func quoted(_ field: String) -> String {
    guard field.utf8.contains(where: { reserved.contains($0) }) else { return field }
    return "\"" + field.replacing(scalars: ["\"": "\"\""]) + "\""
  }

  private static let reserved = [",", "\"", "\n", "\r"].map { UInt8(ascii: $0) }
}
