import ArgumentParser
import FileFormats
import Policies
import TemporalTasks

struct EpisodesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "episodes",
    abstract: "Writes episodes of a temporal task as tensors, for networks of other programs.",
    discussion: """
      Examples:
        ganglion episodes cue-association --episodes 64 --output train.safetensors
        ganglion episodes reversal --held-out --seed 1 --output test.safetensors

      The file opens in Python's safetensors: observations [episodes, ticks, inputs], queries and \
      rehearsals [episodes, …, 4] (first tick, end, right answer, weight), feedback [episodes, …, \
      6] (1 for a reward and 0 for a label, query, first channel, end, first tick, end). A reward \
      is +1 or −1 in its channels and ticks, once the response to its query is known. With \
      --held-out they are the episodes that ganglion evaluate tries with the same --seed.
      """)

  @Argument(help: "A preset of a temporal task (see: ganglion presets) or a YAML file.")
  var experiment: String
  @Option(help: "How many.")
  var episodes = 512
  @Option(help: "The first of them, in the set that the seed names.")
  var first = 0
  @Option(help: "Names the set of episodes.")
  var seed: UInt64 = 1
  @Flag(help: "Of content that training never has.")
  var heldOut = false
  @Option(help: "Noise (default: that of training).")
  var noise: Double?
  @Option(name: .customLong("set"), help: "Set one key, e.g. task.cues=6.")
  var assignments: [String] = []
  @Option(help: "Where to write.")
  var output: String
  @OptionGroup var display: OutputOptions

  /// Most numbers in a file: 2 GiB.
  private static let most = 1 << 29

  func validate() throws {
    try requireNames(("the experiment", experiment), ("--output", output))
    try requireApart(inputs: [("the experiment", experiment)], outputs: [("--output", output)])
    try require("--episodes", episodes, in: 1...1_000_000)
    try require("--first", first, in: 0...1_000_000_000)
    try require("--noise", noise, "a number from 0 on") { $0 >= 0 && $0.isFinite }
  }

  func run() throws {
    let experiment = try ExperimentArgument.set(
      assignments, rule: nil, seed: nil, start: nil, on: ExperimentArgument.read(experiment))
    guard case .temporal(let given) = experiment.task else {
      throw ValidationError("\(self.experiment): its task is a robot's, which has no such episodes")
    }
    let options = try given.loaded()
    let (task, noise) = (options.task, noise ?? options.noise)
    try require(task.trials > 0, "\(self.experiment): the task asks no questions")
    try require(
      episodes <= Self.most / (task.ticks * task.inputs),
      "--episodes is \(episodes), expected at most "
        + "\(Self.most / (task.ticks * task.inputs)) of \(task.ticks) ticks")
    let set =
      heldOut
      ? EpisodeSet.heldOut(task, seed: seed, noise: noise)
      : EpisodeSet(task, seed: seed, noise: noise)
    let file = EpisodeTensors.file(set, first..<first + episodes)
    try AtomicFile.write(file.encoded(), to: output)
    if display.json {
      return try Console.json(["output": output, "episodes": episodes] as Fields)
    }
    Console.output("\(output): \(episodes) episodes of \(task.ticks) ticks")
  }
}
