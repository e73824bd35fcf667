import Foundation

/// Films side by side as one HTML page that needs no other file and no network.
public struct ViewerPage {
  private let films: [Film]
  private let library: WebLibrary

  public init(_ films: [Film], library: WebLibrary) {
    self.films = films
    self.library = library
  }

  /// The page's text.
  public func html() throws -> String {
    let title = films.map { "\($0.caption.robot): \($0.caption.policy)" }.joined(separator: " · ")
    let scripts = [
      PackageResources.film_js, PackageResources.solids_js, PackageResources.stage_js,
      PackageResources.orbit_js, PackageResources.panels_js, PackageResources.player_js,
    ]
    return PageTemplate(text(PackageResources.page_html)).filled([
      "title": PageText.escaped(title),
      "style": text(PackageResources.style_css),
      "films": try PageText.json(films),
      "library": PageText.script(library.script),
      "player": PageText.script(scripts.map(text).joined(separator: "\n")),
    ])
  }

  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}

/// A text with places `{{name}}` to fill in.
struct PageTemplate {
  private let text: String

  init(_ text: String) { self.text = text }

  /// Fills every place once; what is filled in is not searched for places again.
  /// - Precondition: there is a value for each place.
  func filled(_ values: [String: String]) -> String {
    var parts = text.components(separatedBy: "{{")[...]
    var result = parts.removeFirst()
    for part in parts {
      let (name, rest) = part.splitOnce(at: "}}")
      guard let value = values[name] else { preconditionFailure("no value for {{\(name)}}") }
      result += value + rest
    }
    return result
  }
}

/// Text that cannot leave the place of the page that it is put in.
enum PageText {
  /// For text and attributes.
  static func escaped(_ text: String) -> String {
    replacing(
      ["&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;", "'": "&#39;"], in: text)
  }

  /// JSON for a script element: no `<` is left that could end or change it.
  static func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return replacing(
      ["<": "\\u003c"], in: String(decoding: try encoder.encode(value), as: UTF8.self))
  }

  /// By Unicode scalars: a character may be a `<` with an accent.
  private static func replacing(
    _ replacements: [Unicode.Scalar: String], in text: String
  ) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if let replacement = replacements[scalar] {
        result.append(contentsOf: replacement.unicodeScalars)
      } else {
        result.append(scalar)
      }
    }
    return String(result)
  }

  /// Inside a script `</script` can only stand in a string or a regular expression, where a
  /// backslash before the stroke changes nothing.
  static func script(_ text: String) -> String {
    text.replacingOccurrences(
      of: "</script", with: "<\\/script", options: [.caseInsensitive, .literal]
    )
    .replacingOccurrences(of: "<!--", with: "<\\!--")
  }
}

extension String {
  /// What stands before and after the first `separator`, which has to be there.
  fileprivate func splitOnce(at separator: String) -> (String, String) {
    guard let found = range(of: separator) else { preconditionFailure("no \(separator)") }
    return (String(self[..<found.lowerBound]), String(self[found.upperBound...]))
  }
}
