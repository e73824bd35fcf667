public import Foundation

/// Whole-file reading and writing: a written file appears complete or not at all.
public enum AtomicFile {
  /// Writes to a temporary file in the same folder, flushes it to the disk and renames it.
  ///
  /// - Throws: `FileError`; the file that stood there before is then untouched. What is no regular
  ///   file, such as a device, is not replaced.
  public static func write(_ data: Data, to path: String) throws {
    var status = stat()
    if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
      throw FileError(path: path, operation: "write", reason: "not a regular file")
    }
    let temporary = "\(path).\(getpid()).tmp"
    let fd = open(temporary, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    guard fd >= 0 else { throw FileError.last(path, "write") }
    do {
      try writeAll(data, to: fd, path: path)
      guard fsync(fd) == 0 else { throw FileError.last(path, "flush") }
    } catch {
      close(fd)
      unlink(temporary)
      throw error
    }
    guard close(fd) == 0, rename(temporary, path) == 0 else {
      let error = FileError.last(path, "write")
      unlink(temporary)
      throw error
    }
    flushFolder(of: path)
  }

  /// Gives a file a second name, under which it stays when the first comes to name another;
  /// whatever had the second name before is gone. Does nothing where there is no such file.
  public static func keep(_ path: String, as other: String) throws {
    let temporary = "\(other).\(getpid()).tmp"
    unlink(temporary)
    guard link(path, temporary) == 0 else {
      if errno == ENOENT { return }
      // A file system without links: a copy does as well.
      return try write(read(path), to: other)
    }
    guard rename(temporary, other) == 0 else {
      let error = FileError.last(other, "write")
      unlink(temporary)
      throw error
    }
    // Renaming over a link to the same file leaves both names.
    unlink(temporary)
  }

  /// Makes a rename last through a power cut, where the file system can.
  private static func flushFolder(of path: String) {
    let folder = (path as NSString).deletingLastPathComponent
    let fd = open(folder.isEmpty ? "." : folder, O_RDONLY)
    guard fd >= 0 else { return }
    fsync(fd)
    close(fd)
  }

  public static func write(_ text: String, to path: String) throws {
    try write(Data(text.utf8), to: path)
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

  private static func writeAll(_ data: Data, to fd: Int32, path: String) throws {
    // Without bytes, and so perhaps without an address, the loop does not run.
    try data.withUnsafeBytes { bytes in
      var done = 0
      while done < bytes.count {
        let n = Foundation.write(fd, bytes.baseAddress! + done, bytes.count - done)
        if n < 0 && errno == EINTR { continue }
        guard n > 0 else { throw FileError.last(path, "write") }
        done += n
      }
    }
  }
}

extension FileError {
  /// What the system last said of a file.
  package static func last(_ path: String, _ operation: String) -> FileError {
    FileError(path: path, operation: operation, reason: String(cString: strerror(errno)))
  }
}
