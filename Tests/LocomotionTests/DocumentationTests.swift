import Foundation
import Locomotion
import Testing

/// What the repository's texts say of versions and kinds.
@Suite("Documentation") struct DocumentationTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private func text(_ path: String) throws -> String {
    try String(contentsOf: Self.root.appending(path: path), encoding: .utf8)
      .replacing(#/\s+/#, with: " ")
  }

  /// Numbers after "physics version" or "physics is version".
  private func versions(_ text: String) -> [Int] {
    text.matches(of: #/(?i)physics(?: is)? version (\d+)/#).compactMap { Int($0.1) }
  }

  /// The change log tells of every version but the first, and no text of one that is not yet.
  @Test func physicsVersionsAreTold() throws {
    let current = PhysicsVersion.current
    #expect(Set(versions(try text("CHANGELOG.md"))) == Set(2...current))
    for path in ["README.md", "tools/peers/README.md", "tools/peers/mujoco/README.md"] {
      #expect(try versions(text(path)).allSatisfy { $0 == current }, "\(path)")
    }
    let comment = try text("Sources/Locomotion/Simulation/PhysicsOptions.swift")
    for version in 1...current { #expect(comment.contains("/// \(version). "), "\(version)") }
    #expect(!comment.contains("/// \(current + 1). "))
  }

  /// Swift that articles show stands in a source that is compiled: a file of tools/examples or one
  /// that the article is about.
  @Test func swiftInArticlesIsCompiled() throws {
    let folder = Self.root.appending(path: "Sources/Umbrella/Ganglion.docc")
    let articles = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".md") }
    #expect(articles.count >= 20)
    let sources = try ["tools/examples/CustomController/main.swift"].map { try text($0) }
    var shown = 0
    for article in articles {
      let file = try String(contentsOf: folder.appending(path: article), encoding: .utf8)
      for block in file.matches(of: #/(?s)```swift\n(.*?)```/#) {
        let code = String(block.1).replacing(#/\s+/#, with: " ").trimmingCharacters(
          in: .whitespaces)
        #expect(sources.contains { $0.contains(code) }, "\(article)")
        shown += 1
      }
    }
    #expect(shown >= 1)
  }

  @Test func kindsOfConditionAreCounted() throws {
    let formatter = NumberFormatter()
    formatter.numberStyle = .spellOut
    formatter.locale = Locale(identifier: "en_US")
    let count = NSNumber(value: Condition.Kind.allCases.count)
    let words = try #require(formatter.string(from: count))
    #expect(try text("README.md").contains("under \(words) kinds of novel condition"))
    #expect(try text("CHANGELOG.md").contains("\(words.capitalizedFirst) kinds of novel condition"))
  }
}

extension String {
  fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
