public import Foundation

/// Reads files that others have named: only what is a regular file and not too large is opened, so
/// that no pipe is waited for and no device read without end.
public enum RegularFile {
  /// All bytes of a file, `limit` of them at most, whatever length the file claims.
  /// - Throws: `FileError`.
  public static func read(_ path: String, limit: Int) throws(FileError) -> Data {
    func error(_ reason: String) -> FileError {
      FileError(path: path, operation: "read", reason: reason)
    }
    // Opening a pipe without O_NONBLOCK would wait for its other end.
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else { throw FileError.last(path, "read") }
    let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw FileError.last(path, "read") }
    guard status.st_mode & S_IFMT == S_IFREG else { throw error("not a regular file") }
    guard let data = try? file.read(upToCount: limit + 1) ?? Data() else {
      throw FileError.last(path, "read")
    }
    guard data.count <= limit else { throw error("more than \(limit) bytes, the limit") }
    return data
  }
}
