import Foundation

/// Guards against YAML whose aliases (`*name`) stand for aliases in turn: a few hundred bytes may
/// name a billion nodes, and a mapping hashes the whole of a key.
public enum YAMLAliases {
  /// Bytes that a text may at worst stand for.
  static let largestExpansion = 1e8

  /// What there is to say of a text whose aliases might stand for more than can be read; nil for
  /// all others.
  ///
  /// k aliases multiply a text's size by (k/n)ⁿ where they lie n deep, at most by e^(k/e).
  public static func problem(in text: String) -> String? {
    let count = count(in: text)
    let size = Double(text.utf8.count) * exp(Double(count) / M_E)
    return count < 2 || size <= largestExpansion ? nil : "\(count) aliases"
  }

  /// What to say was expected instead.
  public static let expectation = "fewer aliases (*name), which may stand for each other"

  /// Asterisks that may begin an alias: all but those within a word or quoted ones' like. Lines
  /// that are a comment are passed over.
  static func count(in text: String) -> Int {
    var (count, isLineStart, isComment, previous) = (0, true, false, UInt8(ascii: " "))
    for byte in text.utf8 {
      let isBlank = byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
      if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
        (isLineStart, isComment) = (true, false)
      } else if isLineStart && !isBlank {
        (isLineStart, isComment) = (false, byte == UInt8(ascii: "#"))
      }
      if byte == UInt8(ascii: "*"), !isComment, !isOfWord(previous) { count += 1 }
      previous = byte
    }
    return count
  }

  /// Letters, digits and quotes, after which an asterisk begins nothing.
  private static func isOfWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "\""),
      UInt8(ascii: "'"):
      true
    default: false
    }
  }
}
