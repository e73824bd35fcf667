import Foundation
import FoundationXML

/// Reads XML into a tree of elements, by SAX; text inside them is kept only where it is asked for.
///
/// Documents with a DOCTYPE are refused before the parser sees them: there are no entities to
/// expand and no files to fetch.
final class MarkupParser: NSObject, XMLParserDelegate {
  private let file: String
  private var open: [MarkupElement] = []
  private var root: MarkupElement?
  private var failure: RobotDescriptionError?
  private var count = 0

  /// Far more than any robot or mesh has, and still little memory.
  private static let mostElements = 500_000

  private let keepsText: Bool

  private init(file: String, keepsText: Bool) {
    self.file = file
    self.keepsText = keepsText
  }

  /// The root element of `text`.
  static func parse(
    _ text: String, file: String, keepingText keepsText: Bool = false
  ) throws -> MarkupElement {
    let prolog = MarkupProlog(text, file: file)
    try prolog.check()
    let parser = XMLParser(data: Data(prolog.withoutDeclaration.utf8))
    parser.shouldResolveExternalEntities = false
    let tree = MarkupParser(file: file, keepsText: keepsText)
    parser.delegate = tree
    _ = parser.parse()
    if let failure = tree.failure { throw failure }
    guard let root = tree.root else {
      throw tree.malformed(at: parser, MarkupParser.reason(parser.parserError))
    }
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

  private func malformed(at parser: XMLParser, _ reason: String) -> RobotDescriptionError {
    let unclosed = open.last.map { "; <\($0.name)> of line \($0.location.line) is open" } ?? ""
    return .malformedXML(location(parser), reason: reason + unclosed)
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
