import ArgumentParser
import Execution
import FileFormats
import Foundation
import NumericalMethods

/// How this process was started: alone, or by `mpirun` or `srun` as one of several ranks.
enum Launch {
  /// Nil for a process alone.
  static let ranks: Ranks? = start()

  /// Whether this process speaks to the user and writes files.
  static var isFirst: Bool { ranks?.isFirst ?? true }

  private static func variable(_ name: String) -> String? {
    ProcessInfo.processInfo.environment[name]
  }

  /// Number of processes that a launcher says it has started; nil where there is none.
  private static var started: Int? {
    ["OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "SLURM_STEP_NUM_TASKS"]
      .lazy.compactMap { variable($0).flatMap { Int($0) } }.first
  }

  private static func start() -> Ranks? {
    #if MPI
      let isRank = ["OMPI_COMM_WORLD_SIZE", "PMIX_RANK", "PMI_RANK"].contains {
        variable($0) != nil
      }
      if isRank { return Ranks(MPI()) }
    #endif
    return nil
  }

  /// Makes sure that every process that was started knows of the others, that all are one program,
  /// and that several have a command which they can share.
  /// - Throws: a usage error, or `RankError` on every rank.
  static func check(_ command: any ParsableCommand) throws {
    let size = ranks?.place.size ?? 1
    if let started, started > 1, size == 1 { throw ValidationError(separate(started)) }
    try ranks?.require(same: [
      ("the program's version", Ganglion.version), ("its commit", Installation.commit),
      ("the digest of its file", digestOfProgram),
    ])
    guard size == 1 || command is Train || command is Evaluate else {
      throw ValidationError(
        "\(type(of: command)._commandName) runs in one process; several ranks share train and "
          + "evaluate")
    }
  }

  /// Of processes that do not know of each other: each would do the whole work.
  private static func separate(_ started: Int) -> String {
    #if MPI
      "\(started) processes were started together, but MPI does not join them; with Slurm, start "
        + "them by srun --mpi=pmix"
    #else
      "\(started) processes were started together, but this program is built without MPI; use "
        + "tools/ganglion --mpi \(started)"
    #endif
  }

  private static var digestOfProgram: String {
    var digest = Digest64()
    let program = FileManager.default.contents(atPath: "/proc/self/exe") ?? Data()
    program.withUnsafeBytes { digest.update(bytes: $0) }
    return digest.hex
  }

  /// The bytes of a file that only rank 0 needs to have.
  static func read(_ path: String, limit: Int = 1 << 30) throws -> Data {
    guard let ranks else { return try AtomicFile.read(path, limit: limit) }
    return Data(
      try ranks.first { FileBytes([UInt8](try AtomicFile.read(path, limit: limit))) }.bytes)
  }

  /// Ends this process, and with it all ranks, after `error`, which is printed once.
  static func end(_ error: any Error, status: Int32, tell: () -> Void) -> Never {
    guard let ranks else {
      tell()
      exit(status)
    }
    // A shared error every rank has met at the same point.
    let shared = error as? RankError
    let failure = shared ?? ranks.leave("\(error)", status: status)
    if ranks.isFirst {
      shared == nil && failure.rank == 0 ? tell() : Console.error("error: \(failure)")
    }
    // Only now: when a rank has left with an exit code, the launcher ends the others.
    ranks.stop()
    exit(failure.status)
  }
}

private struct FileBytes: Portable {
  let bytes: [UInt8]
  init(_ bytes: [UInt8]) { self.bytes = bytes }
  func write(to wire: inout WireWriter) { wire.write(raw: bytes) }
  init(from wire: inout WireReader) throws { bytes = try wire.raw() }
}
