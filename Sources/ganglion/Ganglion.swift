import ArgumentParser
import Execution
import FileFormats
import Foundation

@main
struct Ganglion: ParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "ganglion",
    abstract: "Trains legged robots to walk with plastic spiking neural networks.",
    discussion: """
      Examples:
        ganglion train ant                               train a gait
        ganglion evaluate policies/ant/plastic.safetensors
        ganglion replay policies/ant/plastic.safetensors --csv gait.csv

      Exit codes: 0 success, 64 usage, 65 bad input data, 70 internal error, 74 input/output, \
      75 a rank of several failed, 130 interrupted after saving (Ctrl-C, SIGTERM, SIGHUP, SIGUSR1; \
      a second one ends at once).
      """,
    version: version,
    subcommands: [
      Train.self, Verify.self, Evaluate.self, HeadroomCommand.self, Replay.self, RobotCommand.self,
      Rules.self, EpisodesCommand.self, Gradients.self, PerturbationCommand.self,
      PresetsCommand.self, ExplainCommand.self, SuitesCommand.self, Benchmark.self,
    ])

  /// Runs the command line; every error becomes one line on stderr and its documented exit code.
  static func main() {
    prepare()
    do {
      var command = try parseAsRoot()
      try Launch.check(command)
      try command.run()
      try Launch.ranks?.finish()
      Launch.ranks?.stop()
    } catch let code as ExitCode {
      Launch.end(code, status: code.rawValue) {}
    } catch {
      let status = (error as? any GanglionError)?.exitCode
      // The parser's own errors, and requests for help, carry another code.
      if status == nil, exitCode(for: error) != .failure {
        let code = exitCode(for: error)
        // One spelling of errors, the parser's own included.
        let told = code == .success ? nil : mistake(in: Array(CommandLine.arguments.dropFirst()))
        let text = told ?? fullMessage(for: error).replacing(#/^Error: /#, with: "error: ")
        Launch.end(error, status: code.rawValue) {
          code == .success ? Console.output(text) : Console.error(text)
        }
      }
      Launch.end(error, status: status ?? ExitCodes.internalError) {
        Console.error("error: \(error)")
      }
    }
  }

  /// What the parser has no word for: a command that there is not, and a number below zero, which
  /// it takes for an option. Nil is anything else.
  private static func mistake(in arguments: [String]) -> String? {
    let commands = configuration.subcommands.map { $0._commandName }
    if let first = arguments.first, !first.hasPrefix("-"), !commands.contains(first),
      first != "help"
    {
      let near = nearestName(to: first, among: commands).map { "; did you mean \($0)?" } ?? "."
      return "error: no command \"\(first)\"\(near) Commands: "
        + commands.joined(separator: ", ")
    }
    for (option, value) in zip(arguments, arguments.dropFirst())
    where ["--seed", "--generations", "--episodes", "--workers"].contains(option) {
      if value.hasPrefix("-"), Int(value) != nil {
        return "error: \(option) is \(value), expected a whole number from 0 on"
      }
    }
    return nil
  }

  /// Makes good what a careless caller left, before any file is opened: streams that are closed,
  /// and signals that would end the program where a write only has to fail: to a reader that has
  /// gone, or beyond the largest file that is allowed.
  private static func prepare() {
    guard Descriptor.openStandardStreams() else { _exit(ExitCodes.inputOutput) }
    for number in [SIGPIPE, SIGXFSZ] { signal(number, SIG_IGN) }
  }
}
