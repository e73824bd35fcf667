import Foundation

/// Keeps a folder to one process, also over machines that share a file system which has locks.
/// However that process ends, the lock ends with it.
final class FolderLock {
  private let descriptor: Int32
  private let folder: String
  private let path: String

  /// - Throws: `FileError`, which says who writes into the folder.
  init(of folder: String) throws {
    self.folder = "\(folder)/\(OwnFolder.hidden)"
    path = self.folder + "/lock"
    while true {
      try AtomicFile.makeDirectory(self.folder)
      let fd = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o644)
      if fd < 0 && errno == ENOENT { continue }
      guard fd >= 0 else { throw FileError.last(path, "open") }
      guard flock(fd, LOCK_EX | LOCK_NB) == 0 else {
        let code = errno
        let holder = Self.holder(fd)
        close(fd)
        if code == EINTR { continue }
        throw code == EWOULDBLOCK
          ? FileError(path: folder, operation: "write into it", reason: holder)
          : FileError(path: path, operation: "lock", code: code)
      }
      // Its last holder may have removed it in between.
      guard Self.isFile(fd, path) else {
        close(fd)
        continue
      }
      descriptor = fd
      break
    }
    tell()
  }

  private static func isFile(_ fd: Int32, _ path: String) -> Bool {
    var (own, present) = (stat(), stat())
    return fstat(fd, &own) == 0 && stat(path, &present) == 0 && own.st_ino == present.st_ino
      && own.st_dev == present.st_dev
  }

  /// Writes down who holds it, for others to say; a full disk does not matter here.
  private func tell() {
    var host = [UInt8](repeating: 0, count: 256)
    host.withUnsafeMutableBytes {
      _ = gethostname($0.assumingMemoryBound(to: CChar.self).baseAddress!, $0.count - 1)
    }
    let name = String(decoding: host.prefix { $0 != 0 }, as: UTF8.self)
    let text = "process \(getpid()) on \(name)"
    ftruncate(descriptor, 0)
    _ = Descriptor.write(Data((text + "\n").utf8), to: descriptor)
  }

  private static func holder(_ fd: Int32) -> String {
    var text = note(fd)
    // It is about to say who it is.
    for _ in 0..<100 where text.isEmpty {
      usleep(10_000)
      text = note(fd)
    }
    return "another run writes to it: \(text.isEmpty ? "an unknown process" : text)"
  }

  private static func note(_ fd: Int32) -> String {
    var bytes = [UInt8](repeating: 0, count: 512)
    let count = max(pread(fd, &bytes, bytes.count, 0), 0)
    // It is another's file: one line of plain characters.
    return String(decoding: bytes.prefix(count).prefix { (32..<127).contains($0) }, as: UTF8.self)
  }

  /// Removes the lock's file, and the folder where it held nothing else.
  func remove() {
    unlink(path)
    rmdir(folder)
  }

  deinit { close(descriptor) }
}
