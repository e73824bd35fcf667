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
    self.comment = comment
    self.children = children
  }

  /// The element as XML, one line an element.
  var text: String { lines(indent: "").joined(separator: "\n") + "\n" }

  /// A robot's tree is no deeper than the parser let its description be, so recursion is safe.
  private func lines(indent: String) -> [String] {
    let head = attributes.map { " \($0.key)=\"\(Self.escaped($0.value))\"" }.joined()
    let remark = remark(indent: indent)
    if children.isEmpty { return remark + ["\(indent)<\(name)\(head)/>"] }
    return remark + ["\(indent)<\(name)\(head)>"]
      + children.flatMap { $0.lines(indent: indent + "  ") } + ["\(indent)</\(name)>"]
  }

  /// Two hyphens, which a name may hold, would end a comment.
  private func remark(indent: String) -> [String] {
    let comment = comment.map { $0.replacing("--", with: "- -").replacing("--", with: "- -") }
    guard let first = comment.first else { return [] }
    let rest = comment.dropFirst().map { "\(indent)     \($0)" }
    var lines = ["\(indent)<!-- \(first)"] + rest
    lines[lines.count - 1] += " -->"
    return lines
  }

  private static func escaped(_ value: String) -> String {
    let names: [Unicode.Scalar: String] = [
      "&": "&amp;", "<": "&lt;", "\"": "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;",
    ]
    return value.unicodeScalars.reduce(into: "") { $0 += names[$1] ?? String($1) }
  }
}
