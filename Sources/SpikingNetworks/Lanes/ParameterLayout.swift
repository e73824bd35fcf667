/// The named, shaped slices of the one flat parameter vector of a network.
public struct ParameterLayout: Sendable, Equatable {
  /// What a slice holds; a trainer may give each kind its own noise and learning rate.
  public enum Kind: Sendable {
    /// Slow weights W, those from slow traces included.
    case weight
    /// Biases b of neurons and readout.
    case bias
    /// Plasticity coefficients α, η and those of rules, rates as logits; see ``Transform``.
    case plasticity
    /// Weights and biases of the neuromodulators.
    case modulator
    /// What of neurons is trained besides W and b: strengths and, as logits, decays.
    case dynamics
  }

  /// Whose parameters a slice holds.
  public enum Owner: Sendable, Hashable {
    /// The neurons of a population, counted from the input up from 0.
    case population(Int)
    /// The synapses onto that population from below.
    case input(Int)
    /// The synapses of that population onto itself.
    case recurrent(Int)
    /// The readout and the synapses onto it.
    case readout

    /// Such as `hidden1`, `hidden1.input`, `readout`.
    var name: String {
      switch self {
      case .population(let index): "hidden\(index + 1)"
      case .input(let index): "hidden\(index + 1).input"
      case .recurrent(let index): "hidden\(index + 1).recurrent"
      case .readout: "readout"
      }
    }

    /// The neurons that the parameters act on.
    var target: Owner {
      switch self {
      case .population(let index), .input(let index), .recurrent(let index): .population(index)
      case .readout: .readout
      }
    }
  }

  /// What a slice is to its owner.
  public enum Role: Sendable, Hashable {
    /// Slow weights W.
    case weight
    /// Biases b.
    case bias
    /// α, the share of the fast weights.
    case share
    /// η, the rate of the fast weights.
    case rate
    /// A coefficient of the plasticity rule, as the rule names it.
    case coefficient(String)
    /// Weights and biases of the neuromodulator of the owner's synapses.
    case modulatorWeight, modulatorBias
    /// β_a and ρ of each neuron's adaptation.
    case adaptationStrength, adaptationDecay
    /// W^s and λ of the readout's slow traces.
    case slowWeight, slowDecay
    /// c, what plastic synapses from the input transmit of each channel beside its deviation.
    case tonicLevel
    /// κ and w of the readout's gain field.
    case gainCompensation, gainWeight

    /// How the slice's name ends, and its kind.
    fileprivate var row: (suffix: String, kind: Kind) {
      switch self {
      case .weight: ("weight", .weight)
      case .bias: ("bias", .bias)
      case .share: ("alpha", .plasticity)
      case .rate: ("eta", .plasticity)
      case .coefficient(let name): (name, .plasticity)
      case .modulatorWeight: ("modulator.weight", .modulator)
      case .modulatorBias: ("modulator.bias", .modulator)
      case .adaptationStrength: ("adaptation.strength", .dynamics)
      case .adaptationDecay: ("adaptation.decay", .dynamics)
      case .slowWeight: ("slow.weight", .weight)
      case .slowDecay: ("slow.decay", .dynamics)
      case .tonicLevel: ("tonic", .plasticity)
      case .gainCompensation: ("gain.compensation", .bias)
      case .gainWeight: ("gain.weight", .weight)
      }
    }
  }

  /// What the numbers of a slice stand for. The vector is unconstrained, so that a trainer may move
  /// it anywhere; a rate in (0, 1) is held as its logit, so that a step changes a small one in
  /// proportion.
  public enum Transform: Sendable, Equatable {
    /// The number itself.
    case identity
    /// The rate 1 / (1 + e⁻ᵖ) for the number p.
    case logistic

    /// The value for the number `p` of the vector.
    @inline(__always)
    public func value<Scalar: NetworkScalar>(_ p: Scalar) -> Scalar {
      switch self {
      case .identity: p
      case .logistic: 1 / (1 + Scalar.exponential(-p))
      }
    }

    /// The derivative of the value by the number, from the value.
    @inline(__always)
    func slope<Scalar: NetworkScalar>(at value: Scalar) -> Scalar {
      switch self {
      case .identity: 1
      case .logistic: value * (1 - value)
      }
    }

