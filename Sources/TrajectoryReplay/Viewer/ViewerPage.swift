import FileFormats
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
      "title": ("\(title)" as Markup).source,
      "style": text(PackageResources.style_css),
      "films": try JSON.text(films).withoutTags,
      "library": library.script.withinScript,
      "player": scripts.map(text).joined(separator: "\n").withinScript,
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
      let pieces = part.components(separatedBy: "}}")
      guard let value = values[pieces[0]] else { preconditionFailure("no value: \(pieces[0])") }
      result += value + pieces.dropFirst().joined(separator: "}}")
    }
    return result
  }
}

extension String {
  /// JSON for a script element: no `<` is left that could end or change it.
  fileprivate var withoutTags: String {
    replacingOccurrences(of: "<", with: "\\u003c", options: .literal)
  }

  /// Inside a script `</script` can only stand in a string or a regular expression, where a
  /// backslash before the stroke changes nothing.
  fileprivate var withinScript: String {
    replacingOccurrences(of: "</script", with: "<\\/script", options: [.caseInsensitive, .literal])
      .replacingOccurrences(of: "<!--", with: "<\\!--")
  }
}
