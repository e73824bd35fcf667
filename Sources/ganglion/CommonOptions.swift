import ArgumentParser
import Execution
import FileFormats

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

  func validate() throws { try require("--workers", workers, in: 1...1024) }
}

/// An option and what was given for it; nil is nothing.
typealias GivenOption = (name: String, value: Any?)

extension ParsableArguments {
  /// - Throws: a usage error unless `holds`.
  func require(_ holds: Bool, _ message: @autoclosure () -> String) throws {
    if !holds { throw ValidationError(message()) }
  }

  /// - Throws: a usage error for a value that is not as it should be; nil is an option not given.
  func require<Value>(
    _ option: String, _ value: Value?, _ expected: String, _ holds: (Value) -> Bool
  ) throws {
    guard let value else { return }
    try require(holds(value), "\(option) is \(value), expected \(expected)")
  }

  /// - Throws: a usage error for a number out of its range; nil is an option not given.
  func require<Value: Comparable>(
    _ option: String, _ value: Value?, in range: ClosedRange<Value>
  ) throws {
    try require(option, value, "\(range.lowerBound) to \(range.upperBound)", range.contains)
  }

  /// - Throws: a usage error for options that were given and have no use here.
  func refuse(_ options: [GivenOption], _ reason: String) throws {
    let given = options.filter { $0.value != nil }.map(\.name)
    try require(given.isEmpty, "\(given.joined(separator: ", "))\(reason)")
  }

  /// - Throws: a usage error for options that name a file or folder by nothing; a list is of
  ///   several such.
  func requireNames(_ options: GivenOption...) throws {
    for (option, value) in options {
      let names = value as? [String] ?? (value as? String).map { [$0] } ?? []
      try require(!names.contains(""), "\(option) is \"\", expected a name")
    }
  }

  /// - Throws: a usage error where a file that is written is one that is read, or another one that
  ///   is written.
  func requireApart(inputs: [GivenOption], outputs: [GivenOption]) throws {
    func files(_ options: [GivenOption]) -> [(option: String, path: String, file: FileIdentity)] {
      options.flatMap { option, value in
        (value as? [String] ?? (value as? String).map { [$0] } ?? [])
          .map { (option, $0, FileIdentity($0)) }
      }
    }
    let written = files(outputs)
    for (index, output) in written.enumerated() {
      let others = files(inputs) + written[..<index]
      guard let other = others.first(where: { $0.file == output.file }) else { continue }
      throw ValidationError(
        "\(output.option) would write over \(other.option): \(output.path) is \(other.path)")
    }
  }
}
