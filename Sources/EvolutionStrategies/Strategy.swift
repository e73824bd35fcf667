/// Any of the evolution strategies, as a value that a trainer holds.
///
/// Encodes as `kind` and `state`; exactly, like each of them.
public enum Strategy: EvolutionStrategy, Codable {
  case openAIES(OpenAIES)
  case pgpe(PGPE)
  case ars(ARS)
  case cmaES(CMAES)
  case sepCMAES(SepCMAES)

  /// The names of the strategies.
  public enum Kind: String, Sendable, Codable, CaseIterable {
    case openAIES = "openai-es"
    case pgpe
    case ars
    case cmaES = "cma-es"
    case sepCMAES = "sep-cma-es"
  }

  /// Which one it is.
  public var kind: Kind {
    switch self {
    case .openAIES: .openAIES
    case .pgpe: .pgpe
    case .ars: .ars
    case .cmaES: .cmaES
    case .sepCMAES: .sepCMAES
    }
  }

  private var base: any EvolutionStrategy {
    switch self {
    case .openAIES(let strategy): strategy
    case .pgpe(let strategy): strategy
    case .ars(let strategy): strategy
    case .cmaES(let strategy): strategy
    case .sepCMAES(let strategy): strategy
    }
  }

  public var dimension: Int { base.dimension }
  public var populationSize: Int { base.populationSize }
  public var generation: Int { base.generation }
  public var mean: [Float] { base.mean }

  public func candidate(_ index: Int, into buffer: UnsafeMutableBufferPointer<Float>) {
    base.candidate(index, into: buffer)
  }

  @discardableResult
  public mutating func tell(_ fitness: [Double]) -> UpdateSummary {
    func told<S: EvolutionStrategy>(
      _ strategy: S, _ wrap: (S) -> Strategy
    ) -> (Strategy, UpdateSummary) {
      var strategy = strategy
      let summary = strategy.tell(fitness)
      return (wrap(strategy), summary)
    }
    let (next, summary) =
      switch self {
      case .openAIES(let strategy): told(strategy, Strategy.openAIES)
      case .pgpe(let strategy): told(strategy, Strategy.pgpe)
      case .ars(let strategy): told(strategy, Strategy.ars)
      case .cmaES(let strategy): told(strategy, Strategy.cmaES)
      case .sepCMAES(let strategy): told(strategy, Strategy.sepCMAES)
      }
    self = next
    return summary
  }

  public mutating func skip() {
    func skipped<S: EvolutionStrategy>(_ strategy: S) -> S {
      var strategy = strategy
      strategy.skip()
      return strategy
    }
    self =
      switch self {
      case .openAIES(let strategy): .openAIES(skipped(strategy))
      case .pgpe(let strategy): .pgpe(skipped(strategy))
      case .ars(let strategy): .ars(skipped(strategy))
      case .cmaES(let strategy): .cmaES(skipped(strategy))
      case .sepCMAES(let strategy): .sepCMAES(skipped(strategy))
      }
  }
}

extension Strategy {
  private enum CodingKeys: String, CodingKey { case kind, state }

  /// Reads what `encode(to:)` wrote; throws `DecodingError.dataCorrupted` like the strategy inside.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self =
      switch try values.decode(Kind.self, forKey: .kind) {
      case .openAIES: .openAIES(try values.decode(OpenAIES.self, forKey: .state))
      case .pgpe: .pgpe(try values.decode(PGPE.self, forKey: .state))
      case .ars: .ars(try values.decode(ARS.self, forKey: .state))
      case .cmaES: .cmaES(try values.decode(CMAES.self, forKey: .state))
      case .sepCMAES: .sepCMAES(try values.decode(SepCMAES.self, forKey: .state))
      }
  }

  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(kind, forKey: .kind)
    switch self {
    case .openAIES(let strategy): try values.encode(strategy, forKey: .state)
    case .pgpe(let strategy): try values.encode(strategy, forKey: .state)
    case .ars(let strategy): try values.encode(strategy, forKey: .state)
    case .cmaES(let strategy): try values.encode(strategy, forKey: .state)
    case .sepCMAES(let strategy): try values.encode(strategy, forKey: .state)
    }
  }
}
