public import Foundation

/// Whole-file reading and writing: a written file appears complete or not at all.
public enum AtomicFile {
  /// Writes to a new file in a folder of its own beside `path`, flushes it to the disk and renames
  /// it. A file that is replaced keeps its mode; through a symbolic link what it leads to is
  /// replaced, and the link stays.
  ///
  /// - Parameter isOwn: whether the folder of `path` is the program's own, in which no other
  ///   process writes: then a file that a killed process had begun is written over. Elsewhere it
  ///   stays as a folder of its own, `.ganglion-` and six letters.
  /// - Throws: `FileError`; the file that stood there before is then untouched. What is no regular
  ///   file, such as a device, and what may not be written is not replaced.
  public static func write(_ data: Data, to path: String, isOwn: Bool = false) throws {
    guard let target = SymbolicLink.end(of: path) else { throw FileError.last(path, "write") }
    var status = stat()
    let isThere = stat(target, &status) == 0
    if isThere, status.st_mode & S_IFMT != S_IFREG {
      throw FileError(path: path, operation: "write", reason: "not a regular file")
    }
    guard !isThere || access(target, W_OK) == 0 else { throw FileError.last(path, "write") }
    let draft = try Draft(of: target, path: path, isOwn: isOwn)
    do {
      try draft.write(data, replacing: isThere ? status : nil)
      try draft.finish()
    } catch {
      draft.remove()
      throw error
    }
    flushFolder(of: target)
  }

  /// Gives a file a second name, under which it stays when the first comes to name another;
  /// whatever had the second name before is gone. Does nothing where there is no such file. For
  /// files in folders that are the program's own.
  public static func keep(_ path: String, as other: String) throws {
    guard access(path, F_OK) == 0 else { return }
    let draft = try Draft(of: other, path: other, isOwn: true)
    // Renaming over a link to the same file leaves both names.
    defer { draft.remove() }
    guard link(path, draft.file) == 0 else {
      // A file system without links: a copy does as well.
      return try write(read(path), to: other, isOwn: true)
    }
    try draft.finish()
  }

  /// Makes a folder with these files, whole or not at all, where there is none or an empty one.
  /// - Throws: `FileError`.
  public static func writeFolder(_ files: [(name: String, text: String)], to path: String) throws {
    let parent = FilePath.folder(of: path)
    try makeDirectory(parent)
    guard let workplace = Draft.makeNew(parent) else {
      throw FileError.last(path, "make the folder")
    }
    let made = workplace + "/folder"
    defer {
      for (name, _) in files { unlink("\(made)/\(name)") }
      for folder in [made, workplace] { rmdir(folder) }
    }
    guard mkdir(made, 0o777) == 0 else { throw FileError.last(path, "make the folder") }
    for (name, text) in files { try write(text, to: "\(made)/\(name)") }
    guard rename(made, path) == 0 else { throw FileError.last(path, "make the folder") }
    flushFolder(of: path)
  }

  /// Makes a rename last through a power cut, where the file system can.
  private static func flushFolder(of path: String) {
    let fd = open(FilePath.folder(of: path), O_RDONLY | O_CLOEXEC)
    guard fd >= 0 else { return }
    fsync(fd)
    close(fd)
  }

  public static func write(_ text: String, to path: String, isOwn: Bool = false) throws {
    try write(Data(text.utf8), to: path, isOwn: isOwn)
  }

  /// Reads a regular file of at most `limit` bytes.
  public static func read(_ path: String, limit: Int = 1 << 30) throws -> Data {
    var status = stat()
    guard stat(path, &status) == 0 else { throw FileError.last(path, "read") }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw FileError(path: path, operation: "read", reason: "not a regular file")
    }
    guard status.st_size <= limit else {
      throw FileError(
        path: path, operation: "read",
        reason: "\(status.st_size) bytes, expected at most \(limit)")
    }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw FileError.last(path, "read")
    }
    return data
  }

  /// Makes a folder and those above it.
  public static func makeDirectory(_ path: String) throws {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      let reason = (error as NSError).localizedDescription
      throw FileError(path: path, operation: "make the folder", reason: reason)
    }
  }
}

extension FileError {
  /// What the system last said of a file.
  package static func last(_ path: String, _ operation: String) -> FileError {
    FileError(path: path, operation: operation, code: errno)
  }

  /// - Parameter code: the system's error.
  init(path: String, operation: String, code: Int32) {
    self.init(path: path, operation: operation, reason: String(cString: strerror(code)))
  }
}
