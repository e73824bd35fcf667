import ArgumentParser
import Execution

/// Flags that every command has.
struct OutputOptions: ParsableArguments {
  @Flag(help: "Print one JSON object on stdout.")
  var json = false

  @Flag(help: "Print no progress, and no findings on stderr.")
  var quiet = false

  /// Says on stderr what was found that the user did not ask for; nil is nothing.
  func tell(_ finding: String?) {
    if !quiet { Console.warn(finding) }
  }
}

/// Worker threads.
struct WorkerOptions: ParsableArguments {
  @Option(help: "Worker threads, of each rank; results do not depend on their number.")
  var workers = Launch.ranks?.place.workers ?? availableCores

  func validate() throws {
    guard (1...1024).contains(workers) else {
      throw ValidationError("--workers is \(workers), expected 1 to 1024")
    }
  }
}
