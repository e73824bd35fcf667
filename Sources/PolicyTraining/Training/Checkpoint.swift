public import FileFormats
public import Foundation
import NumericalMethods
public import Policies

/// A checkpoint that does not hold what it should.
public struct CheckpointError: GanglionError, Equatable {
  public let path: String
  public let found: String
  public let expected: String

  public var description: String {
    "\(path): found \(TerminalText.quoted(found)), expected \(expected)"
  }
}

/// The whole state of a run between two generations, with the experiment it belongs to.
public struct Checkpoint: Sendable, Codable {
  public static let schema = 6

  public var schema = Checkpoint.schema
  public var experiment: Experiment
  /// Nil for temporal tasks.
  public var robotDigest: String?
  /// Nil in files that are older than these numbers.
  public var version: WorldVersion?
  /// Version of the program; nil in files that are older than this key.
  public var program: String?
  public var state: TrainingState
  /// Training time so far [s], all sittings together.
  public var wall: Double

  public init(
    experiment: Experiment, robotDigest: String?, state: TrainingState, wall: Double,
    program: String? = nil
  ) {
    (self.experiment, self.program) = (experiment, program)
    version = .current(for: experiment.task)
    self.robotDigest = robotDigest
    self.state = state
    self.wall = wall
  }

  /// Writes it into a folder that is the program's own.
  public func write(to path: String) throws {
    try AtomicFile.write(encoded(), to: path, isOwn: true)
  }

  /// One line with the digest of what follows, then JSON.
  func encoded() throws -> Data {
    let body = try JSON.encoder().encode(self)
    return Data("\(digest(body))\n".utf8) + body
  }

  /// - Throws: `FileError`, `CheckpointError` for a damaged or foreign file, or `ExperimentError`.
  public init(path: String) throws {
    try self.init(decoding: AtomicFile.read(path), path: path)
  }

  /// Whether a file is a checkpoint as it was written, whatever it holds.
  static func isWhole(_ path: String) -> Bool {
    guard let data = try? AtomicFile.read(path) else { return false }
    return (try? body(of: data, path: path)) != nil
  }

  /// What follows the digest.
  private static func body(of data: Data, path: String) throws -> Data {
    guard let newline = data.firstIndex(of: UInt8(ascii: "\n")) else {
      throw CheckpointError(path: path, found: "no first line", expected: "a digest line")
    }
    let stated = String(decoding: data[..<newline], as: UTF8.self)
    let body = Data(data[data.index(after: newline)...])
    guard stated == digest(body) else {
      throw CheckpointError(
        path: path, found: "content with digest \(digest(body))", expected: stated)
    }
    guard JSON.isModest(body) else {
      throw CheckpointError(
        path: path, found: "millions of short values", expected: "a checkpoint of this version")
    }
    return body
  }

  /// Reads a checkpoint's bytes; `path` is named in errors.
  public init(decoding data: Data, path: String) throws {
    let body = try Self.body(of: data, path: path)
    let decoder = JSON.decoder()
    if let version = try? decoder.decode(Stated.self, from: body).schema, version != Self.schema {
      throw CheckpointError(
        path: path, found: "schema \(version)", expected: "a checkpoint of this version")
    }
    do {
      self = try decoder.decode(Checkpoint.self, from: body)
    } catch {
      throw CheckpointError(
        path: path, found: "JSON of another layout", expected: "a checkpoint of this version")
    }
    try experiment.validate { _ in "\(path) (experiment)" }
    if let problem = state.problem ?? Self.problem(wall: wall) {
      throw CheckpointError(path: path, found: problem.found, expected: problem.expected)
    }
  }

  private static func problem(wall: Double) -> (found: String, expected: String)? {
    (0...1e12).contains(wall) ? nil : ("a wall time of \(wall) s", "0 to 1e12")
  }

  /// What every version has.
  private struct Stated: Decodable { let schema: Int }
}

private func digest(_ body: Data) -> String {
  var digest = Digest64()
  body.withUnsafeBytes { digest.update(bytes: $0) }
  return digest.hex
}
