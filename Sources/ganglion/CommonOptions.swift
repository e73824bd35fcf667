import ArgumentParser
import PolicyTraining

/// Flags that every command has.
struct OutputOptions: ParsableArguments {
  @Flag(help: "Print one JSON object on stdout.")
  var json = false

  @Flag(help: "Print no progress.")
  var quiet = false
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
