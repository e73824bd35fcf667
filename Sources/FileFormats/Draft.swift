public import Foundation

/// A file on its way to its name, in a folder of its own beside that name: nobody else's file can
/// be in its place.
struct Draft {
  /// Named in errors.
  private let path: String
  private let target: String
  private let folder: String

  /// The file before it has its name.
  var file: String { folder + "/draft" }

  /// Makes the folder.
  /// - Parameters:
  ///   - target: the name, beside which the folder is.
  ///   - isOwn: whether the folder that holds both is the program's own, see
  ///     ``AtomicFile/write(_:to:isOwn:)-(Data,_,_)``.
  /// - Throws: `FileError`, which names `path`.
  init(of target: String, path: String, isOwn: Bool) throws {
    (self.path, self.target) = (path, target)
    let beside = FilePath.folder(of: target)
    if isOwn {
      folder = "\(beside)/\(OwnFolder.hidden)"
      try Self.makeOwn(folder, path)
      // What a killed process began.
      unlink(file)
    } else {
      guard let made = Self.makeNew(beside) else { throw FileError.last(path, "write") }
      folder = made
    }
  }

  private static func makeOwn(_ folder: String, _ path: String) throws {
    guard mkdir(folder, 0o777) != 0 else { return }
    guard errno == EEXIST else { throw FileError.last(path, "write") }
    var status = stat()
    guard lstat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
      throw FileError(path: path, operation: "write", reason: "\(folder) is no folder")
    }
  }

  /// A folder of a name that there was not; nil where none can be made.
  static func makeNew(_ beside: String) -> String? {
    var name = Array("\(beside)/\(OwnFolder.hidden)-XXXXXX".utf8CString)
    return name.withUnsafeMutableBufferPointer { mkdtemp($0.baseAddress!) }
      .map { String(cString: $0) }
  }

  /// Writes all bytes and waits until the disk has them.
  /// - Parameter replaced: what has the name so far, whose mode and, where that is allowed, owner
  ///   the file takes; nil for nothing.
  func write(_ data: Data, replacing replaced: stat?) throws {
    let fd = open(file, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o644)
    guard fd >= 0 else { throw FileError.last(path, "write") }
    do {
      let code = Descriptor.write(data, to: fd)
      guard code == 0 else { throw FileError(path: path, operation: "write", code: code) }
      if let replaced {
        _ = fchown(fd, replaced.st_uid, replaced.st_gid)
        guard fchmod(fd, replaced.st_mode & 0o7777) == 0 else {
          throw FileError.last(path, "write")
        }
      }
      guard fsync(fd) == 0 else { throw FileError.last(path, "flush") }
    } catch {
      close(fd)
      throw error
    }
    guard close(fd) == 0 else { throw FileError.last(path, "write") }
  }

  /// Gives the file its name, in place of what had it.
  func finish() throws {
    guard rename(file, target) == 0 else { throw FileError.last(path, "write") }
    remove()
  }

  /// Leaves nothing behind.
  func remove() {
    unlink(file)
    // The program's own folder stays where it holds other files.
    rmdir(folder)
  }
}

/// Open files by their numbers.
public enum Descriptor {
  /// Writes all bytes.
  /// - Returns: 0, or the system's error.
  public static func write(_ data: Data, to fd: Int32) -> Int32 {
    // Without bytes, and so perhaps without an address, the loop does not run.
    data.withUnsafeBytes { bytes in
      var done = 0
      while done < bytes.count {
        let n = Foundation.write(fd, bytes.baseAddress! + done, bytes.count - done)
        if n > 0 {
          done += n
        } else if n < 0 && errno == EAGAIN {
          // Another program made the stream one that does not wait.
          var ready = pollfd(fd: fd, events: Int16(POLLOUT), revents: 0)
          _ = poll(&ready, 1, -1)
        } else if n == 0 || errno != EINTR {
          return n == 0 ? EIO : errno
        }
      }
      return 0
    }
  }

  /// Opens the null device in place of standard streams that are closed, so that no other file
  /// takes their numbers and what is meant for them.
  /// - Returns: whether all three are open.
  public static func openStandardStreams() -> Bool {
    while true {
      // Always the lowest number that is free.
      let fd = open("/dev/null", O_RDWR)
      if fd < 0 { return (0...2).allSatisfy { fcntl($0, F_GETFD) >= 0 } }
      if fd > 2 { return close(fd) == 0 }
    }
  }
}
