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
