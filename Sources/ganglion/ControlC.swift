import Dispatch
import Execution
import Foundation

/// Signals that ask to stop: of the keyboard, of a system or scheduler that ends its programs, and
/// of a launcher, which passes on this one alone.
private let requests = [SIGINT, SIGTERM] + (Launch.ranks == nil ? [] : [SIGUSR1])

/// Runs `body` with Ctrl-C as a request to stop, which it may follow when it has saved; afterwards
/// Ctrl-C ends the program again.
func withControlC<Result>(_ body: (Interruption) throws -> Result) rethrows -> Result {
  let interruption = Interruption()
  let sources = requests.map { number in
    signal(number, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
    source.setEventHandler { interruption.request() }
    source.resume()
    return source
  }
  defer {
    for source in sources { source.cancel() }
    // A launcher that asks again asks for what has been done: it must not kill what is about to
    // end.
    for number in requests where number != SIGUSR1 || !interruption.isRequested {
      signal(number, SIG_DFL)
    }
  }
  return try body(interruption)
}
