import Policies
import Testing

@Suite struct ExperimentErrorTests {
  /// The error of reading YAML whose first line gives the schema.
  private func error(_ body: String, schema: String = "schema: 1\n") -> ExperimentError? {
    let error = #expect(throws: ExperimentError.self, "\(body)") {
      try ExperimentFile.read(schema + body, path: "e.yaml")
    }
    #expect(error?.place.hasPrefix("e.yaml") == true)
    #expect(error?.description.contains("\n") == false, "\(error?.description ?? "")")
    return error
  }

  @Test func unknownKeysNameTheLineAndTheNearest() {
    let top = error("name: x\nevolutoin: 1\n")
    #expect(top?.place == "e.yaml:3")
    #expect(top?.found == "unknown key \"evolutoin\"")
    #expect(top?.expected.hasPrefix("\"evolution\"?") == true)
    let nested = error("evolution:\n  population: 8\n  sgima: 0.1\n")
    #expect(nested?.place == "e.yaml:4")
    #expect(nested?.key == "evolution")
    #expect(nested?.expected.hasPrefix("\"sigma\"?") == true)
    let reward = error("task:\n  reward:\n    allive: 1\n")
    #expect(reward?.place == "e.yaml:4")
    #expect(reward?.key == "task.reward")
    #expect(reward?.expected.hasPrefix("\"alive\"?") == true)
    #expect(error("zzzzzzzzz: 1\n")?.expected.hasPrefix("one of ") == true)
  }

  @Test(arguments: [
    ("seed: -1", "seed", "\"-1\"", "a whole number"),
    ("seed: x", "seed", "\"x\"", "a whole number"),
    ("evolution: {population: 8.5}", "evolution.population", "\"8.5\"", "a whole number"),
    ("evolution: {sigma: big}", "evolution.sigma", "\"big\"", "a number"),
    ("network: {recurrent: 3}", "network.recurrent", "\"3\"", "true or false"),
    ("network: {hidden: 5}", "network.hidden", "\"5\"", "a list"),
    ("network: {hidden: [a]}", "network.hidden", "a list", "a whole number"),
    ("network: {hidden: {a: 1}}", "network.hidden", "a mapping", "a list"),
    ("name: [a]", "name", "a list", "a single value"),
    ("task: 3", "task", "\"3\"", "a mapping"), ("task: [1]", "task", "a list", "a mapping"),
    ("evolution: {sigma: {x: 1}}", "evolution.sigma", "a mapping", "a single value"),
  ])
  func wrongTypesNameLineKeyFoundAndExpected(
    text: String, key: String, found: String, expected: String
  ) {
    let error = error("\n" + text + "\n")
    #expect(error?.key == key)
    #expect(error?.place == "e.yaml:3")
    #expect(error?.found == found)
    #expect(error?.expected == expected)
  }

  @Test(arguments: [
    ("network: {rule: ojja}", "network.rule", "oja"),
    ("network: {gate: open}", "network.gate", "modulated"),
    ("network: {granularity: all}", "network.granularity", "neuron"),
    ("network: {modulation: x}", "network.modulation", "global"),
    ("network: {lif: {reset: x}}", "network.lif.reset", "subtract"),
    ("network: {plastic: [readout, inptu]}", "network.plastic", "input"),
    ("network: {plastic: x}", "network.plastic", "readout"),
  ])
  func choicesAreListed(text: String, key: String, choice: String) {
    let error = error(text)
    #expect(error?.key == key)
    #expect(error?.place == "e.yaml:2")
    #expect(error?.expected.hasPrefix("one of ") == true)
    #expect(error?.expected.contains(choice) == true)
  }

  @Test func wholeFilesThatAreNoExperiment() {
    #expect(error("", schema: "")?.found == "nothing")
    #expect(error("# only a comment\n", schema: "")?.found == "nothing")
    #expect(error("- a\n- b\n", schema: "")?.found == "no mapping")
    #expect(error("text", schema: "")?.found == "no mapping")
    #expect(throws: Never.self, "a file without a schema is of today") {
      try ExperimentFile.read("name: x\n", path: "e.yaml")
    }
    #expect(error("schema: 3\n", schema: "")?.place == "e.yaml:1")
    #expect(error("name: x\nschema: two\n", schema: "")?.found == "two")
    #expect(error("schema: [1]\n", schema: "")?.key == "schema")
    #expect(error("a: [1, 2\n")?.expected == "one YAML document")
    #expect(error("name: x\n\tseed: 1\n")?.expected == "one YAML document")
    #expect(error("a: &x [1, *x]\n") != nil)
    #expect(error("--- 1\n--- 2\n", schema: "") != nil)
  }

  @Test func unreadableTextNamesItsLine() {
    #expect(error("name: x\nseed: ]\n")?.place == "e.yaml:3")
    #expect(error("name: x\nseed: [1,\n")?.place.hasPrefix("e.yaml:") == true)
  }

  @Test func aKeyGivenTwiceIsAnError() {
    #expect(error("seed: 1\nseed: 2\n")?.found.contains("key given twice: seed") == true)
    #expect(error("evolution: {sigma: 1, sigma: 2}\n")?.description.contains("sigma") == true)
  }
}
