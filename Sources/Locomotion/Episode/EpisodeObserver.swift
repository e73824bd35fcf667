import Foundation

/// Sees every control step of an episode: recorders, analysers, stopwatches.
public protocol EpisodeObserver: AnyObject {
  /// Before the first control step.
  func episodeDidStart(_ episode: Episode)
  /// After each control step.
  func episodeDidStep(_ episode: Episode)
}

/// Several observers as one.
public final class ObserverGroup: EpisodeObserver {
  private let observers: [any EpisodeObserver]

  public init(_ observers: [any EpisodeObserver]) { self.observers = observers }

  public func episodeDidStart(_ episode: Episode) {
    for observer in observers { observer.episodeDidStart(episode) }
  }

  public func episodeDidStep(_ episode: Episode) {
    for observer in observers { observer.episodeDidStep(episode) }
  }
}

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
