import Execution
import FileFormats
import Foundation

/// Signals that ask to stop: of the keyboard, of a terminal that closes, of a system or scheduler
/// that ends its programs, of a bound of CPU time, and of a launcher, which passes on SIGUSR1
/// alone.
private let requests = [SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGXCPU]

/// Where signals are written to, one byte each, from the moment on when they are watched. A plain
/// number, since a signal's handler may do next to nothing.
nonisolated(unsafe) private var entrance: Int32 = -1

/// Requests to stop from outside.
enum StopSignals {
  /// How long the program has to save after it was asked a second time [s].
  private static let patience = 0.5

  private static let interruption = Interruption()
  private static let state = Guarded(State())

  private struct State {
    var isWatched = false
    var isSaving = false
    var message = "interrupted"
  }

  /// From now on signals end the program with the exit code of an interruption and, inside of
  /// ``whileSaving(_:)``, ask to stop. A signal that the program's caller has made it deaf to,
  /// as `nohup` does with SIGHUP, stays ignored.
  static func watch() {
    guard
      !state.withLock({ state in
        defer { state.isWatched = true }
        return state.isWatched
      })
    else { return }
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { return }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    entrance = ends[1]
    let exit = ends[0]
    Thread.detachNewThread { listen(exit) }
    var mask = sigset_t()
    sigemptyset(&mask)
    for number in requests {
      sigaddset(&mask, number)
      var present = sigaction()
      sigaction(number, nil, &present)
      if number == SIGHUP, present.isIgnored { continue }
      var action = sigaction()
      action.__sigaction_handler.sa_handler = { number in
        var byte = UInt8(truncatingIfNeeded: number)
        let saved = errno
        _ = write(entrance, &byte, 1)
        errno = saved
      }
      action.sa_flags = SA_RESTART
      sigaction(number, &action, nil)
    }
    // A caller may have held them back.
    pthread_sigmask(SIG_UNBLOCK, &mask, nil)
  }

  /// Says what it means to be ended from now on.
  static func tell(_ message: String) { state.withLock { $0.message = message } }

  /// Runs `body`, which follows a request to stop when it has saved. Who asks once more does not
  /// wait for that longer than a moment.
  static func whileSaving<Result>(_ body: (Interruption) throws -> Result) rethrows -> Result {
    watch()
    state.withLock { $0.isSaving = true }
    defer { state.withLock { $0.isSaving = false } }
    return try body(interruption)
  }

  /// The thread that signals are told to.
  private static func listen(_ exit: Int32) {
    var count = 0
    var byte: UInt8 = 0
    while true {
      let n = read(exit, &byte, 1)
      if n < 0 && errno == EINTR { continue }
      guard n == 1 else { return }
      // A bound of CPU time is told of every second.
      if Int32(byte) != SIGXCPU || count == 0 { count += 1 }
      take(count)
    }
  }

  private static func take(_ count: Int) {
    interruption.request()
    if count == 1, state.withLock({ $0.isSaving }) {
      if Console.isTerminal { Console.error("\nstopping; once more ends without saving this") }
      return
    }
    // One who asks again may ask for what has just been done.
    if count > 1 { usleep(useconds_t(1e6 * patience)) }
    let (isSaving, message) = state.withLock { ($0.isSaving, $0.message) }
    end(isSaving ? "ended before it could save; what was saved before is kept" : message)
  }

  /// Ends the program at once, whatever its other threads do.
  private static func end(_ message: String) -> Never {
    var ready = pollfd(fd: STDERR_FILENO, events: Int16(POLLOUT), revents: 0)
    // Nobody waits for one who does not read.
    if poll(&ready, 1, 0) == 1 { Console.error(message) }
    _exit(ExitCodes.interrupted)
  }
}

extension sigaction {
  fileprivate var isIgnored: Bool {
    unsafeBitCast(__sigaction_handler.sa_handler, to: Int.self)
      == unsafeBitCast(SIG_IGN, to: Int.self)
  }
}
