import Foundation
import Testing

/// `ganglion replay --html`.
@Suite struct ViewerTests {
  let run: Tiny.Run
  let workplace: Workplace

  init() throws {
    run = try Tiny.run()
    workplace = try Workplace()
  }

  private func page(_ name: String) throws -> String {
    String(decoding: try workplace.read(name), as: UTF8.self)
  }

  /// The page changes nothing about the episode, and is one file with three.js in it.
  @Test func aPageBesideTableAndPicture() throws {
    let plain = try workplace.ganglion("replay", run.policy, "--json", "--seed", "3").json()
    let result = try workplace.ganglion(
      "replay", run.policy, "--html", "gait.html", "--csv", "gait.csv", "--json", "--seed", "3",
      "--quiet")
    #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
    #expect(try result.json() as NSDictionary == plain as NSDictionary)
    let page = try page("gait.html")
    #expect(page.hasPrefix("<!DOCTYPE html>") && page.hasSuffix("</html>\n"))
    #expect(page.contains("WebGLRenderer") && page.contains(plain["digest"] as? String ?? "?"))
    #expect(page.contains("ganglion replay \(run.policy) --seed 3"))
    #expect(FileManager.default.fileExists(atPath: workplace.file("gait.csv")))
  }

  @Test func twoEpisodesInOnePage() throws {
    let other = workplace.file("it's <other>.safetensors")
    try FileManager.default.copyItem(atPath: run.policy, toPath: other)
    let result = try workplace.ganglion(
      "replay", run.policy, "--html", "two.html", "--versus", other, "--versus-condition",
      "payload:5", "--condition", "slope:1", "--duration", "1", "--json")
    #expect(result.status == 0, "\(result.errors)")
    let versus = try #require(try result.json()["versus"] as? [String: Any])
    #expect(versus["policy"] as? String == other && versus["condition"] as? String == "payload:5")
    let alone = try workplace.ganglion(
      "replay", other, "--condition", "payload:5", "--duration", "1", "--json"
    ).json()
    for key in ["digest", "reward", "distance_m", "duration_s", "outcome"] {
      #expect(versus[key] as? NSObject == alone[key] as? NSObject, "\(key)")
    }
    let page = try page("two.html")
    #expect(!page.contains("<other>") && page.contains("it'\\\\''s \\u003cother>"))
    let text = try workplace.ganglion(
      "replay", run.policy, "--html", "two.html", "--versus-condition", "friction:5",
      "--duration", "1")
    #expect(text.output.contains("versus    \(run.policy), friction:5\n"))
  }

  /// A page tells of the turn that was asked for; its command makes the same episode again.
  @Test func aTurnIsAskedFor() throws {
    let plain = try workplace.ganglion("replay", run.policy, "--json").json()
    let page = try workplace.ganglion(
      "replay", run.policy, "--heading", "-0.3", "--html", "turn.html", "--json")
    #expect(page.status == 0, "\(page.errors)")
    let turned = try page.json()
    #expect(turned["heading_rad"] is Double && turned["digest"] as? String != nil)
    #expect(turned["digest"] as? String != plain["digest"] as? String, "the network sees it")
    #expect(try self.page("turn.html").contains("--seed 1 --heading -0.3"))
    let text = try workplace.ganglion("replay", run.policy, "--heading=-0.3")
    #expect(text.output.contains(" rad, -0.30 asked for\n"), "\(text.output)")
    let none = try workplace.ganglion("replay", run.policy, "--heading", "0", "--json")
    #expect(try none.json() as NSDictionary == plain as NSDictionary)
  }

  private func expect(
    _ status: Int32, _ part: String, _ arguments: String...,
    location: Testing.SourceLocation = #_sourceLocation
  ) throws {
    let result = try workplace.start(["replay"] + arguments).finished()
    #expect(result.status == status, "\(result.errors)", sourceLocation: location)
    #expect(result.output.isEmpty, sourceLocation: location)
    #expect(result.errors.contains(part), "\(result.errors)", sourceLocation: location)
    let names = try FileManager.default.contentsOfDirectory(atPath: workplace.path)
    #expect(names.allSatisfy { $0.hasPrefix(".") }, "\(names)", sourceLocation: location)
  }

  @Test func misuse() throws {
    try expect(64, "need --html", run.policy, "--versus", run.policy)
    try expect(64, "need --html", run.policy, "--versus-condition", "slope:3")
    try expect(64, "at most 600 s", run.policy, "--html", "a.html", "--duration", "601")
    try expect(65, "unknown kind", run.policy, "--html", "a.html", "--versus-condition", "x:3")
    try expect(74, "cannot read", run.policy, "--html", "a.html", "--versus", "none.safetensors")
    try expect(74, "cannot write", run.policy, "--html", "/dev/null/a.html")
    let task = try Tiny.taskRun()
    try expect(64, "--html: only for walking", task.policy, "--html", "a.html")
    try expect(65, "task.kind", run.policy, "--html", "a.html", "--versus", task.policy)
  }

  @Test func threeDimensionsNeedTheSystemsLibrary() throws {
    let result = try workplace.start(
      ["replay", run.policy, "--html", "a.html"],
      variables: ["GANGLION_THREE_JS": "/nowhere/three.min.js"]
    ).finished()
    #expect(result.status == 74 && result.output.isEmpty)
    #expect(result.errors.hasPrefix("error: /nowhere/three.min.js: cannot read three.js"))
    #expect(result.errors.contains("tools/setup"))
    #expect(result.errors.filter { $0 == "\n" }.count == 1)
  }
}
