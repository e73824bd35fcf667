import ArgumentParser
import FileFormats
import TrajectoryReplay

extension Replay {
  /// How the simulated trajectory compares with the one of --against.
  struct Agreement: Encodable {
    let file: String
    let identical: Bool
    let rows: Int
    let difference: TrajectoryComparison.Difference?

    init(_ path: String, _ comparison: TrajectoryComparison) {
      (file, rows) = (path, comparison.sameRows)
      (identical, difference) = (comparison.difference == nil, comparison.difference)
    }

    var text: String {
      guard let difference else { return "against   \(file): identical, \(rows) rows" }
      return """
        against   \(file): differs at line \(difference.line), \(difference.column), after \(rows) \
        equal rows
        recorded  \(difference.recorded ?? "nothing")
        simulated \(difference.simulated ?? "nothing")
        """
    }

    /// - Throws: the exit code of data that are not as they should be.
    func check() throws {
      guard identical else { throw ExitCode(ExitCodes.badInput) }
    }
  }

  /// The trajectory of --against, of which the rows are read where it has the header of the one
  /// that is simulated; nil without.
  func recordedTrajectory(header: [String]) throws -> TrajectoryFile? {
    try against.map {
      try TrajectoryFile(
        decoding: AtomicFile.read($0, limit: TrajectoryFile.largestFile), path: $0,
        comparedWith: header)
    }
  }
}
