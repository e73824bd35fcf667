import Testing
@testable import FileFormats

@Suite struct YAMLAliasTests {
  /// Lists of lists: each level names the one below `width` times.
  private func bomb(levels: Int, width: Int) -> String {
    "a0: &a0 [x]\n"
      + (1..<levels).map { level in
        let names = Array(repeating: "*a\(level - 1)", count: width).joined(separator: ", ")
        return "a\(level): &a\(level) [\(names)]\n"
      }.joined()
  }

  @Test func whatStandsForTooMuchIsRefused() throws {
    for (levels, width) in [(12, 9), (30, 2), (200, 1)] {
      let error = #expect(throws: ConfigurationError.self) {
        try YAMLReader(bomb(levels: levels, width: width), file: "r.yaml")
      }
      #expect(error?.found == "\((levels - 1) * width) aliases")
    }
    // As the key of a mapping, where all of it would be hashed.
    let key = bomb(levels: 12, width: 9) + "? *a11\n: 1\n"
    #expect(throws: ConfigurationError.self) { try YAMLReader(key, file: "r.yaml") }
  }

  @Test func aFewAliasesAreRead() throws {
    let reader = try YAMLReader(
      "leg: &leg {kp: 4}\nfront: *leg\nrear: *leg\nhips: {match: \"*_hip\"} # a*b\n", file: "r.yaml"
    )
    #expect(try reader.required("rear").keys() == ["kp"])
    #expect(YAMLAliases.problem(in: bomb(levels: 5, width: 4)) == nil)
  }

  @Test(arguments: [
    ("*a", 1), ("[*a,*b, *c]", 3), ("{x: *a}", 1), ("- *a", 1), ("? *a", 1), ("!!seq *a", 1),
    ("a*b", 0), ("\"*_hip\"", 0), ("'*_hip'", 0), ("# *a *b", 0), ("  # *a\n*b", 1),
    ("\"#\", *a", 1), ("x: [\n*a", 1), ("2*3", 0), ("\t*a", 1), ("[*a]\r\n#*b\r*c", 2),
  ])
  func theyAreCounted(text: String, count: Int) {
    #expect(YAMLAliases.count(in: text) == count, "\(text)")
  }
}
