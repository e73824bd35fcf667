import NumericalMethods

/// What an experiment does to fast weights to see what they are good for. To hold them as they are,
/// set ``Network/plasticityEnabled`` to false: before the first step that keeps E at 0, which is
/// the network with α = 0.
extension Network {
  /// Deals the fast weights E of each plastic projection out anew among its synapses: their
  /// distribution stays, what each synapse has learnt goes. The rules' other state (e, θ) stays.
  /// - Parameter seed: names the permutations, one for each projection.
  public func shuffleFastWeights(seed: UInt64) {
    for (index, name) in plasticProjections.enumerated() {
      guard var values = fastWeights(of: name) else { continue }
      var stream = RandomStream(seed: seed, purpose: .shuffle, individual: index)
      stream.shuffle(&values)
      setFastWeights(values, of: name)
    }
  }
}
