import FileFormats
import Policies
import Testing

@Suite struct ExperimentKeysTests {
  /// A field that is added without a comment has no meaning here.
  @Test func everyKeyHasAMeaningAndADefault() {
    let keys = ExperimentKeys.all
    #expect(keys.count > 150 && Set(keys.map(\.key)).count == keys.count)
    for note in keys {
      #expect(note.meaning.count >= 10, "\(note.key)")
      #expect(note.standard?.isEmpty == false, "\(note.key)")
    }
  }

  @Test func everyPresetIsMadeOfThem() throws {
    let known = Set(ExperimentKeys.all.map(\.key))
    for preset in Presets.all {
      let experiment = try #require(Presets.experiment(named: preset.name))
      let explained = try ExperimentKeys.explained(ExperimentFile.write(experiment))
      var path: [String] = []
      for line in explained.split(separator: "\n") {
        let text = line.drop { $0 == " " }
        let indent = line.count - text.count
        if text.hasPrefix("#") || text.hasPrefix("- ") || text == "-" { continue }
        path = path.prefix(indent / 2) + [String(text.prefix { $0 != ":" })]
        let key = path.joined(separator: ".")
        #expect(
          text.hasSuffix(":") || known.contains(key), "\(preset.name): \(key)")
      }
      // With its comments it is the same experiment.
      #expect(try ExperimentFile.read(explained, path: "e.yaml") == experiment, "\(preset.name)")
    }
  }

  @Test func rangesAreWhatReadingSays() throws {
    func range(_ key: String) throws -> String? {
      ExperimentKeys.ranged(try #require(ExperimentKeys.all.first { $0.key == key })).range
    }
    #expect(try range("evolution.sigma") == "a positive number")
    #expect(try range("budget.generations") == "1 to 1000000")
    #expect(try range("network.gate")?.contains("modulated") == true)
    #expect(try range("network.recurrent") == "true or false")
    #expect(try range("task.cues") == "1 to 999")
  }

  @Test func tasksOfAKeyAreNamed() throws {
    let cues = try #require(ExperimentKeys.all.first { $0.key == "task.cues" })
    #expect(cues.scope == "task.kind: cue-accumulation, cue-association")
    let command = try #require(ExperimentKeys.all.first { $0.key == "task.command" })
    #expect(command.scope == "task.kind: locomotion")
    #expect(ExperimentKeys.meaning(of: "task.reward.alive")?.hasPrefix("Weight of") == true)
    #expect(ExperimentKeys.meaning(of: "evolution.sigmma") == nil)
  }
}
