/// An XML element with its place in the file.
struct MarkupElement {
  var name: String
  var attributes: [String: String]
  let location: SourceLocation
  var children: [MarkupElement] = []
  /// The text inside, without that of children; empty unless the parser was asked to keep it.
  var content = ""

  func children(_ name: String) -> [MarkupElement] { children.filter { $0.name == name } }

  /// The only child called `name`, or nil; two are an error.
  func child(_ name: String, of place: String) throws -> MarkupElement? {
    let found = children(name)
    if found.count > 1 {
      throw RobotDescriptionError.duplicate(
        found[1].location, place: "\(place), <\(name)>", first: found[0].location)
    }
    return found.first
  }

  /// The only child called `name`; its absence is an error.
  func required(_ name: String, of place: String) throws -> MarkupElement {
    guard let found = try child(name, of: place) else {
      throw RobotDescriptionError.missing(location, place: place, expected: "element <\(name)>")
    }
    return found
  }
}
