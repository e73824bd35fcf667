import FileFormats
import Policies
import SpikingNetworks

/// Parameters of a network out of those of a smaller one: one with fewer observations or neurons,
/// without a rule on some synapses or without some recurrent ones. Where the networks are equal in
/// all else, the larger one begins as the smaller one does, to the bit:
///
/// - slices of both are copied; where the new one has more neurons, into its corner, and a
///   coefficient that more synapses shared before goes to each of them;
/// - what reaches the old neurons from added ones, and from added observations, is 0: weights, the
///   share α of fast weights, and weights of modulators. Added neurons are as in a fresh network,
///   but nobody hears them;
/// - the share α of an added rule, the weights of added recurrent synapses and of added slow traces
///   and the strength of added adaptation are 0; all else of what is added is as in a fresh
///   network.
///
/// Where synapses share one α, those from added neurons have it too, so that a plastic projection
/// from a layer that has grown is neutral with an α for each synapse alone; ``audible`` names the
/// others.
struct GrownParameters {
  private(set) var values: [Float]
  /// Names of slices that were copied, wholly or into a corner, and of those that are new.
  private(set) var copied: [String] = []
  private(set) var added: [String] = []
  /// Names of slices of α that act on what is heard of added neurons.
  private(set) var audible: [String] = []
  /// From how many neurons or observations synapses came before.
  private var sources: [ParameterLayout.Owner: Int] = [:]
  /// Whose synapses come from more than before.
  private var grown: Set<ParameterLayout.Owner> = []
  private let path: String

  /// - Parameters:
  ///   - fresh: parameters of the network as it starts without a policy.
  ///   - path: of the policy; named in errors.
  /// - Throws: `SafeTensorsError` where the policy's network is none that could grow into this one.
  init(_ policy: Policy, path: String, into network: NetworkSpec, fresh: [Float]) throws {
    (values, self.path) = (fresh, path)
    try check(policy.network, network)
    let old = policy.network.layout
    for slice in network.layout.slices {
      if let from = old.slice(named: slice.name) {
        try copy(from, policy.parameters, to: slice)
        copied.append(slice.name)
      } else {
        if [.share, .weight, .slowWeight, .adaptationStrength].contains(slice.role) {
          for index in slice.range { values[index] = 0 }
        }
        added.append(slice.name)
      }
    }
  }

  private func refusal(_ place: String, _ found: String, _ expected: String) -> SafeTensorsError {
    SafeTensorsError(path: path, place: place, found: found, expected: expected)
  }

  private func check(_ old: NetworkSpec, _ new: NetworkSpec) throws {
    guard old.hidden.count == new.hidden.count else {
      throw refusal(
        "network hidden", "\(old.hidden.count) populations",
        "\(new.hidden.count): populations grow in size, not in number")
    }
    guard old.populationCode == new.populationCode else {
      throw refusal("network populationCode", "another one", "that of the experiment's network")
    }
    let names = Set(new.layout.slices.map(\.name))
    let lost = old.layout.slices.map(\.name).filter { !names.contains($0) }
    guard lost.isEmpty else {
      throw refusal(
        "tensors", lost.joined(separator: ", "), "only what the experiment's network has too")
    }
    for (old, new) in zip(old.plasticities, new.plasticities) {
      guard let old, let new, old.rule != new.rule || old.gate != new.gate else { continue }
      throw refusal(
        "network", "rule \(old.rule.rawValue), gate \(old.gate.rawValue)",
        "\(new.rule.rawValue) and \(new.gate.rawValue), or no rule there")
    }
  }

  private mutating func copy(
    _ from: ParameterLayout.Slice, _ parameters: [Float], to slice: ParameterLayout.Slice
  ) throws {
    guard let source = Block(from, like: slice, sources: sources[slice.owner]) else {
      throw refusal(
        "tensor \(slice.name)", "shape \(from.shape)", "\(slice.shape), or a smaller one")
    }
    let target = Block(slice)
    if slice.role == .weight {
      sources[slice.owner] = source.rows
      if source.rows < target.rows { grown.insert(slice.owner) }
    }
    if slice.role == .share && slice.shape.count < 2 && grown.contains(slice.owner) {
      audible.append(slice.name)
    }
    // What is heard of added neurons and observations.
    let isInfluence = [.weight, .share, .modulatorWeight, .slowWeight].contains(slice.role)
    for i in 0..<target.rows {
      for j in 0..<target.columns {
        let place = slice.range.lowerBound + target.index(i, j)
        if i < source.rows && j < source.columns {
          values[place] = parameters[from.range.lowerBound + source.index(i, j)]
        } else if j < source.columns && isInfluence {
          values[place] = 0
        }
      }
    }
  }
}

/// A slice as rows of presynaptic and columns of postsynaptic neurons.
private struct Block {
  let rows: Int
  let columns: Int
  /// Steps in the vector from a row, and from a column, to the next.
  private let strides: (row: Int, column: Int)

  init(_ slice: ParameterLayout.Slice) {
    let isOfSources = slice.role == .modulatorWeight && slice.shape.count == 1
    rows = slice.shape.count == 2 || isOfSources ? slice.shape[0] : 1
    columns = slice.shape.count == 2 ? slice.shape[1] : isOfSources ? 1 : slice.shape[0]
    strides = (columns, 1)
  }

  /// The same, and coefficients that are shared in it repeated as often as `larger` has them; nil
  /// where it does not fit into that.
  /// - Parameter sources: presynaptic neurons of the slice's synapses.
  init?(_ slice: ParameterLayout.Slice, like larger: ParameterLayout.Slice, sources: Int?) {
    let (own, other) = (Block(slice), Block(larger))
    let isShared = slice.kind == .plasticity && slice.shape.count < 2
    let shared = larger.shape.count == 2 ? sources ?? other.rows : 1
    if isShared && slice.shape == [1] {
      (rows, columns, strides) = (shared, other.columns, (0, 0))
    } else if isShared && larger.shape.count == 2 {
      (rows, columns, strides) = (shared, own.columns, (0, 1))
    } else {
      guard slice.shape.count == larger.shape.count else { return nil }
      (rows, columns, strides) = (own.rows, own.columns, own.strides)
    }
    guard rows <= other.rows && columns <= other.columns else { return nil }
  }

  func index(_ row: Int, _ column: Int) -> Int { row * strides.row + column * strides.column }
}

extension NetworkSpec {
  /// Of each population's input, of its recurrent synapses, and of the readout.
  fileprivate var plasticities: [PlasticitySpec?] {
    hidden.flatMap { [$0.inputPlasticity, $0.recurrentPlasticity] } + [readout.plasticity]
  }
}
