/// The named, shaped slices of the one flat parameter vector of a network.
public struct ParameterLayout: Sendable, Equatable {
  /// What a slice holds; a trainer may give each kind its own noise and learning rate.
  public enum Kind: String, Sendable, Codable, CaseIterable {
    /// Slow weights W.
    case weight
    /// Biases b of neurons and readout.
    case bias
    /// Plasticity coefficients: α as it is, η and ε as logits, see ``PlasticityRate``.
    case plasticity
    /// Weights and biases of the neuromodulators.
    case modulator
  }

  /// How a slice starts.
  public enum Initialisation: Sendable, Equatable {
    /// Every scalar the same.
    case constant(Float)
    /// Independent normal scalars of mean zero.
    case gaussian(deviation: Float)
  }

  /// One named block of the vector, in row-major order of its shape.
  public struct Slice: Sendable, Equatable {
    /// Name, such as `hidden1.input.weight`; the policy file's key.
    public let name: String
    /// What the slice holds.
    public let kind: Kind
    /// Shape; weights are [presynaptic, postsynaptic].
    public let shape: [Int]
    /// Place in the vector.
    public let range: Range<Int>
    /// How the slice starts.
    public let initialisation: Initialisation
  }

  /// The slices in the order of the vector, which they tile without gaps.
  public private(set) var slices: [Slice] = []

  /// Length of the vector.
  public var count: Int { slices.last?.range.upperBound ?? 0 }

  /// The slice of the given name, if the network has it.
  public func slice(named name: String) -> Slice? { slices.first { $0.name == name } }

  mutating func append(
    _ name: String, _ kind: Kind, _ shape: [Int], _ initialisation: Initialisation
  ) {
    let start = count
    let size = shape.reduce(1, *)
    slices.append(
      Slice(
        name: name, kind: kind, shape: shape, range: start..<(start + size),
        initialisation: initialisation))
  }
}

extension ParameterLayout {
  /// The place of a slice that the layout must have.
  func range(of name: String) -> Range<Int> {
    guard let slice = slice(named: name) else {
      preconditionFailure("the parameter layout has no slice '\(name)'")
    }
    return slice.range
  }
}

/// A parameter vector read by slice name.
struct NamedParameters {
  let layout: ParameterLayout
  let base: UnsafePointer<Float>

  /// The first scalar of a slice that the layout must have.
  subscript(name: String) -> UnsafePointer<Float> {
    base + layout.range(of: name).lowerBound
  }
}
