extension MarkupElement {
  /// The element as XML, one line an element, attributes by name; read back, it is the same tree.
  var text: String { lines(indent: "").joined(separator: "\n") + "\n" }

  /// The parser has bounded the depth of the tree, so recursion is safe.
  private func lines(indent: String) -> [String] {
    let head = attributes.sorted { $0.key < $1.key }
      .map { " \($0.key)=\"\(Self.escaped($0.value))\"" }.joined()
    if children.isEmpty { return ["\(indent)<\(name)\(head)/>"] }
    return ["\(indent)<\(name)\(head)>"] + children.flatMap { $0.lines(indent: indent + "  ") }
      + ["\(indent)</\(name)>"]
  }

  private static func escaped(_ value: String) -> String {
    let names: [Unicode.Scalar: String] = [
      "&": "&amp;", "<": "&lt;", "\"": "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;",
    ]
    return value.unicodeScalars.reduce(into: "") { $0 += names[$1] ?? String($1) }
  }
}
