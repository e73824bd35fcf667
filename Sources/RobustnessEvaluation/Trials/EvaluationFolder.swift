public import FileFormats

extension OwnFolder {
  /// Takes a folder for the files of an evaluation; one without a mark that has a suite's manifest
  /// is an older version's.
  /// - Throws: `FileError` for a folder that is not an evaluation's, unless that `isForced`, and
  ///   for one that another process evaluates into.
  public static func evaluation(_ path: String, isForced: Bool = false) throws -> OwnFolder {
    let folder = try OwnFolder(path, for: .evaluation, isForced: isForced) {
      SuiteManifest.isIn(path)
    }
    try folder.mark()
    return folder
  }
}
