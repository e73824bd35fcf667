/// The whole lines of a text, one after the other, each without the line feed that ends it; what
/// follows the last one is left out. They take no memory, of which an array of short lines takes
/// many times the text's.
package struct TextLines: Sequence, IteratorProtocol {
  private var rest: Substring

  package init(_ text: String) { rest = text[...] }

  package mutating func next() -> Substring? {
    guard let end = rest.utf8.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
    defer { rest = rest[rest.utf8.index(after: end)...] }
    return rest[..<end]
  }
}
