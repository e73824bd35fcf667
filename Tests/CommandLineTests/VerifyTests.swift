import Foundation
import Testing

@Suite struct VerifyTests {
  let run: Tiny.Run
  let workplace: Workplace

  init() throws {
    run = try Tiny.run()
    workplace = try Workplace()
    try FileManager.default.copyItem(
      atPath: run.workplace.file("run"), toPath: workplace.file("run"))
  }

  @Test func aRunIsVerified() throws {
    let text = try workplace.ganglion("verify", "run", "--quiet")
    #expect(text.status == 0 && text.errors.isEmpty, "\(text.errors)")
    #expect(text.output == "same      3 generations compared, 3 lived\npolicy    same\n")
    let json = try workplace.ganglion("verify", "run", "--generation", "1", "--json")
    #expect(json.status == 0)
    #expect(json.errors.contains("generation 2/2"))
    let report = try json.json()
    #expect(report["matches"] as? Bool == true && report["compared"] as? Int == 2)
    #expect(report["generations_lived"] as? Int == 2 && report["run"] as? String == "run")
    let sample = try workplace.ganglion("verify", "run", "--sample", "1", "--seed", "4", "--quiet")
    #expect(sample.status == 0, "\(sample.errors)")
  }

  @Test func aDifferenceIsPrintedWithBothDigests() throws {
    let path = "run/metrics.csv"
    var lines = String(decoding: try workplace.read(path), as: UTF8.self)
      .components(separatedBy: "\n")
    let place = try #require(lines[0].components(separatedBy: ",").firstIndex(of: "digest"))
    var fields = lines[2].components(separatedBy: ",")
    let digest = fields[place]
    #expect(digest.count == 16)
    fields[place] = "0123456789abcdef"
    lines[2] = fields.joined(separator: ",")
    _ = try workplace.write(lines.joined(separator: "\n"), to: path)
    let text = try workplace.ganglion("verify", "run", "--all", "--quiet")
    #expect(text.status == 65)
    #expect(
      text.output == """
        differs   generation 1; 2 generations compared, 2 lived
        recorded  0123456789abcdef
        derived   \(digest)

        """)
    let json = try workplace.ganglion("verify", "run", "--json", "--quiet")
    #expect(json.status == 65)
    let difference = try #require(try json.json()["first_difference"] as? [String: Any])
    #expect(difference["generation"] as? Int == 1 && difference["derived"] as? String == digest)
  }

  @Test func wrongUseIsRefused() throws {
    for arguments in [
      ["--all", "--sample", "2"], ["--sample", "0"], ["--generation", "-1"], ["--workers", "0"],
    ] {
      #expect(try workplace.start(["verify", "run"] + arguments).finished().status == 64)
    }
    #expect(try workplace.ganglion("verify", "nowhere").status == 74)
    let late = try workplace.ganglion("verify", "run", "--generation", "9")
    #expect(late.status == 65 && late.errors.contains("one of 0 to 2"), "\(late.errors)")
  }
}
