import CODEGuard
import COpenDE
import Foundation

/// Process-wide set-up of the Open Dynamics Engine (R. Smith, ODE user guide, "World").
///
/// ODE keeps collision scratch data per thread, so `enter()` runs before any other call on a
/// thread; it costs a thread-local look-up once the thread is known.
enum OpenDynamicsEngine {
  /// Evaluated once, by Swift's guarantee for global constants, whatever thread comes first.
  private static let ready: Bool = {
    guard dInitODE2(0) != 0 else { return false }
    dSetMessageHandler(noteSolverMessage)
    ganglionCatchAssertions()
    return true
  }()

  /// Where `World.step` leaves itself for ODE's message handler, which has no context argument.
  static let steppingWorld: pthread_key_t = {
    var key = pthread_key_t()
    pthread_key_create(&key, nil)
    return key
  }()

  /// Whether ODE draws its random numbers from the calling thread's generator (`CODERandom`), not
  /// from libode's, which all threads share.
  static let drawsPerThread: Bool = {
    dRandSetSeed(1)
    var drawn = 0.0
    dMakeRandomVector(&drawn, 1, 1)
    return dRandGetSeed() != 1
  }()

  static func enter() {
    precondition(ready, "ODE did not initialise")
    precondition(
      dAllocateODEDataForThread(UInt32(bitPattern: dAllocateMaskAll.rawValue)) != 0,
      "ODE could not allocate its data for this thread")
  }
}

/// ODE reports trouble in its complementarity solver as a message; it is counted, not printed.
private func noteSolverMessage(_: Int32, _: UnsafePointer<CChar>?, _: CVaListPointer?) {
  guard let world = pthread_getspecific(OpenDynamicsEngine.steppingWorld) else { return }
  // `World.step` holds the world while ODE runs, and clears the place behind it.
  Unmanaged<World>.fromOpaque(world).takeUnretainedValue().solverMessages += 1
}
