import FileFormats

/// An element of an MJCF document, with its attributes in the order in which they are to be read.
struct MJCFElement {
  var name: String
  var attributes: [(key: String, value: String)] = []
  var children: [MJCFElement] = []
  /// Lines above the element.
  var comment: [String] = []

  init(
    _ name: String, _ attributes: KeyValuePairs<String, String> = [:],
    comment: [String] = [], _ children: [MJCFElement] = []
  ) {
    self.name = name
    self.attributes = attributes.map { ($0.key, $0.value) }
    (self.comment, self.children) = (comment, children)
  }

  /// The element as XML, one line an element.
  var text: String { lines(indent: "").joined(separator: "\n") + "\n" }

  /// A robot's tree is no deeper than the parser let its description be, so recursion is safe.
  private func lines(indent: String) -> [String] {
    remark(indent: indent)
      + MarkupElement.lines(
        name, attributes, indent: indent, children.flatMap { $0.lines(indent: indent + "  ") })
  }

  /// Two hyphens, which a name may hold, would end a comment.
  private func remark(indent: String) -> [String] {
    let comment = comment.map(Self.withoutPairsOfHyphens)
    guard let first = comment.first else { return [] }
    let rest = comment.dropFirst().map { "\(indent)     \($0)" }
    var lines = ["\(indent)<!-- \(first)"] + rest
    lines[lines.count - 1] += " -->"
    return lines
  }

  /// By Unicode scalars, as a reader takes them.
  private static func withoutPairsOfHyphens(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if scalar == "-" && result.last == "-" { result.append(" ") }
      result.append(scalar)
    }
    return String(result)
  }
}
