import FileFormats
import Foundation

/// Files of a description: URDF, profile, meshes.
enum DescriptionFile {
  /// Largest URDF or profile that is read [bytes].
  static let largestText = MarkupParser.largestText

  static func text(_ path: String) throws -> String {
    let data = try bytes(path, limit: largestText)
    guard let text = String(validating: data, as: UTF8.self) else {
      throw RobotDescriptionError(nil, "\(path): is not UTF-8 text")
    }
    return text
  }

  /// At most one byte beyond the limit is read, whatever length the file claims.
  static func bytes(_ path: String, limit: Int) throws -> Data {
    // Opening a pipe would wait for its other end, and a device may have no end.
    var status = stat()
    if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
      throw RobotDescriptionError(nil, "\(path): is not a regular file")
    }
    guard let file = FileHandle(forReadingAtPath: path) else {
      let exists = FileManager.default.fileExists(atPath: path)
      throw RobotDescriptionError(
        nil, "\(path): \(exists ? "cannot be opened" : "does not exist")")
    }
    defer { try? file.close() }
    guard let data = try? file.read(upToCount: limit + 1) ?? Data() else {
      throw RobotDescriptionError(nil, "\(path): cannot be read")
    }
    if data.count > limit {
      throw RobotDescriptionError(nil, "\(path): found more than \(limit) bytes, the limit")
    }
    return data
  }
}
