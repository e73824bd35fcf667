import EvolutionStrategies

/// `strategies key=value …`: prints, for each seed, the evaluations until f at the mean is at most
/// `target`, or `inf` where that takes more than `limit`, and the lowest f at the mean.
@main struct Run {
  let settings: [String: String]

  static func main() {
    let pairs = CommandLine.arguments.dropFirst().map {
      $0.split(separator: "=", maxSplits: 1).map(String.init)
    }
    let run = Run(settings: Dictionary(uniqueKeysWithValues: pairs.map { ($0[0], $0[1]) }))
    for seed in 1...UInt64(run.number("seeds")) {
      let (spent, best) = run.search(seed: seed)
      print(spent, best)
    }
  }

  func number(_ key: String) -> Double {
    guard let value = settings[key].flatMap(Double.init) else { fatalError("\(key) is no number") }
    return value
  }

  private func search(seed: UInt64) -> (spent: Double, best: Double) {
    guard let function = settings["function"].flatMap(Function.init) else {
      fatalError("no such function")
    }
    var strategy = strategy(seed: seed)
    let (target, limit) = (number("target"), number("limit"))
    var best = function(strategy.mean)
    while best > target {
      let spent = (strategy.generation + 1) * strategy.populationSize
      guard Double(spent) <= limit else { return (.infinity, best) }
      strategy.tell((0..<strategy.populationSize).map { -function(strategy.candidate($0)) })
      best = min(best, function(strategy.mean))
    }
    return (Double(strategy.generation * strategy.populationSize), best)
  }

  private func strategy(seed: UInt64) -> Strategy {
    let initial = [Float](repeating: Float(number("start")), count: Int(number("dimension")))
    let (population, sigma) = (Int(number("population")), number("sigma"))
    switch settings["strategy"].flatMap(Strategy.Kind.init) {
    case .cmaES, .sepCMAES:
      var options = CMAConfiguration()
      (options.populationSize, options.sigma) = (population, sigma)
      return settings["strategy"] == Strategy.Kind.cmaES.rawValue
        ? Strategy(CMAES(initial: initial, configuration: options, seed: seed))
        : Strategy(SepCMAES(initial: initial, configuration: options, seed: seed))
    case .pgpe:
      var options = PGPE.Configuration()
      (options.populationSize, options.sigma) = (population, sigma)
      options.learningRate = number("learning_rate")
      options.sigmaLearningRate = number("sigma_learning_rate")
      return Strategy(PGPE(initial: initial, configuration: options, seed: seed))
    case .ars:
      var options = ARS.Configuration()
      (options.populationSize, options.sigma) = (population, sigma)
      options.learningRate = number("learning_rate")
      options.topShare = number("top_share")
      return Strategy(ARS(initial: initial, configuration: options, seed: seed))
    case .openAIES, nil: fatalError("no strategy with a reference")
    }
  }
}
