import Foundation
import Locomotion
import Testing
import TrajectoryReplay

@Suite("Viewer page") struct ViewerPageTests {
  /// Stands in for three.js, with what could end a script element early.
  private static let stub = "const REVISION = '1', WebGLRenderer = '</script><!--';\n"

  private func library(_ text: String = stub) throws -> WebLibrary {
    let path = NSTemporaryDirectory() + "ganglion-three-\(UUID().uuidString).js"
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try WebLibrary(threeAt: path)
  }

  private func page(_ captions: [Film.Caption]) throws -> String {
    let model = try shippedModel("ant")
    let controller = try plasticNetwork(for: model)
    let conditions = [Condition(.slope, severity: 3, onset: 0.1)]
    let recorder = MotionRecorder(controller: controller)
    let result = Episode(model: model, task: lasting(0.4)).run(
      controller, EpisodeSpecification(seed: 5, conditions: conditions), observer: recorder)
    let films = try captions.map {
      try #require(recorder.film($0, conditions: conditions, result: result))
    }
    return try ViewerPage(films, library: library()).html()
  }

  /// The films that a browser would read from the page.
  private func films(in page: String) throws -> [[String: Any]] {
    let start = try #require(page.range(of: "<script type=\"application/json\" id=\"films\">"))
    let end = try #require(page.range(of: "</script>", range: start.upperBound..<page.endIndex))
    let data = Data(page[start.upperBound..<end.lowerBound].utf8)
    return try #require(JSONSerialization.jsonObject(with: data) as? [[String: Any]])
  }

  @Test func itHoldsWhatItShows() throws {
    let page = try page([caption(), caption("other.safetensors", robot: "beetle")])
    #expect(page.hasPrefix("<!DOCTYPE html>"))
    #expect(page.contains("<title>ant: p.safetensors · beetle: other.safetensors</title>"))
    for id in ["stages", "transport", "play", "scrub", "speed", "follow", "panels", "captions"] {
      #expect(page.contains("id=\"\(id)\""), "\(id)")
    }
    #expect(!page.contains("{{") && page.contains("class Player") && page.contains("--accent"))
    let films = try films(in: page)
    #expect(films.count == 2)
    let facts = try #require(films[1]["caption"] as? [String: Any])
    #expect(facts["policy"] as? String == "other.safetensors" && facts["seed"] as? Int == 7)
    #expect(facts["digest"] as? String == "0123456789abcdef")
    #expect(facts["command"] as? String == "ganglion replay p")
    let condition = try #require((films[0]["conditions"] as? [[String: Any]])?.first)
    #expect(condition["text"] as? String == "slope:3@0.1s" && condition["from"] as? Double == 0.1)
    let ending = try #require(films[0]["ending"] as? [String: Any])
    #expect(ending["outcome"] as? String == "completed" && ending["time"] as? Double == 0.4)
  }

  /// One file: nothing is loaded from elsewhere, and the page's own policy forbids it.
  @Test func itNeedsNoOtherFile() throws {
    let page = try page([caption()])
    let lower = page.lowercased()
    for load in [
      "http://", "https://", "src=", "href=", "<link", "<img", "<iframe", "@import", "url(",
      "fetch(", "xmlhttprequest", "websocket", "import(", "sendbeacon",
    ] {
      #expect(!lower.contains(load), "\(load)")
    }
    #expect(page.contains("default-src 'none'"))
  }

  @Test(arguments: [
    "</script><script>alert(1)</script>", "</SCRIPT x><!--<script>", "\"><img onerror='x'>&amp;",
    "{{films}}{{style}}", "a\\u003c/b\\", "<\u{338}/script>\"\u{301}", "\u{2028}\n\r\t\0",
  ]) func hostileNamesDoNoHarm(_ name: String) throws {
    let plain = try page([caption()])
    let hostile = try page([
      Film.Caption(policy: name, robot: name, seed: 1, digest: name, command: name)
    ])
    func count(_ text: String, in page: String) -> Int {
      page.unicodeScalars.split(separator: "<").count { part in
        String(String.UnicodeScalarView(part)).lowercased().hasPrefix(text)
      }
    }
    for tag in ["/script", "script", "!--", "img", "title", "/title", "style"] {
      #expect(count(tag, in: hostile) == count(tag, in: plain), "<\(tag)")
    }
    let facts = try #require(try films(in: hostile)[0]["caption"] as? [String: Any])
    for key in ["policy", "robot", "digest", "command"] {
      #expect((facts[key] as? String)?.unicodeScalars.elementsEqual(name.unicodeScalars) == true)
    }
    let title = try #require(hostile.range(of: "<title>"))
    let end = try #require(hostile.range(of: "</title>"))
    let text = hostile[title.upperBound..<end.lowerBound].unicodeScalars
    #expect(!text.contains { "<>\"'".unicodeScalars.contains($0) })
  }

  @Test func aMissingLibraryIsNamed() throws {
    let path = "/nowhere/three.min.js"
    do {
      _ = try WebLibrary(threeAt: path)
      Issue.record("a library out of nothing")
    } catch let error as WebLibraryError {
      #expect(error.path == path)
      #expect(error.description.contains("tools/setup") && error.description.contains(path))
      #expect(!error.description.contains("\n"))
    }
    #expect(throws: WebLibraryError.self) { try library("alert('another program')") }
  }
}
