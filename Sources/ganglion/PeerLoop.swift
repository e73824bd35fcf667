import FileFormats
import Foundation
import Locomotion
import NumericalMethods
import RigidBodyDynamics

/// The physics of one episode in another program.
struct PeerLoop {
  static let seed: UInt64 = 1
  static let physics = PhysicsOptions(solver: .direct)
  let path: String
  private let tape: String
  /// Where the episode leaves the base.
  private let end: [Double]

  /// Tapes the episode.
  init(path: String, _ bench: EpisodeBenchmark) throws {
    self.path = path
    tape = FileManager.default.temporaryDirectory.path + "/ganglion-\(getpid()).tape"
    let record = WorldTape()
    bench.episode.tape = record
    _ = bench.run(seed: Self.seed, Self.physics)
    bench.episode.tape = nil
    try AtomicFile.write(record.text, to: tape)
    let position = bench.episode.simulation.baseCenterOfMass
    end = [position.x, position.y, position.z]
  }

  func remove() { unlink(tape) }

  /// CPU seconds of the peer for the episode's physics.
  ///
  /// - Throws: `FileError` when the peer cannot be run or reaches other bits.
  func run() throws -> Double {
    let words = try output().split(separator: " ").map(String.init)
    guard words.count == 6, words[0] == "cpu_s", let seconds = Double(words[1]) else {
      throw FileError(
        path: path, operation: "read its report", reason: words.joined(separator: " "))
    }
    guard words[3...5].map({ Double($0) }) == end else {
      throw FileError(
        path: path, operation: "compare",
        reason: "it ends at \(words[3...5]), the episode at \(end)")
    }
    return seconds
  }

  private func output() throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = [tape]
    let pipe = Pipe()
    process.standardOutput = pipe
    do {
      try process.run()
    } catch {
      throw FileError(path: path, operation: "run it", reason: "\(error)")
    }
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
