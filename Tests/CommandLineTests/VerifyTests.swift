import Foundation
import Locomotion
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
    #expect(text.output == "same      3 generations compared, 3 run\npolicy    same\n")
    let json = try workplace.ganglion("verify", "run", "--generation", "1", "--json")
    #expect(json.status == 0)
    #expect(json.errors.contains("generation 2/2"))
    let report = try json.json()
    #expect(report["matches"] as? Bool == true && report["compared"] as? Int == 2)
    #expect(report["generations_run"] as? Int == 2 && report["run"] as? String == "run")
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
        differs   generation 1; 2 generations compared, 2 run
        recorded  0123456789abcdef
        derived   \(digest)

        """)
    let json = try workplace.ganglion("verify", "run", "--json", "--quiet")
    #expect(json.status == 65)
    let difference = try #require(try json.json()["first_difference"] as? [String: Any])
    #expect(difference["generation"] as? Int == 1 && difference["derived"] as? String == digest)
  }

  /// Where elementary functions or dense products round otherwise, as on another processor, a run
  /// comes to the same bits, or that is said and nothing of the run.
  @Test(arguments: [
    ["GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX2,-FMA,-AVX512F,-FMA4"],
    ["OPENBLAS_CORETYPE": "Prescott"],
  ])
  func anotherKindOfMachineIsTold(_ variables: [String: String]) throws {
    let text = try workplace.start(["verify", "run", "--quiet"], variables: variables).finished()
    let isSame = text.status == 0 && text.output.hasPrefix("same ")
    let isTold =
      text.status == 65
      && text.output.hasPrefix("unknown   made on another kind of machine")
      && text.output.contains("arithmetic ")
    #expect(isSame || isTold, "\(text.output)\(text.errors)")
  }

  /// What was made under physics version 2 is told of where it can run and refused where it cannot
  /// come to the same bits.
  @Test func physicsVersionTwoIsToldOf() throws {
    let current = PhysicsVersion.current
    let key = Data(#""physics_version":"\#(current)""#.utf8)
    var policy = try workplace.read("run/policy.safetensors")
    let place = try #require(policy.range(of: key), "the policy names its version")
    policy[place.upperBound - 2] = UInt8(ascii: "2")
    try policy.write(to: URL(fileURLWithPath: workplace.file("old.safetensors")))
    let suite = try workplace.write(
      "schema: 1\nname: tiny\nepisodes: 1\nconditions: [slope:1]\n", to: "tiny.yaml")
    for command in [["replay", "--duration", "1"], ["evaluate", "--suite", suite]] {
      let old = try workplace.start(command + ["old.safetensors", "--json"]).finished()
      #expect(old.status == 0, "\(old.errors)")
      #expect(
        old.errors.contains("old.safetensors: trained under physics version 2, "), "\(old.errors)")
      #expect(old.errors.contains("run under physics version \(current), "), "\(old.errors)")
    }
    let table = String(decoding: try workplace.read("run/metrics.csv"), as: UTF8.self)
    var rows = table.split(separator: "\n").map { $0.components(separatedBy: ",") }
    let column = try #require(rows[0].firstIndex(of: "physics_version"))
    for row in rows.indices.dropFirst() {
      #expect(rows[row][column] == "\(current)")
      rows[row][column] = "2"
    }
    let older = rows.map { $0.joined(separator: ",") + "\n" }.joined()
    _ = try workplace.write(older, to: "run/metrics.csv")
    let refused = try workplace.ganglion("verify", "run", "--quiet")
    #expect(refused.status == 65 && refused.output.isEmpty, "\(refused.output)")
    #expect(refused.errors.contains("physics version 2, "), "\(refused.errors)")
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
