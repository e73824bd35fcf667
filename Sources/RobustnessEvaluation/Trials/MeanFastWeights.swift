import Locomotion
import SpikingNetworks

/// The mean of a network's fast weights over all control steps of some episodes.
final class MeanFastWeights: EpisodeObserver {
  /// How many lives are averaged over, and the first of their episodes: beyond those of any suite.
  static let lives = 4
  static let firstEpisode = 1 << 23

  private let network: Network
  private var sums: [[Double]]
  private var steps = 0.0

  init(_ network: Network) {
    self.network = network
    sums = network.plasticProjections.map { name in
      (network.fastWeights(of: name) ?? []).map { _ in 0 }
    }
  }

  func episodeDidStart(_ episode: Episode) {}

  func episodeDidStep(_ episode: Episode) {
    steps += 1
    for (index, name) in network.plasticProjections.enumerated() {
      for (place, value) in (network.fastWeights(of: name) ?? []).enumerated() {
        sums[index][place] += Double(value)
      }
    }
  }

  /// One array for each plastic projection; 0 where nothing finite was seen.
  var values: [[Float]] {
    sums.map { $0.map { steps > 0 && $0.isFinite ? Float($0 / steps) : 0 } }
  }
}
