import Foundation
import Testing

/// What a finished program left behind.
struct ProgramOutput {
  let status: Int32
  let output: String
  let errors: String

  /// The one JSON object that stdout has to be.
  func json() throws -> [String: Any] {
    try #require(JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any])
  }
}

/// A folder that lives as long as this object, with the built program to run in it.
final class Workplace: Sendable {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "ganglion-command-line-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { "\(path)/\(name)" }

  func write(_ text: String, to name: String) throws -> String {
    try Data(text.utf8).write(to: URL(fileURLWithPath: file(name)))
    return file(name)
  }

  /// A file of the workplace with the bytes of another one.
  func copy(_ path: String, to name: String) throws -> String {
    try Data(contentsOf: URL(fileURLWithPath: path)).write(to: URL(fileURLWithPath: file(name)))
    return file(name)
  }

  func read(_ name: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: file(name)))
  }

  static let package = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

  /// The program lies beside the test bundle, whatever the build's configuration and scratch path.
  private static let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent().appendingPathComponent("ganglion")

  /// Starts `ganglion` in this folder; its output goes to files, so that it can never block.
  ///
  /// - Parameters:
  ///   - blocks: the largest file that it may write, in half kilobytes, as on a full disk.
  ///   - script: how a shell starts it, as `"$0" "$@"`.
  ///   - variables: what its environment holds besides.
  func start(
    _ arguments: [String], output: String? = nil, blocks: Int? = nil,
    script: String? = nil, variables: [String: String] = [:]
  ) throws -> Running {
    let process = Process()
    let id = UUID().uuidString
    var environment = ProcessInfo.processInfo.environment
    environment["GANGLION_HOME"] = Self.package
    environment["GANGLION_COMMIT"] = nil
    environment.merge(variables) { $1 }
    process.executableURL = Self.program
    process.arguments = arguments
    if let script = script ?? blocks.map({ "ulimit -f \($0); exec \"$0\" \"$@\"" }) {
      process.executableURL = URL(fileURLWithPath: "/bin/sh")
      process.arguments = ["-c", script, Self.program.path] + arguments
    }
    process.environment = environment
    process.currentDirectoryURL = URL(fileURLWithPath: path)
    let paths = (output: output ?? file(".\(id).out"), errors: file(".\(id).err"))
    for path in [paths.output, paths.errors] where path != output {
      try Data().write(to: URL(fileURLWithPath: path))
    }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle(forWritingAtPath: paths.output)
    process.standardError = FileHandle(forWritingAtPath: paths.errors)
    try process.run()
    return Running(process: process, outputPath: paths.output, errorsPath: paths.errors)
  }

  func ganglion(_ arguments: String...) throws -> ProgramOutput {
    try start(arguments).finished()
  }
}

/// A program under way.
struct Running {
  let process: Process
  let outputPath: String
  let errorsPath: String

  func finished() throws -> ProgramOutput {
    process.waitUntilExit()
    // A signal counts as the shell counts it.
    let signalled = process.terminationReason == .uncaughtSignal
    return ProgramOutput(
      status: process.terminationStatus + (signalled ? 128 : 0), output: text(outputPath),
      errors: text(errorsPath))
  }

  private func text(_ path: String) -> String {
    guard !path.hasPrefix("/dev/") else { return "" }
    return String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
  }
}

/// Arguments that make a training of the ant take a moment.
enum Tiny {
  static let train = [
    "train", "ant", "--workers", "1", "--set", "network.hidden=[8]", "--set",
    "evolution.population=4", "--set", "task.duration=0.4", "--set", "evaluation.episodes=2",
    "--set", "evaluation.duration=3.2", "--set", "evaluation.selection_interval=2", "--set",
    "evaluation.selection_episodes=1",
  ]

  /// A trained run that tests share; it is read only.
  struct Run: Sendable {
    let workplace: Workplace
    let output: String
    let errors: String
    var policy: String { workplace.file("run/policy.safetensors") }
  }

  static func run() throws -> Run { try shared.get() }

  private static let shared = Result<Run, any Error> {
    try run(train + ["--generations", "3"], in: Workplace())
  }

  /// A temporal task in a file. No step of its training depends on the budget.
  static let task = """
    schema: 1
    name: tiny-task
    task: {kind: cue-association, cues: 2, dimension: 4, showings: 2, noise: 0.1}
    network: {hidden: [8]}
    gradient: {batch: 8, schedule: constant}
    evolution: {population: 4, episodes: 2}
    budget: {generations: 3}
    evaluation: {episodes: 12, selection_interval: 2, selection_episodes: 2}
    """

  /// A network trained on it by gradient, that tests share as well.
  static func taskRun() throws -> Run { try sharedTask.get() }

  private static let sharedTask = Result<Run, any Error> {
    let workplace = try Workplace()
    return try run(["train", workplace.write(task, to: "task.yaml")], in: workplace)
  }

  private static func run(_ arguments: [String], in workplace: Workplace) throws -> Run {
    removeAtExit(workplace.path)
    let finished = try workplace.start(arguments + ["--output", "run", "--json"]).finished()
    try #require(finished.status == 0, "\(finished.errors)")
    return Run(workplace: workplace, output: finished.output, errors: finished.errors)
  }
}

/// Folders of shared fixtures, which no deinitialiser removes.
private enum Leftovers {
  static let lock = NSLock()
  nonisolated(unsafe) static var paths: [String] = []
}

private func removeAtExit(_ path: String) {
  Leftovers.lock.withLock { Leftovers.paths.append(path) }
  atexit {
    for path in Leftovers.lock.withLock({ Leftovers.paths }) {
      try? FileManager.default.removeItem(atPath: path)
    }
  }
}
