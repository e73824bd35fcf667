/// Counts what libxml2 takes time for in proportion to the square of: attributes of one element and
/// namespaces. What is no XML is passed over, and left to the parser.
struct MarkupTags {
  /// Most attributes of an element, and most declarations of namespaces in a document.
  static let mostAttributes = 64
  static let mostNamespaces = 64

  private let bytes: [UInt8]
  private let file: String
  private var place = 0
  private var line = 1
  private var lineStart = 0
  private var namespaces = 0

  init(_ text: String, file: String) { (bytes, self.file) = (Array(text.utf8), file) }

  /// - Throws: ``XMLError`` with the place of the first element that has too many.
  func check() throws {
    var scan = self
    while scan.place < bytes.count { try scan.passMarkup() }
  }

  /// Goes on behind a tag, comment, section of text or instruction, or by a byte.
  private mutating func passMarkup() throws {
    if starts("<!--") { return pass("-->") }
    if starts("<![CDATA[") { return pass("]]>") }
    if starts("<?") { return pass("?>") }
    let isTag = bytes[place] == UInt8(ascii: "<")
    step()
    if isTag { try passTag() }
  }

  private mutating func passTag() throws {
    let start = SourceLocation(file: file, line: line, column: place - lineStart)
    var (attributes, word) = (0, place)
    while place < bytes.count, bytes[place] != UInt8(ascii: ">") {
      let byte = bytes[place]
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") { passQuoted(byte) }
      if byte == UInt8(ascii: "=") {
        attributes += 1
        if bytes[word..<place].starts(with: "xmlns".utf8) { namespaces += 1 }
      }
      if byte <= UInt8(ascii: " ") { word = place + 1 }
      step()
    }
    for (count, most, what) in [
      (attributes, Self.mostAttributes, "attributes of an element"),
      (namespaces, Self.mostNamespaces, "declarations of namespaces"),
    ] where count > most {
      throw XMLError(start, "found \(count) \(what), expected at most \(most)")
    }
  }

  /// Up to the second quote, which is left.
  private mutating func passQuoted(_ quote: UInt8) {
    step()
    while place < bytes.count, bytes[place] != quote { step() }
  }

  private mutating func pass(_ end: StaticString) {
    while place < bytes.count, !starts(end) { step() }
    place = min(place + end.utf8CodeUnitCount, bytes.count)
  }

  private func starts(_ text: StaticString) -> Bool {
    text.withUTF8Buffer { bytes[place...].starts(with: $0) }
  }

  private mutating func step() {
    guard place < bytes.count else { return }
    if bytes[place] == UInt8(ascii: "\n") { (line, lineStart) = (line + 1, place + 1) }
    place += 1
  }
}
