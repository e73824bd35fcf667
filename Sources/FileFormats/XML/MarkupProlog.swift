import Foundation

/// What stands before the root element: blanks, comments and processing instructions only.
struct MarkupProlog {
  let text: String
  let file: String
  /// Name of the root element that is expected.
  let root: String

  /// Throws unless the first markup after the prolog opens an element.
  ///
  /// XML allows a DOCTYPE nowhere else, so that a document that passes declares no entity.
  func check() throws {
    let limit = MarkupParser.largestText
    if text.utf8.count > limit {
      throw XMLError(nil, "\(file): found more than \(limit) bytes, the limit")
    }
    var rest = text.utf8[...]
    if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
    while true {
      rest = rest.drop { $0 == 0x20 || (0x09...0x0D).contains($0) }
      if rest.starts(with: "<?".utf8) {
        rest = try skip(rest, past: "?>")
      } else if rest.starts(with: "<!--".utf8) {
        rest = try skip(rest, past: "-->")
      } else if rest.starts(with: "<!".utf8) {
        // It may declare entities that grow without bound or read other files.
        throw XMLError(
          location(rest), "found a DOCTYPE, which may declare entities; expected <\(root)>")
      } else if rest.first == UInt8(ascii: "<") {
        return
      } else {
        throw malformed(
          rest, rest.isEmpty ? "the document is empty" : "text before the first element")
      }
    }
  }

  /// The text with blanks for its XML declaration: it is UTF-8 by now, whatever encoding it
  /// declares, and versions that never were (PyBullet's robots say 0.0) mean nothing.
  var withoutDeclaration: String {
    let start = text.hasPrefix("\u{FEFF}") ? text.index(after: text.startIndex) : text.startIndex
    guard text[start...].hasPrefix("<?xml "), let end = text.range(of: "?>") else { return text }
    let blanks = text[start..<end.upperBound].map { $0.isNewline ? $0 : " " }
    return text[..<start] + String(blanks) + text[end.upperBound...]
  }

  private func skip(
    _ rest: Substring.UTF8View, past end: String
  ) throws -> Substring.UTF8View {
    var tail = rest
    while !tail.isEmpty {
      if tail.starts(with: end.utf8) { return tail.dropFirst(end.utf8.count) }
      tail = tail.dropFirst()
    }
    throw malformed(rest, "'\(end)' is missing")
  }

  private func malformed(_ rest: Substring.UTF8View, _ reason: String) -> XMLError {
    XMLError(location(rest), "malformed XML: \(reason)")
  }

  private func location(_ rest: Substring.UTF8View) -> SourceLocation {
    let before = text.utf8[..<rest.startIndex]
    let lines = before.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    return SourceLocation(
      file: file, line: max(lines.count, 1), column: (lines.last?.count ?? 0) + 1)
  }
}
