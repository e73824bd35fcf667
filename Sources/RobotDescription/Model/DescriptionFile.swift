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

  static func bytes(_ path: String, limit: Int) throws -> Data {
    guard FileManager.default.fileExists(atPath: path) else {
      throw RobotDescriptionError(nil, "\(path): does not exist")
    }
    do {
      return try RegularFile.read(path, limit: limit)
    } catch {
      throw RobotDescriptionError(nil, "\(path): \(error.reason)")
    }
  }
}
