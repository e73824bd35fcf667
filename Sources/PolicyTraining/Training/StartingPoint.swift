import FileFormats
import Locomotion
import NumericalMethods
package import Policies
package import RobotDescription
package import SpikingNetworks

/// The parameters that a training run starts from.
package struct StartingPoint {
  package var parameters: [Float]
  /// Digest of the policy file that they come from; nil without one.
  var source: String?
  /// What that policy's observations pass through: its parameters mean nothing without.
  var normaliser: ObservationNormaliser?

  /// What came from that policy and what is new, by names of slices; nil without one.
  var summary: String?

  /// Random parameters or, where `experiment.start` names a policy, those of its slices that have
  /// the same name and shape, and random ones for the rest; or, as `experiment.startAdded` says,
  /// those of a network that grew out of the policy's, see ``GrownParameters``.
  ///
  /// - Throws: `FileError` or `SafeTensorsError` for a policy that cannot be read, is for another
  ///   robot or task, shares no slice with the network or is none that could grow into it;
  ///   ``ExperimentError`` where the experiment
  ///   normalises observations and the policy does not.
  ///
  /// - Parameter path: of that policy; nil is as the experiment names it.
  package init(
    _ experiment: Experiment, from path: String? = nil, network: NetworkSpec, model: RobotModel?
  ) throws {
    var stream = RandomStream(seed: experiment.seed, purpose: .initialParameters)
    parameters = network.initialParameters { Float(stream.gaussian()) }
    guard !experiment.start.isEmpty else { return }
    let path = path ?? experiment.start
    let policy = try Policy(path: path)
    try policy.requireTask(of: experiment, model, path: path)
    guard policy.normaliser != nil || !experiment.network.normaliseObservations else {
      throw ExperimentError(
        place: "experiment", key: "network.normalise_observations", found: "true",
        expected: "false, as \(path) was trained without")
    }
    normaliser = policy.normaliser?.widened(to: network.inputs)
    switch experiment.startAdded {
    case .random: try takeMatching(policy, path, network)
    case .neutral:
      let grown = try GrownParameters(policy, path: path, into: network, fresh: parameters)
      parameters = grown.values
      summary = Self.summary(copied: grown.copied, added: grown.added)
      if !grown.audible.isEmpty {
        let names = grown.audible.joined(separator: ", ")
        summary? += "; not neutral, as shared with synapses from added neurons: \(names)"
      }
    }
    var digest = Digest64()
    digest.update(bytes: try AtomicFile.read(path))
    source = digest.hex
  }

  private static func summary(copied: [String], added: [String]) -> String {
    "copied \(copied.joined(separator: ", "))"
      + (added.isEmpty ? "" : "; new \(added.joined(separator: ", "))")
  }

  private mutating func takeMatching(
    _ policy: Policy, _ path: String, _ network: NetworkSpec
  ) throws {
    let matching = network.layout.slices.filter { slice in
      policy.network.layout.slice(named: slice.name)?.shape == slice.shape
    }
    guard !matching.isEmpty else {
      throw SafeTensorsError(
        path: path, place: "tensors", found: "none of the network's names and shapes",
        expected: "a policy whose network has layers of the same size")
    }
    for slice in matching {
      guard let from = policy.network.layout.slice(named: slice.name) else { continue }
      parameters.replaceSubrange(slice.range, with: policy.parameters[from.range])
    }
    let names = matching.map(\.name)
    summary = Self.summary(
      copied: names, added: network.layout.slices.map(\.name).filter { !names.contains($0) })
  }
}

extension ObservationNormaliser {
  /// The same for more channels, the added ones unchanged by it.
  fileprivate func widened(to channels: Int) -> ObservationNormaliser {
    let added = max(channels - self.channels, 0)
    return ObservationNormaliser(
      count: count, means: means + [Double](repeating: 0, count: added),
      deviations: deviations + [Double](repeating: 1, count: added))
  }
}

extension Policy {
  /// - Throws: `SafeTensorsError` where the policy is for another robot or another kind of task.
  fileprivate func requireTask(of other: Experiment, _ model: RobotModel?, path: String) throws {
    if let model { return try requireRobot(model, path: path) }
    _ = try requireTemporal(path: path)
    guard experiment.task.kind == other.task.kind else {
      throw SafeTensorsError(
        path: path, place: "experiment task.kind", found: experiment.task.kind,
        expected: other.task.kind)
    }
  }
}
