import ArgumentParser
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
      130 interrupted after saving.
      """,
    version: version,
    subcommands: [
      Train.self, Verify.self, Evaluate.self, Replay.self, RobotCommand.self, Rules.self,
      Gradients.self,
      PerturbationCommand.self, PresetsCommand.self, SuitesCommand.self, Benchmark.self,
    ])

  /// Runs the command line; every error becomes one line on stderr and its documented exit code.
  static func main() {
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch let code as ExitCode {
      exit(withError: code)
    } catch {
      let status = exitStatus(of: error)
      // The parser's own errors, and requests for help, carry another code.
      if status == nil, exitCode(for: error) != .failure { exit(withError: error) }
      Console.error("error: \(error)")
      exit(withError: ExitCode(status ?? ExitStatus.internalError))
    }
  }
}
