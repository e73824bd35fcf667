import Foundation
import Testing

/// Folders and files that are not the program's to write.
@Suite struct FolderTests {
  let workplace: Workplace

  init() throws { workplace = try Workplace() }

  private func train(_ options: String...) throws -> ProgramOutput {
    try workplace.start(Tiny.train + ["--generations", "1", "--quiet"] + options).finished()
  }

  private func evaluate(_ options: String...) throws -> ProgramOutput {
    let policy = try Tiny.run().policy
    return try workplace.start(
      ["evaluate", policy, "--episodes", "1", "--lifespan", "--quiet"] + options
    ).finished()
  }

  /// A folder with files of these names, each of which holds its name.
  private func makeFolder(_ name: String, _ files: String...) throws {
    try FileManager.default.createDirectory(
      atPath: workplace.file(name), withIntermediateDirectories: true)
    for file in files { _ = try workplace.write(file, to: "\(name)/\(file)") }
  }

  private func expectUntouched(
    _ name: String, _ files: String..., location: Testing.SourceLocation = #_sourceLocation
  ) throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: workplace.file(name))
    #expect(names.sorted() == files.sorted(), sourceLocation: location)
    for file in files {
      let text = String(decoding: try workplace.read("\(name)/\(file)"), as: UTF8.self)
      #expect(text == file, sourceLocation: location)
    }
  }

  @Test(arguments: ["notes.tmp", "experiment.yaml", "metrics.csv", "policy.safetensors"])
  func aFolderOfOthersIsNoRun(file: String) throws {
    try makeFolder("d", file, "other.tmp")
    let refused = try train("--output", "d")
    #expect(refused.status == 74, "\(refused.errors)")
    #expect(refused.errors.contains("error: d: cannot write into it: it is not empty"))
    try expectUntouched("d", file, "other.tmp")
    let forced = try train("--output", "d", "--force")
    #expect(forced.status == 0, "\(forced.errors)")
    for left in Set([file, "other.tmp"]).subtracting([
      "experiment.yaml", "metrics.csv", "policy.safetensors",
    ]) {
      #expect(try workplace.read("d/\(left)") == Data(left.utf8))
    }
  }

  @Test(arguments: ["summary.json", "suite.csv", "report.html", "notes.tmp"])
  func aFolderOfOthersIsNoEvaluation(file: String) throws {
    try makeFolder("d", file, "other.tmp")
    let refused = try evaluate("--output", "d")
    #expect(refused.status == 74, "\(refused.errors)")
    #expect(refused.errors.contains("error: d: cannot write into it: it is not empty"))
    try expectUntouched("d", file, "other.tmp")
    #expect(try evaluate("--output", "d", "--force").status == 0)
    #expect(try workplace.read("d/other.tmp") == Data("other.tmp".utf8))
    #expect(try evaluate("--output", "d").status == 0, "now it is one")
  }

  @Test func aFolderOfOthersIsNoRobot() throws {
    let ant = Workplace.package + "/robots/ant/ant.urdf"
    let arguments = ["robot", "import", ant, "--name", "mine", "--output", "o"]
    try makeFolder("o/mine", "README.md", "notes.tmp")
    #expect(try workplace.start(arguments).finished().status == 74)
    try expectUntouched("o/mine", "README.md", "notes.tmp")
    #expect(try workplace.start(arguments + ["--force"]).finished().status == 0)
    #expect(try workplace.read("o/mine/notes.tmp") == Data("notes.tmp".utf8))
    let names = try FileManager.default.contentsOfDirectory(atPath: workplace.file("o/mine"))
    #expect(names.sorted() == ["README.md", "mine.urdf", "mine.yaml", "notes.tmp"])
  }

  /// The kinds of folders are not mixed, and a run is not written over, not even by force.
  @Test func anotherKindOfFolder() throws {
    #expect(try train("--output", "run").status == 0)
    #expect(try evaluate("--output", "results").status == 0)
    let run = try evaluate("--output", "run")
    #expect(run.status == 74 && run.errors.contains("it holds a training run"), "\(run.errors)")
    let results = try train("--output", "results")
    #expect(results.status == 74 && results.errors.contains("it holds an evaluation"))
    for force in [[], ["--force"]] {
      let again = try workplace.start(Tiny.train + ["--output", "run"] + force).finished()
      #expect(again.status == 74 && again.errors.contains("it holds a run; use --resume"))
    }
  }

  /// Folders that older versions left have no mark.
  @Test func foldersOfOlderVersionsAreGoneOnWith() throws {
    let suite = try workplace.write(
      "schema: 1\nname: s\nepisodes: 1\nconditions: [slope:1]\n", to: "s.yaml")
    let evaluation = ["evaluate", try Tiny.run().policy, "--suite", suite, "--output", "results"]
    #expect(try train("--output", "run", "--set", "randomisation.curriculum=0").status == 0)
    #expect(try workplace.start(evaluation).finished().status == 0)
    for folder in ["run", "results"] {
      try FileManager.default.removeItem(atPath: workplace.file(folder + "/.ganglion"))
    }
    let fresh = try train("--output", "run")
    #expect(fresh.status == 74 && fresh.errors.contains("it holds a run; use --resume"))
    let names = try FileManager.default.contentsOfDirectory(atPath: workplace.file("run"))
    #expect(!names.contains(".ganglion"), "a refusal leaves nothing")
    let resumed = try workplace.ganglion(
      "train", "ant", "--resume", "--output", "run", "--generations", "2", "--quiet")
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(try workplace.start(evaluation).finished().status == 0)
    for folder in ["run", "results"] {
      let mark = workplace.file(folder + "/.ganglion/folder.json")
      #expect(FileManager.default.fileExists(atPath: mark))
    }
  }

  /// What is refused later leaves no folder.
  @Test func aRefusedTrainingLeavesNoFolder() throws {
    #expect(try train("--output", "r", "--start", "none.safetensors").status == 74)
    #expect(try train("--output", "r", "--start", Tiny.run().policy, "--rule", "none").status == 0)
    #expect(try train("--output", "s/t", "--set", "freeze=[nothing]").status == 65)
    #expect(!FileManager.default.fileExists(atPath: workplace.file("s")))
  }

  @Test func noInputIsAnOutput() throws {
    let policy = try workplace.copy(Tiny.run().policy, to: "p.safetensors")
    let before = try workplace.read("p.safetensors")
    try FileManager.default.createSymbolicLink(
      atPath: workplace.file("link"), withDestinationPath: "p.safetensors")
    let yaml = try workplace.write(Tiny.task, to: "task.yaml")
    let urdf = try workplace.copy(
      Workplace.package + "/robots/ant/ant.urdf", to: "ant.urdf")
    try makeFolder("results")
    _ = try workplace.copy(policy, to: "results/summary.json")
    try makeFolder("own")
    _ = try workplace.copy(urdf, to: "own/own.urdf")
    try makeFolder("run")
    _ = try workplace.write(Tiny.task, to: "run/experiment.yaml")
    for arguments in [
      ["replay", "p.safetensors", "--csv", "p.safetensors"],
      ["replay", "p.safetensors", "--svg", "./p.safetensors"],
      ["replay", "p.safetensors", "--csv", "link"],
      ["replay", "link", "--html", policy],
      ["replay", "p.safetensors", "--csv", "a", "--svg", "./a"],
      ["replay", "p.safetensors", "--against", "a.csv", "--csv", "a.csv"],
      ["replay", "p.safetensors", "--versus", "link", "--html", "link"],
      ["episodes", "task.yaml", "--output", yaml],
      ["robot", "export", "ant.urdf", "--mjcf", "./ant.urdf"],
      ["robot", "export", "ant.urdf", "--mjcf", "ant.yaml"],
      ["robot", "import", "own/own.urdf", "--output", ".", "--force"],
      ["gradients", "task.yaml", "--svg", "task.yaml"],
      ["gradients", "task.yaml", "--start", "p.safetensors", "--svg", "link"],
      ["evaluate", "results/summary.json", "--output", "results", "--force"],
      ["train", "run/experiment.yaml", "--output", "run", "--force"],
    ] {
      let refused = try workplace.start(arguments).finished()
      #expect(refused.status == 64, "\(arguments): \(refused.status) \(refused.errors)")
      #expect(refused.errors.contains("would write over"), "\(arguments): \(refused.errors)")
    }
    #expect(try workplace.read("p.safetensors") == before)
    #expect(try workplace.read("results/summary.json") == before)
    #expect(try workplace.read("task.yaml") == Data(Tiny.task.utf8))
    #expect(try workplace.read("run/experiment.yaml") == Data(Tiny.task.utf8))
    #expect(try workplace.read("own/own.urdf") == workplace.read("ant.urdf"))
  }

  @Test func anEmptyPathIsAMistake() throws {
    let policy = try Tiny.run().policy
    for arguments in [
      ["train", "xor", "--output", ""], ["train", ""], ["train", "ant", "--robot", ""],
      ["train", "ant", "--start", ""], ["train", "ant", "--resume", "--output", ""],
      ["evaluate", ""], ["evaluate", policy, ""], ["evaluate", policy, "--output", ""],
      ["evaluate", policy, "--suite", ""], ["evaluate", policy, "--robot", ""],
      ["evaluate", policy, "--dividend", "--fixed", ""], ["evaluate", "--arm", "a="],
      ["headroom", ""], ["headroom", policy, "--output", ""],
      ["headroom", policy, "--robust", ""], ["headroom", policy, "--suite", ""],
      ["replay", ""], ["replay", policy, "--csv", ""], ["replay", policy, "--svg", ""],
      ["replay", policy, "--html", ""], ["replay", policy, "--against", ""],
      ["replay", policy, "--html", "a", "--versus", ""], ["verify", ""],
      ["robot", "check", ""], ["robot", "show", ""], ["robot", "export", "", "--mjcf", "a"],
      ["robot", "export", "ant", "--mjcf", ""], ["robot", "import", ""],
      ["robot", "import", "a.urdf", "--output", ""], ["robot", "import", "a.urdf", "--name", ""],
      ["episodes", "xor", "--output", ""], ["episodes", "", "--output", "a"],
      ["gradients", ""], ["gradients", "xor", "--svg", ""], ["gradients", "xor", "--start", ""],
      ["presets", "--show", ""], ["suites", "--show", ""], ["benchmark", ""],
      ["benchmark", "--peer", ""],
    ] {
      let refused = try workplace.start(arguments).finished()
      #expect(refused.status == 64, "\(arguments): \(refused.status) \(refused.errors)")
      #expect(refused.output.isEmpty)
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: workplace.path)
    #expect(names.allSatisfy { $0.hasPrefix(".") && $0 != ".ganglion" }, "\(names)")
  }

  /// Names that drafts might be thought to have, as links to somebody else's file.
  @Test func plantedLinksAreNotWrittenThrough() throws {
    _ = try workplace.write("victim", to: "v")
    let script = """
      for i in $(seq $$ $(($$ + 300))); do ln -s v out.csv.$i.tmp; done
      exec "$0" "$@"
      """
    let result = try workplace.start(
      ["replay", Tiny.run().policy, "--duration", "0.1", "--csv", "out.csv"], script: script
    ).finished()
    #expect(result.status == 0, "\(result.errors)")
    #expect(try workplace.read("v") == Data("victim".utf8))
    var status = stat()
    #expect(lstat(workplace.file("out.csv"), &status) == 0 && status.st_mode & S_IFMT == S_IFREG)
  }
}
