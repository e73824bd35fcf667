import FileFormats
import Foundation
import Logging

/// A logger that appends one JSON object a line to a file.
func makeRunLog(path: String) throws -> Logger {
  if !FileManager.default.fileExists(atPath: path) {
    try AtomicFile.write("", to: path, isOwn: true)
  }
  let table = try AppendOnlyTable(path: path)
  return Logger(label: "ganglion.training") { _ in JSONLinesHandler(table: table) }
}

private struct JSONLinesHandler: LogHandler {
  let table: AppendOnlyTable
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
    // A log line that cannot be written must not end a run; the run's own files report a full disk.
    try? table.append(JSON.text(fields) + "\n")
  }
}
