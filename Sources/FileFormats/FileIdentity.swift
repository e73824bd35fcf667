import Foundation

/// Symbolic links.
enum SymbolicLink {
  /// Most links in a row, as the system has it.
  private static let most = 40

  /// What a path comes to when every link at its end is followed, also where nothing is there; nil
  /// with `errno` for links that lead in a circle or cannot be read.
  static func end(of path: String) -> String? {
    var path = path
    for _ in 0..<most {
      var status = stat()
      guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFLNK else { return path }
      guard let next = try? FileManager.default.destinationOfSymbolicLink(atPath: path) else {
        errno = EACCES
        return nil
      }
      path = next.hasPrefix("/") ? next : "\(FilePath.folder(of: path))/\(next)"
    }
    errno = ELOOP
    return nil
  }
}

/// Tells whether two paths lead to one file, also to one that is yet to be written.
public struct FileIdentity: Equatable, Sendable {
  private enum Place: Equatable, Sendable {
    case file(device: UInt64, number: UInt64)
    case name(String)
  }

  private let place: Place

  public init(_ path: String) {
    let end = SymbolicLink.end(of: path) ?? path
    var status = stat()
    if stat(end, &status) == 0 {
      place = .file(device: UInt64(status.st_dev), number: UInt64(status.st_ino))
      return
    }
    let folder = FilePath.folder(of: end)
    let canonical = realpath(folder, nil).map { bytes in
      defer { free(bytes) }
      return String(cString: bytes)
    }
    place = .name("\(canonical ?? folder)/\(FilePath.name(of: end))")
  }
}
