import Dispatch
import Foundation
import PolicyTraining

/// Turns Ctrl-C into a request to stop, until the source that it returns is cancelled.
func interruptOnControlC(_ interruption: Interruption) -> any DispatchSourceSignal {
  signal(SIGINT, SIG_IGN)
  let source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
  source.setEventHandler { interruption.request() }
  source.resume()
  return source
}
