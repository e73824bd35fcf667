import Foundation
import FoundationXML

/// Reads XML into a tree of elements, by SAX; text between elements is not kept.
///
/// Documents with a DOCTYPE are refused before the parser sees them: there are no entities to
/// expand and no files to fetch.
final class MarkupParser: NSObject, XMLParserDelegate {
  private let file: String
  private var open: [MarkupElement] = []
  private var root: MarkupElement?
  private var failure: RobotDescriptionError?

  private init(file: String) { self.file = file }

  /// The root element of `text`.
  static func parse(_ text: String, file: String) throws -> MarkupElement {
    try MarkupProlog(text, file: file).check()
    let parser = XMLParser(data: Data(text.utf8))
    parser.shouldResolveExternalEntities = false
    let tree = MarkupParser(file: file)
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
    open.append(
      MarkupElement(name: name, attributes: attributes, location: location(parser)))
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    guard let element = open.popLast() else { return }
    if open.isEmpty { root = element } else { open[open.count - 1].children.append(element) }
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
