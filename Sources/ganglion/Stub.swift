import ArgumentParser
struct Evaluate: ParsableCommand {}
struct Replay: ParsableCommand {}
struct RobotCommand: ParsableCommand { static let configuration = CommandConfiguration(commandName: "robot") }
struct Benchmark: ParsableCommand {}
