public import Foundation

/// A file that only grows, by whole pieces: one that cannot be written whole leaves nothing behind.
///
/// One thread at a time appends to it, so that it needs no lock.
public final class AppendOnlyTable: @unchecked Sendable {
  private let path: String
  private let handle: FileHandle
  /// Bytes of whole pieces.
  private var size: Int

  /// Opens a file that exists for pieces behind its first `size` bytes, nil for all that it has;
  /// what stands after them is cut off.
  /// - Parameter isLocked: whether to refuse a file that another process appends to.
  /// - Throws: `FileError`.
  public init(path: String, after size: Int? = nil, isLocked: Bool = false) throws {
    self.path = path
    guard let handle = FileHandle(forUpdatingAtPath: path) else {
      throw FileError.last(path, "append to it")
    }
    self.handle = handle
    if isLocked, flock(handle.fileDescriptor, LOCK_EX | LOCK_NB) != 0 {
      throw FileError(path: path, operation: "append to it", reason: "another run writes to it")
    }
    self.size = try size ?? Int(handle.seekToEnd())
    try cutOff()
  }

  deinit { try? handle.close() }

  /// Adds bytes whole or not at all.
  public func append(_ data: Data) throws {
    do {
      try handle.seek(toOffset: UInt64(size))
      try handle.write(contentsOf: data)
    } catch {
      let failure = FileError.last(path, "append to it")
      try? cutOff()
      throw failure
    }
    size += data.count
  }

  public func append(_ text: String) throws { try append(Data(text.utf8)) }

  /// Waits until the disk has all.
  public func flush() throws {
    guard fsync(handle.fileDescriptor) == 0 else { throw FileError.last(path, "flush") }
  }

  private func cutOff() throws {
    guard ftruncate(handle.fileDescriptor, off_t(size)) == 0 else {
      throw FileError.last(path, "cut off a torn row")
    }
  }
}
