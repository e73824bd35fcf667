import Foundation
import FoundationXML

/// Reads XML into a tree of elements.
package enum MarkupParser {
  /// Largest text that is read [bytes].
  package static let largestText = 16 << 20

  /// The root element of `text`, which `root` names for errors; text inside elements is kept only
  /// where it is asked for.
  ///
  /// Documents with a DOCTYPE are refused before the parser sees them: there are no entities to
  /// expand and no files to fetch.
  package static func parse(
    _ text: String, file: String, root: String, keepingText keepsText: Bool = false
  ) throws -> MarkupElement {
    let prolog = MarkupProlog(text: text, file: file, root: root)
    try prolog.check()
    try MarkupTags(text, file: file).check()
    let parser = XMLParser(data: Data(instructionsWithData(prolog.withoutDeclaration.utf8)))
    parser.shouldResolveExternalEntities = false
    return try TreeBuilder(file: file, keepsText: keepsText).tree(of: parser)
  }

  /// The text with a blank before the end of each processing instruction that is a name alone, such
  /// as `<?x?>`: Foundation on Linux takes its data, which are none, for a text and crashes. Within
  /// an attribute's value, which holds no `<`, nothing is changed.
  private static func instructionsWithData(_ text: String.UTF8View) -> [UInt8] {
    let (less, mark, greater) = (UInt8(ascii: "<"), UInt8(ascii: "?"), UInt8(ascii: ">"))
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count)
    /// Whether what stands before is `<?` and a name.
    var isName = false
    for byte in text {
      if byte == mark {
        if isName { bytes.append(UInt8(ascii: " ")) }
        isName = bytes.last == less
      } else if byte <= UInt8(ascii: " ") || byte == less || byte == greater {
        isName = false
      }
      bytes.append(byte)
    }
    return bytes
  }
}

/// Puts elements together as the parser comes upon them (SAX).
private final class TreeBuilder: NSObject, XMLParserDelegate {
  private let file: String
  private let keepsText: Bool
  private var open: [MarkupElement] = []
  private var root: MarkupElement?
  private var failure: XMLError?
  private var count = 0

  /// Far more than any robot or mesh has, and still little memory.
  private static let mostElements = 500_000

  /// Elements inside each other: readers of the tree call themselves for each.
  private static let deepest = 256

  init(file: String, keepsText: Bool) {
    (self.file, self.keepsText) = (file, keepsText)
  }

  func tree(of parser: XMLParser) throws -> MarkupElement {
    parser.delegate = self
    _ = parser.parse()
    if let failure { throw failure }
    guard let root else { throw malformed(at: parser, Self.reason(parser.parserError)) }
    return root
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    count += 1
    if count > Self.mostElements {
      failure = failure ?? malformed(at: parser, "more than \(Self.mostElements) elements")
      return parser.abortParsing()
    }
    if open.count == Self.deepest {
      failure = failure ?? malformed(at: parser, "more than \(Self.deepest) elements in each other")
      return parser.abortParsing()
    }
    open.append(
      MarkupElement(name: name, attributes: attributes, location: location(parser)))
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    guard let element = open.popLast() else { return }
    if open.isEmpty { root = element } else { open[open.count - 1].children.append(element) }
  }

  func parser(_ parser: XMLParser, foundCharacters text: String) {
    if keepsText, !open.isEmpty { open[open.count - 1].content += text }
  }

  /// The position is right only here, while the parser stands at the error. Prefixes that no
  /// namespace declares are common in URDF and harmless.
  func parser(_ parser: XMLParser, parseErrorOccurred error: any Error) {
    if Self.namespaceErrors.contains((error as NSError).code) { return }
    failure = failure ?? malformed(at: parser, Self.reason(error))
  }

  private static let namespaceErrors = 200...205

  private func location(_ parser: XMLParser) -> SourceLocation {
    SourceLocation(file: file, line: parser.lineNumber, column: parser.columnNumber)
  }

  private func malformed(at parser: XMLParser, _ reason: String) -> XMLError {
    let unclosed = open.last.map { "; <\($0.name)> of line \($0.location.line) is open" } ?? ""
    return XMLError(location(parser), "malformed XML: \(reason)\(unclosed)")
  }

  /// libxml2's error numbers (xmlerror.h); Foundation gives no text on Linux.
  private static func reason(_ error: (any Error)?) -> String {
    switch (error as NSError?)?.code {
    case 4: "the document is empty"
    case 5, 77: "the document ends too early"
    case 26, 27: "an entity is not defined"
    case 39, 40: "an attribute's value is not quoted or not closed"
    case 38: "a '<' stands in an attribute's value"
    case 41: "an attribute has no value"
    case 42: "an attribute is given twice"
    case 65: "a blank is missing between attributes"
    case 68: "a name is missing"
    case 73: "a '>' is missing"
    case 76: "opening and closing tags do not match"
    case 9: "a character is not allowed in XML"
    case let code?: "libxml2 error \(code)"
    case nil: "no element"
    }
  }
}
