/// Images in place of drawn strokes.
extension OneShotRecognition {
  /// Characters of `heldOutFolder`, or else of the test split.
  public var heldOut: OneShotRecognition {
    var task = self
    guard !heldOutFolder.isEmpty else {
      task.split = .test
      return task
    }
    (task.folder, task.images, task.split) = (heldOutFolder, heldOutImages, .all)
    (task.heldOutFolder, task.heldOutImages) = ("", nil)
    return task
  }

  public var folders: [(key: String, path: String)] {
    [("folder", folder), ("held_out_folder", heldOutFolder)].filter { !$0.1.isEmpty }
  }

  /// Drawn strokes for images.
  public var withoutFiles: OneShotRecognition {
    var task = self
    (task.folder, task.images) = ("", nil)
    (task.heldOutFolder, task.heldOutImages) = ("", nil)
    return task
  }

  /// Reads the images of the folders at the present `side`, but for those that it holds already;
  /// without a folder, forgets them.
  /// - Throws: ``TemporalTaskError`` for a file or folder that cannot be used.
  public mutating func load() throws(TemporalTaskError) {
    try TemporalTaskError.check(side, in: 2...64, CodingKeys.side)
    images = try read(folder, unless: images)
    heldOutImages = try read(heldOutFolder, unless: heldOutImages)
  }

  private func read(
    _ folder: String, unless images: ImageAlphabet?
  ) throws(TemporalTaskError) -> ImageAlphabet? {
    if isRead(folder, images) { return images }
    return folder.isEmpty ? nil : try OmniglotFolder.load(folder, side: side)
  }

  /// Whether images are those of a folder at the present `side`.
  private func isRead(_ folder: String, _ images: ImageAlphabet?) -> Bool {
    (images?.path ?? "") == folder && (images == nil || images?.side == side)
  }

  func checkFolders() throws(TemporalTaskError) {
    try checkRead(folder, images, CodingKeys.folder)
    try checkRead(heldOutFolder, heldOutImages, CodingKeys.heldOutFolder)
    try TemporalTaskError.require(
      heldOutFolder.isEmpty || !folder.isEmpty, CodingKeys.heldOutFolder,
      found: "\"\(heldOutFolder)\" without folder", "a folder to train with beside it")
    if let images { try checkSuffices(images, split) }
    if let heldOutImages { try checkSuffices(heldOutImages, .all) }
  }

  private func checkRead(
    _ folder: String, _ images: ImageAlphabet?, _ key: CodingKeys
  ) throws(TemporalTaskError) {
    try TemporalTaskError.require(
      isRead(folder, images), key,
      found: images.map { "images of \"\($0.path)\" at side \($0.side)" } ?? "no images",
      "those of \"\(folder)\" at side \(side), by load()")
  }

  /// Whether an episode can be drawn from images.
  private func checkSuffices(
    _ images: ImageAlphabet, _ split: GlyphSplit
  ) throws(TemporalTaskError) {
    let count = images.characterCount(in: split)
    try TemporalTaskError.require(
      count >= ways, images.path, found: "\(count) characters in \(split.rawValue)",
      "at least \(ways)")
    for character in images.characters where character.drawings.count < shots + queries {
      throw TemporalTaskError(
        field: "\(images.path)/\(character.name)", found: "\(character.drawings.count) drawings",
        expected: "at least \(shots + queries), shots and queries together")
    }
  }
}
