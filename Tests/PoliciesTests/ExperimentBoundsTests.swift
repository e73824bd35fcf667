import Policies
import Testing

/// Every bound is met with an `ExperimentError` that names its key, never with a crash later on.
@Suite struct ExperimentBoundsTests {
  @Test(arguments: [
    ("name", ["\"\"", "a/b"]),
    ("task.command", ["0", "-1", ".nan", ".inf", "1e300"]),
    ("task.duration", ["0", "-1", ".nan", ".inf", "1e300"]),
    ("task.settle", ["-1", ".nan", ".inf", "1e300"]),
    ("task.start_spread", ["-1", ".nan", ".inf", "1e300"]),
    ("task.heading", ["3.15", "-4", ".nan", ".inf"]),
    ("task.heading_spread", ["-0.1", "3.15", ".nan", ".inf"]),
    ("task.clock", ["-1", ".nan", ".inf", "1e300"]),
    ("task.minimum_uprightness", [".nan", ".inf"]),
    ("task.minimum_height", [".nan", ".inf"]),
    ("task.efference", ["-1", "51", "0.5"]),
    ("start_added", ["zero", "1"]),
    ("task.reward.tilt", [".nan", ".inf"]),
    ("network.hidden", ["[]", "[0]", "[-1]", "[4097]", "[8, 9223372036854775807]"]),
    ("network.ticks", ["0", "-1", "101"]),
    ("network.lif.decay", ["1", "-0.1", ".nan", "0.99999999999"]),
    ("network.readout_decay", ["1", "-0.1", ".nan", "0.99999999999"]),
    ("network.readout_gain", ["0", ".inf", "1e300"]),
    ("network.slow_trace_time_constants", ["[1, 5]", "[9, 4]", "[2]", "[2, 1e6]", "[.nan, 5]"]),
    ("network.adaptation_time_constants", ["[1, 5]", "[9, 4]", "[2, 3, 4]", "[2, .inf]"]),
    ("network.granularity", ["kind", "3"]),
    ("network.modulation_source", ["reward", "1"]),
    ("network.input_gain", ["0", ".nan", "1e300", "1e-300"]),
    ("network.bound", ["0", ".inf", "1e300", "1e-300"]),
    ("evolution.population", ["0", "3", "-2", "9223372036854775806"]),
    ("evolution.sigma", ["0", "-1", ".nan", ".inf"]),
    ("evolution.learning_rate", ["0", ".inf"]),
    ("evolution.sigma_decay", ["0", "2", "-1", ".nan"]),
    ("evolution.learning_rate_decay", ["0", "2", "-1", ".nan"]),
    ("evolution.openai_es.weight_decay", ["-1", ".nan", ".inf"]),
    ("evolution.pgpe.max_speed", ["0", "-1", ".nan"]),
    ("evolution.pgpe.momentum", ["1", "-0.1", ".nan"]),
    ("evolution.pgpe.sigma_learning_rate", ["-1", ".inf"]),
    ("evolution.ars.top_share", ["0", "1.1", ".nan"]),
    ("evolution.strategy", ["nes", "3"]),
    ("evolution.search", ["none", "rule"]),
    ("evolution.episodes", ["0", "-1", "9223372036854775807"]),
    ("policy_gradient.kl_bound", ["-0.1", ".nan", ".inf"]),
    ("evolution.fitness", ["all", "3"]),
    ("evolution.settling", ["-1", ".nan", "1e300"]),
    ("evaluation.selection_set", ["same", "true"]),
    ("evolution.plasticity_scale", ["0", "-1", ".nan", ".inf", "1e300"]),
    ("budget.generations", ["0", "-1", "9223372036854775807"]),
    ("budget.minutes", ["-1", ".nan"]),
    ("evaluation.episodes", ["0", "-1", "9223372036854775807"]),
    ("evaluation.duration", ["0", ".inf", "1e300"]),
    ("evaluation.selection_interval", ["0", "-1"]),
    ("evaluation.selection_episodes", ["0", "9223372036854775807"]),
  ])
  func outOfRange(key: String, values: [String]) {
    for value in values {
      let error = #expect(throws: ExperimentError.self, "\(key)=\(value)") {
        try ExperimentFile.set("\(key)=\(value)", on: Experiment())
      }
      #expect(error?.key == key, "\(error?.description ?? "")")
    }
  }

  @Test func linesAreNamed() {
    let error = #expect(throws: ExperimentError.self) {
      try ExperimentFile.read("schema: 1\nevolution:\n  population: 3\n", path: "e.yaml")
    }
    #expect(error?.place == "e.yaml:3")
    #expect(error?.found == "3")
  }
}
