import Execution
import Foundation

/// Ends the process when a case takes too long, and keeps on disk which case is being read, so that
/// a crash can be told from its seed.
final class Watchdog: Sendable {
  /// Longest that a reader may take for one input [s].
  static let limit = 20.0

  private struct Case {
    var name = ""
    var since = Date()
  }

  private let present = Guarded<Case?>(nil)
  private let isOver = Guarded(false)
  private let record: Int32

  /// - Parameter path: a file for the case at hand; nil for none.
  init(recordingTo path: String?) {
    record = path.map { open($0, O_WRONLY | O_CREAT | O_TRUNC, 0o644) } ?? -1
    Thread.detachNewThread { [self] in
      while !isOver.withLock({ $0 }) {
        check()
        Thread.sleep(forTimeInterval: 0.5)
      }
    }
  }

  deinit { if record >= 0 { close(record) } }

  func stop() { isOver.withLock { $0 = true } }

  func begin(_ name: String) {
    present.withLock { $0 = Case(name: name, since: Date()) }
    guard record >= 0 else { return }
    let line = Array((name + "\n").utf8)
    _ = pwrite(record, line, line.count, 0)
    ftruncate(record, off_t(line.count))
  }

  func end() { present.withLock { $0 = nil } }

  private func check() {
    guard let present = present.withLock({ $0 }),
      Date().timeIntervalSince(present.since) > Self.limit
    else { return }
    FileHandle.standardError.write(Data("hang: \(present.name)\n".utf8))
    abort()
  }
}
