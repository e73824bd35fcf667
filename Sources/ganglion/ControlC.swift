import Dispatch
import Foundation
import PolicyTraining

/// Runs `body` with Ctrl-C as a request to stop, which it may follow when it has saved; afterwards Ctrl-C
/// ends the program again.
func withControlC<Result>(_ body: (Interruption) throws -> Result) rethrows -> Result {
  let interruption = Interruption()
  signal(SIGINT, SIG_IGN)
  let source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
  source.setEventHandler { interruption.request() }
  source.resume()
  defer {
    source.cancel()
    signal(SIGINT, SIG_DFL)
  }
  return try body(interruption)
}
