import Foundation

/// Adds up the time that the phases of a control step take, for `ganglion benchmark`.
public final class Stopwatch {
  public enum Phase: Int, Sendable, CaseIterable { case sensing, network, physics }

  /// Seconds in each phase, in the order of `Phase.allCases`.
  public private(set) var seconds = [Double](repeating: 0, count: Phase.allCases.count)
  private var mark = DispatchTime.now().uptimeNanoseconds

  public init() {}

  func start() { mark = DispatchTime.now().uptimeNanoseconds }

  /// Books the time since the last call on `phase`.
  func lap(_ phase: Phase) {
    let now = DispatchTime.now().uptimeNanoseconds
    seconds[phase.rawValue] += Double(now - mark) * 1e-9
    mark = now
  }
}
