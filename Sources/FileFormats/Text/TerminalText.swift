/// Text that came from a file or a command line, made fit for a terminal, which obeys some of it.
public enum TerminalText {
  /// One scalar after the other, those that a terminal obeys or that turn the writing around as
  /// escapes such as `\u{1b}`; ends of lines stay.
  public static func escaped(_ text: String) -> String {
    escaped(text) { "\\u{\(String($0.value, radix: 16))}" }
  }

  /// The same of JSON, with its own escapes, such as `\u001b`.
  public static func escaped(json text: String) -> String {
    escaped(text) { scalar in
      let digits = String(scalar.value, radix: 16)
      return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
  }

  private static func escaped(
    _ text: String, as escape: (Unicode.Scalar) -> String
  ) -> String {
    guard text.unicodeScalars.contains(where: isObeyed) else { return text }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if isObeyed(scalar) {
        result.append(contentsOf: escape(scalar).unicodeScalars)
      } else {
        result.append(scalar)
      }
    }
    return String(result)
  }

  /// The same on one line, and no longer than so many scalars.
  public static func quoted(_ text: String, limit: Int = 200) -> String {
    let scalars = text.unicodeScalars
    // Of what may be as long as a file only the beginning is looked at.
    let end = scalars.index(scalars.startIndex, offsetBy: limit, limitedBy: scalars.endIndex)
    let head = String(scalars[..<(end ?? scalars.endIndex)])
    let isCut = end.map { $0 < scalars.endIndex } ?? false
    let line = escaped(head).replacing("\n", with: "\\n")
    return isCut ? line + "…" : line
  }

  /// Control characters (C0 and C1) but for the end of a line and the tabulator, separators of
  /// lines and paragraphs, and what changes the direction of the writing.
  private static func isObeyed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A: false
    case 0...0x1F, 0x7F...0x9F, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}