    /// The number of the vector for a value; one in (0, 1) where it is a rate.
    public func parameter(_ value: Float) -> Float {
      switch self {
      case .identity: value
      case .logistic: Float.logarithm(value / (1 - value))
      }
    }
  }

  /// Which numbers of a slice the places of a matrix have.
  enum Tying: Sendable, Equatable {
    /// Each its own in row-major order, or all the only one.
    case none
    /// The columns of a row share one: that of the place given here.
    case rows([Int])
  }

  /// How a slice starts.
  enum Initialisation: Sendable, Equatable {
    /// Every value the same.
    case constant(Float)
    /// Independent normal values of mean zero.
    case gaussian(deviation: Float)
    /// Decays of neurons, spaced in the logarithm of their time constants …
    case decays(TimeConstantRange)
    /// … and rates 1/τ, likewise.
    case rates(TimeConstantRange)

    /// Number `index` of `count`.
    func draw(_ index: Int, of count: Int, _ gaussian: () -> Float) -> Float {
      switch self {
      case .constant(let value): value
      case .gaussian(let deviation): deviation * gaussian()
      case .decays(let range): range.decay(of: index, among: count)
      case .rates(let range): 1 - range.decay(of: index, among: count)
      }
    }
  }

  /// One named block of the vector, in row-major order of its shape.
  public struct Slice: Sendable, Equatable {
    public let owner: Owner
    public let role: Role
    /// Shape; weights are [presynaptic, postsynaptic].
    public let shape: [Int]
    /// Place in the vector.
    public let range: Range<Int>
    /// What the numbers stand for.
    public let transform: Transform
    let initialisation: Initialisation
    let tying: Tying

    /// Name, such as `hidden1.input.weight`; the policy file's key.
    public var name: String { owner.name + "." + role.row.suffix }
    /// What the slice holds.
    public var kind: Kind { role.row.kind }
  }

  /// The slices in the order of the vector, which they tile without gaps.
  public private(set) var slices: [Slice] = []

  /// Length of the vector.
  public var count: Int { slices.last?.range.upperBound ?? 0 }

  /// The slice of the given name, if the network has it.
  public func slice(named name: String) -> Slice? { slices.first { $0.name == name } }

  /// Whether any synapses have fast weights.
  public var isPlastic: Bool { slices.contains { $0.role == .share } }

  /// A slice, if the network has it.
  func slice(_ owner: Owner, _ role: Role) -> Slice? {
    slices.first { $0.owner == owner && $0.role == role }
  }

  /// A slice that the network has.
  public subscript(owner: Owner, role: Role) -> Slice {
    guard let slice = slice(owner, role) else {
      preconditionFailure("the parameter layout has no \(role) of \(owner.name)")
    }
    return slice
  }

  mutating func append(
    _ owner: Owner, _ role: Role, _ shape: [Int], _ initialisation: Initialisation,
    _ transform: Transform = .identity, tying: Tying = .none
  ) {
    let range = count..<count + shape.reduce(1, *)
    slices.append(
      Slice(
        owner: owner, role: role, shape: shape, range: range, transform: transform,
        initialisation: initialisation, tying: tying))
  }
}

/// A parameter vector read slice by slice.
struct ParameterVector {
  let layout: ParameterLayout
  let vector: UnsafeBufferPointer<Float>

  /// A slice that the layout must have.
  subscript(owner: ParameterLayout.Owner, role: ParameterLayout.Role) -> SliceValues {
    let slice = layout[owner, role]
    return SliceValues(
      numbers: UnsafeBufferPointer(rebasing: vector[slice.range]), transform: slice.transform,
      tying: slice.tying)
  }
}

/// The values of a slice, in the order of the vector; a slice of one number has it everywhere.
struct SliceValues {
  let numbers: UnsafeBufferPointer<Float>
  var transform = ParameterLayout.Transform.identity
  var tying = ParameterLayout.Tying.none

  subscript(index: Int) -> Float { transform.value(numbers[numbers.count == 1 ? 0 : index]) }
}
