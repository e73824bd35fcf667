import EvolutionStrategies
import Execution
import Locomotion
import NeuralControl
import NumericalMethods
import Policies

/// What a generation of training by evolution is made of: candidates' episodes, which workers
/// share, and what every process does for itself. `tools/peers/scaling` reckons with it.
struct TrainingBenchmark {
  /// - Parameter candidates: number of episodes.
  /// - Returns: the policy's number of parameters; wall time of one candidate's episode in late
  ///   training [s], one a candidate; times [s] of strategies' updates; bytes of an episode's
  ///   result between ranks, and the time to read one [s].
  static func report(policy path: String, candidates: Int) throws -> Fields {
    let policy = try Policy(path: path)
    let (episodes, result) = try self.episodes(policy, path, candidates)
    let updates = [policy.parameters.count, 10_000, 100_000].flatMap { parameters in
      [64, 512, 4096].map { population in
        [
          "parameters": parameters, "population": population,
          "seconds": updateTime(parameters, population),
        ] as Fields
      }
    }
    let (bytes, seconds) = try exchange(result)
    return [
      "parameters": policy.parameters.count, "episodes": episodes, "updates": updates,
      "result_bytes": bytes, "result_s": seconds,
    ]
  }

  /// Candidates around the policy, each for the length of training's last episodes.
  private static func episodes(
    _ policy: Policy, _ path: String, _ count: Int
  ) throws -> (times: [Double], last: EpisodeResult) {
    let horizon = try policy.requireLocomotion(path: path).task.duration
    let rig = try policy.makeRig(path: path, duration: horizon)
    let search = strategy(policy.parameters, population: count + count % 2)
    func live(_ index: Int) -> EpisodeResult {
      rig.load(search.candidate(index), normaliser: policy.normaliser)
      return rig.run(EpisodeSpecification(seed: 1))
    }
    var last = live(0)
    return ((0..<count).map { index in seconds { last = live(index) } }, last)
  }

  private static func updateTime(_ parameters: Int, _ population: Int) -> Double {
    let fitness = (0..<population).map { Double($0 * 7919 % population) }
    let start = strategy([Float](repeating: 0, count: parameters), population: population)
    return Statistics.median(
      (0..<3).map { _ in
        var strategy = start
        return seconds { strategy.tell(fitness) }
      })
  }

  private static func exchange(_ result: EpisodeResult) throws -> (bytes: Int, seconds: Double) {
    let count = 1000
    var wire = WireWriter()
    for _ in 0..<count { wire.write(result) }
    var reader = WireReader(wire.bytes)
    let time = try seconds { for _ in 0..<count { _ = try reader.read() as EpisodeResult } }
    return (wire.bytes.count / count, time / Double(count))
  }

  private static func strategy(_ initial: [Float], population: Int) -> OpenAIES {
    var configuration = OpenAIES.Configuration()
    configuration.populationSize = population
    configuration.sigma = 0.1
    return OpenAIES(initial: initial, configuration: configuration, seed: 1)
  }

  private static func seconds(_ work: () throws -> Void) rethrows -> Double {
    try ContinuousClock().measure(work) / .seconds(1)
  }
}
