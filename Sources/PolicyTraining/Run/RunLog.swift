import Foundation
import Logging

/// A logger that appends one JSON object a line to a file.
func makeRunLog(path: String) throws -> Logger {
  if !FileManager.default.fileExists(atPath: path) { try AtomicFile.write("", to: path) }
  guard let handle = FileHandle(forWritingAtPath: path) else {
    throw FileError(path: path, operation: "append to it", reason: "it cannot be opened")
  }
  _ = try handle.seekToEnd()
  return Logger(label: "ganglion.training") { _ in JSONLinesHandler(handle: handle) }
}

private struct JSONLinesHandler: LogHandler {
  let handle: FileHandle
  var metadata: Logger.Metadata = [:]
  var logLevel = Logger.Level.info

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    var fields = ["level": "\(event.level)", "message": "\(event.message)"]
    fields["time"] = Date().ISO8601Format()
    for (key, value) in metadata.merging(event.metadata ?? [:], uniquingKeysWith: { $1 }) {
      fields[key] = "\(value)"
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // A log line that cannot be written must not end a run; the run's own files report a full disk.
    guard let line = try? encoder.encode(fields) else { return }
    try? handle.write(contentsOf: line + Data("\n".utf8))
  }
}
