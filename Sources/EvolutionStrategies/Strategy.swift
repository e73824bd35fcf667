public import NumericalMethods

/// Settings that strategies are started with, those of all of them; each reads what it has.
public protocol StrategySettings {
  /// Candidates in a generation.
  var population: Int { get }
  /// Standard deviation of the perturbations, in units of the parameters.
  var sigma: Double { get }
  /// Size of a parameter's step, in units of the parameters.
  var learningRate: Double { get }
  /// Factors on both after each generation.
  var sigmaDecay: Double { get }
  var learningRateDecay: Double { get }
  /// L2 pull of the mean towards 0.
  var weightDecay: Double { get }
  /// Bound on a step, in multiples of the learning rate, and its momentum.
  var maxSpeed: Double { get }
  var momentum: Double { get }
  /// Step size of standard deviations that adapt.
  var sigmaLearningRate: Double { get }
  /// Share of the mirrored pairs that count.
  var topShare: Double { get }
}

/// A row of the table of strategies: a strategy with a name, which can be made from settings and
/// whose encoding is exact. Decoding throws `DecodingError.dataCorrupted` where the settings are
/// out of bounds or the parts disagree on the dimension.
public protocol NamedStrategy: EvolutionStrategy, Codable {
  associatedtype Configuration: StrategyConfiguration
  associatedtype Mean: PackedNumbers
  static var kind: Strategy.Kind { get }
  var search: SearchState<Configuration, Mean> { get }

  /// The strategy at its start.
  init(_ search: SearchState<Configuration, Mean>)
}

extension NamedStrategy {
  /// The settings it was started with.
  public var configuration: Configuration { search.configuration }
  public var populationSize: Int { configuration.populationSize }
  public var generation: Int { search.generation }
  public var dimension: Int { search.dimension }

  /// A search that starts at `initial`, of perturbations from the run's `seed`.
  ///
  /// Preconditions: `configuration.validate()` passes, `scales` has the length of `initial`.
  public init(
    initial: [Float], configuration: Configuration, seed: UInt64, scales: ParameterScales? = nil
  ) {
    self.init(
      SearchState(
        initial: initial.map { Mean.Scalar($0) }, configuration: configuration, seed: seed,
        scales: scales))
  }

  init(initial: [Float], settings: some StrategySettings, seed: UInt64, scales: ParameterScales?) {
    self.init(
      initial: initial, configuration: Configuration(settings, dimension: initial.count),
      seed: seed, scales: scales)
  }
}

extension NamedStrategy where Mean == PackedFloats {
  public var mean: [Float] { search.packedMean.values }
}

extension NamedStrategy where Mean == PackedDoubles {
  public var mean: [Float] { search.packedMean.values.map(Float.init) }
}

/// Any of the evolution strategies, as a value that a trainer holds.
///
/// Encodes as `kind` and `state`; exactly, like each of them.
public struct Strategy: EvolutionStrategy, Codable {
  /// The names of the strategies.
  public enum Kind: String, Sendable, Codable, CaseIterable {
    case openAIES = "openai-es"
    case pgpe
    case ars
    case cmaES = "cma-es"
    case sepCMAES = "sep-cma-es"

    /// The strategy of that name.
    var type: any NamedStrategy.Type {
      switch self {
      case .openAIES: OpenAIES.self
      case .pgpe: PGPE.self
      case .ars: ARS.self
      case .cmaES: CMAES.self
      case .sepCMAES: SepCMAES.self
      }
    }
  }

  private var base: any NamedStrategy

  public init(_ strategy: some NamedStrategy) { base = strategy }

  /// The strategy of a name, see ``NamedStrategy``.
  public init(
    _ kind: Kind, initial: [Float], settings: some StrategySettings, seed: UInt64,
    scales: ParameterScales? = nil
  ) {
    base = kind.type.init(initial: initial, settings: settings, seed: seed, scales: scales)
  }

  /// Which one it is.
  public var kind: Kind { type(of: base).kind }

  public var dimension: Int { base.dimension }
  public var populationSize: Int { base.populationSize }
  public var generation: Int { base.generation }
  public var mean: [Float] { base.mean }

  public func candidate(_ index: Int, into buffer: inout MutableSpan<Float>) {
    base.candidate(index, into: &buffer)
  }

  @discardableResult
  public mutating func tell(_ fitness: [Double]) -> UpdateSummary { base.tell(fitness) }

  public mutating func skip() { base.skip() }
}

extension Strategy {
  private enum CodingKeys: String, CodingKey { case kind, state }

  /// Reads what `encode(to:)` wrote; throws `DecodingError.dataCorrupted` like the strategy inside.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    let type = try values.decode(Kind.self, forKey: .kind).type
    base = try values.decode(type, forKey: .state)
  }

  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(kind, forKey: .kind)
    try values.encode(base, forKey: .state)
  }
}
