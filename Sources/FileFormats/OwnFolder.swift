import Foundation

/// A folder that a command writes its files into: one that was empty or absent, or that says it
/// is of the same kind, with one process at a time that writes into it.
///
/// Its subfolder `.ganglion` holds what says so, a lock, and files on their way to their names.
public final class OwnFolder {
  /// What a folder's files are of.
  public enum Kind: String, Sendable, Codable {
    case training, evaluation

    fileprivate var name: String {
      switch self {
      case .training: "a training run"
      case .evaluation: "an evaluation"
      }
    }
  }

  /// The subfolder, and the beginning of the names of folders that files are made in elsewhere.
  static let hidden = ".ganglion"

  public let path: String
  private let kind: Kind
  private let lock: FolderLock
  /// Folders that were made for it, the innermost first.
  private let made: [String]
  private var isMarked: Bool

  /// Takes a folder for this process, and makes it where there is none. Before ``mark()`` it
  /// leaves nothing in it that outlives this object.
  ///
  /// - Parameters:
  ///   - isForced: whether to take one that holds other files.
  ///   - isRecognised: whether a folder without a mark is one of the kind all the same, as older
  ///     versions left it.
  /// - Throws: `FileError` for a folder of another kind, with files of others, or that another
  ///   process writes into, which it names.
  public init(
    _ path: String, for kind: Kind, isForced: Bool = false, isRecognised: () -> Bool = { false }
  ) throws {
    (self.path, self.kind) = (path, kind)
    made = Array(
      sequence(first: path) { FilePath.folder(of: $0) }.prefix { access($0, F_OK) != 0 })
    if made.isEmpty { try Self.check(path, kind, isForced, isRecognised) }
    try AtomicFile.makeDirectory(path)
    lock = try FolderLock(of: path)
    // Whoever had the lock before may have made it a folder of another kind.
    do {
      isMarked = try Self.check(path, kind, isForced, isRecognised)
    } catch {
      lock.remove()
      throw error
    }
  }

  /// Whether the folder says that it is of the kind.
  /// - Throws: `FileError` for a folder that is another's.
  @discardableResult
  private static func check(
    _ path: String, _ kind: Kind, _ isForced: Bool, _ isRecognised: () -> Bool
  ) throws -> Bool {
    func refusal(_ reason: String) -> FileError {
      FileError(path: path, operation: "write into it", reason: reason)
    }
    let advice = "use another folder, or --force to replace files of the names that are written"
    if let mark = Mark(of: path) {
      let found = mark.kind.flatMap(Kind.init)
      if found == kind, mark.schema == Mark.schema { return true }
      if isForced { return false }
      guard found == kind else {
        let name = found?.name ?? "something else"
        throw refusal("it holds \(name), not \(kind.name); \(advice)")
      }
      throw refusal("it holds \(kind.name) of another version of this program; \(advice)")
    }
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: path)
    } catch {
      throw refusal(access(path, R_OK) == 0 ? "it is no folder" : String(cString: strerror(errno)))
    }
    guard names.allSatisfy({ $0 == hidden }) || isForced || isRecognised() else {
      throw refusal("it is not empty and holds no \(kind.rawValue) of this program's; \(advice)")
    }
    return false
  }

  /// Makes the folder say what it is, before the first file is written into it.
  public func mark() throws {
    guard !isMarked else { return }
    let text = String(decoding: try JSON.encoder(isPretty: true).encode(Mark(kind)), as: UTF8.self)
    try AtomicFile.write(text + "\n", to: Mark.path(in: path), isOwn: true)
    isMarked = true
  }

  deinit {
    guard !isMarked else { return }
    lock.remove()
    // Those that hold something else stay.
    for folder in made { rmdir(folder) }
  }
}

/// What a folder says that it is.
private struct Mark: Codable {
  static let schema = 1

  var kind: String?
  var program: String? = "ganglion"
  var schema: Int?

  init(_ kind: OwnFolder.Kind) { (self.kind, schema) = (kind.rawValue, Self.schema) }

  /// That of a folder; nil where it has none. One that cannot be read is of no kind.
  init?(of folder: String) {
    let path = Self.path(in: folder)
    guard access(path, F_OK) == 0 else { return nil }
    let data = try? AtomicFile.read(path, limit: 1 << 16)
    let mark = data.flatMap { try? JSONDecoder().decode(Mark.self, from: $0) }
    (kind, program, schema) = (mark?.kind, mark?.program, mark?.schema)
  }

  static func path(in folder: String) -> String { "\(folder)/\(OwnFolder.hidden)/folder.json" }
}
