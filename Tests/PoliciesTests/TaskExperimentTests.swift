import Foundation
import Policies
import PolicyTraining
import TemporalTasks
import TestSupport
import Testing

/// Experiment files of temporal tasks.
@Suite struct TaskExperimentTests {
  private func read(_ body: String) throws -> Experiment {
    try ExperimentFile.read("schema: 1\n" + body, path: "e.yaml")
  }

  private func temporal(_ experiment: Experiment) throws -> TemporalOptions {
    guard case .temporal(let options) = experiment.task else {
      throw ExperimentError(place: "", key: "", found: experiment.task.kind, expected: "a task")
    }
    return options
  }

  /// The error of reading YAML that starts at line 2.
  private func error(
    _ body: String, location: Testing.SourceLocation = #_sourceLocation
  ) -> ExperimentError? {
    let error = #expect(throws: ExperimentError.self, "\(body)", sourceLocation: location) {
      try read(body)
    }
    #expect(error?.place.hasPrefix("e.yaml") == true, sourceLocation: location)
    #expect(error?.description.contains("\n") == false, sourceLocation: location)
    return error
  }

  @Test func aPresetIsItsTask() throws {
    let kinds = [
      "cue-accumulation": "cue-accumulation", "cue-association": "cue-association",
      "reversal": "cue-association", "one-shot-recognition": "one-shot-recognition",
    ]
    for (name, kind) in kinds {
      let preset = try #require(Presets.experiment(named: name))
      #expect(preset.name == name)
      #expect(preset.task.kind == kind)
      #expect(preset.trainer == .gradient && preset.robot == nil)
      let text = try ExperimentFile.write(preset)
      #expect(text.contains("\n  kind: \(kind)\n") && !text.contains("robot"))
    }
    let reversal = try #require(Presets.experiment(named: "reversal"))
    #expect((try temporal(reversal).task as? CueAssociation)?.reversal == true)
  }

  @Test func theKindBringsItsDefaults() throws {
    let tasks: [any TemporalTask] = [
      CueAccumulation(), CueAssociation(), OneShotRecognition(), PatternSpikeTrain(), ExclusiveOr(),
    ]
    for task in tasks {
      let kind = type(of: task).name
      #expect(try read("task: {kind: \(kind)}") == Experiment(TemporalOptions(task)))
    }
    #expect(try read("task: {kind: locomotion}") == Experiment())
    let gait = try read("robot: hexapod\ntask:\n  command: 2\n  kind: locomotion\n")
    #expect(gait.robot == "hexapod")
    let base = Fixture.taskExperiment()
    #expect(
      try ExperimentFile.read("schema: 1\ntask: {kind: cue-association}", path: "e", over: base)
        == base, "a file over one of its kind keeps it")
  }

  @Test func whatAFileNamesIsLaidOverTheDefaults() throws {
    let read = try read(
      """
      name: mine
      trainer: evolution
      task:
        noise: 0.5
        cues: 6
        feedback: reward
        kind: cue-association
      network: {modulation: external, encoding: stochastic-population}
      gradient: {schedule: linear, surrogate: triangular}
      """)
    var task = CueAssociation()
    (task.cues, task.feedback) = (6, .reward)
    var expected = Experiment(TemporalOptions(task, noise: 0.5))
    (expected.name, expected.trainer) = ("mine", .evolution)
    expected.network.modulation = .external
    expected.network.encoding = .stochasticPopulation
    (expected.gradient.schedule, expected.gradient.surrogate) = (.linear, .triangular)
    #expect(read == expected)
    #expect(try ExperimentFile.read(ExperimentFile.write(read), path: "e") == read)
  }

  @Test func everySettingRoundTrips() throws {
    var generator = SplitMix64(seed: 12)
    for round in 0..<20 {
      func number(_ range: ClosedRange<Double>) -> Double { .random(in: range, using: &generator) }
      var accumulation = CueAccumulation()
      (accumulation.backgroundRate, accumulation.dropout) = (number(0...1), 1e-7 * number(0...1))
      accumulation.clearsState = true
      var association = CueAssociation()
      (association.guessWeight, association.cueKind) = (number(0...1), .gaussian)
      var recognition = OneShotRecognition()
      (recognition.strokes.width, recognition.strokes.jitter.shift) = (0.3 * number(0.1...1), 0.01)
      (recognition.strokes.seed, recognition.split) = (generator.next(), .all)
      for task in [accumulation, association, recognition] as [any TemporalTask] {
        var experiment = Experiment(TemporalOptions(task, noise: number(0...3)))
        experiment.gradient.learningRate = 1e-9 * number(0.1...1)
        experiment.gradient.clip = number(0...10)
        let text = try ExperimentFile.write(experiment)
        #expect(try ExperimentFile.read(text, path: "e") == experiment, "round \(round): \(text)")
        let data = try JSONEncoder().encode(experiment)
        #expect(try JSONDecoder().decode(Experiment.self, from: data) == experiment)
      }
    }
  }

  @Test func anUnknownKindListsThose() {
    for body in ["kind: cue-asociation", "cues: 3\n  kind: cue-asociation", "kind: [a]", "kind: ~"]
    {
      let error = error("name: x\ntask:\n  \(body)\n")
      #expect(error?.key == "task.kind", "\(body)")
      #expect(error?.place == (body.hasPrefix("cues") ? "e.yaml:5" : "e.yaml:4"))
    }
    let expected =
      "one of locomotion, cue-accumulation, cue-association, one-shot-recognition, "
      + "pattern-spike-train, xor"
    #expect(error("task: {kind: walk}")?.expected == expected)
  }

  @Test func unknownKeysNameTheLineAndTheNearest() {
    let task = error("task:\n  kind: cue-association\n  cuse: 3\n")
    #expect(task?.place == "e.yaml:4")
    #expect(task?.key == "task")
    #expect(task?.found == "unknown key \"cuse\"")
    #expect(task?.expected.hasPrefix("\"cues\"?") == true)
    let nested = error("task:\n  kind: one-shot-recognition\n  strokes:\n    widht: 1\n")
    #expect(nested?.place == "e.yaml:5")
    #expect(nested?.expected.hasPrefix("\"width\"?") == true)
    #expect(error("task: {kind: cue-association, command: 1}")?.found == "unknown key \"command\"")
    #expect(error("task: {cues: 3}")?.found == "unknown key \"cues\"", "a gait has none")
    let gradient = error("gradient: {lerning_rate: 1}")
    #expect(gradient?.expected.hasPrefix("\"learning_rate\"?") == true)
  }

  @Test func aTaskHasNoRobot() {
    let error = error("task: {kind: cue-association}\nrobot: ant\n")
    #expect(error?.place == "e.yaml:3")
    #expect(error?.found == "unknown key \"robot\"")
  }

  @Test func aGaitHasARobot() {
    for body in ["robot: ~\n", "robot:\n", "robot: null\n"] {
      let error = error("name: x\n" + body)
      #expect(error?.place == "e.yaml:3")
      #expect(error?.key == "robot")
    }
  }

  @Test func gradientsDoNotTrainGaits() {
    let error = error("name: x\ntrainer: gradient\n")
    #expect(error?.place == "e.yaml:3")
    #expect(error?.key == "trainer")
    #expect(error?.expected.contains("evolution") == true)
    let external = self.error("network: {modulation: external}")
    #expect(external?.key == "network.modulation")
  }

  @Test(arguments: [
    ("cue-association", "noise", ["-1", ".nan", ".inf"]),
    ("cue-association", "cues", ["0", "1001", "9223372036854775807"]),
    ("cue-association", "classes", ["1"]), ("cue-association", "dimension", ["0", "4097"]),
    ("cue-association", "showings", ["0"]),
    ("cue-association", "response_delay_ticks", ["-1", "10001"]),
    ("cue-association", "feedback_delay_ticks", ["-1", "10001"]),
    ("cue-association", "guess_weight", ["-1", "2", ".nan"]),
    ("cue-accumulation", "cues", ["2", "0", "1001"]),
    ("cue-accumulation", "dropout", ["-0.1", "1.1", ".nan"]),
    ("cue-accumulation", "background_rate", ["-1", ".inf"]),
    ("cue-accumulation", "delay_ticks", ["-1", "100001"]),
    ("one-shot-recognition", "ways", ["1", "1001"]), ("one-shot-recognition", "side", ["1", "65"]),
    ("one-shot-recognition", "response_ticks", ["0", "9"]),
    ("one-shot-recognition", "rehearsal_weight", ["-1", ".nan"]),
    ("pattern-spike-train", "smoothing", ["0", ".nan"]), ("xor", "rate", ["-1", "1.1"]),
  ])
  func taskValuesOutOfRange(kind: String, key: String, values: [String]) {
    for value in values {
      let error = error("task:\n  kind: \(kind)\n  \(key): \(value)\n")
      #expect(error?.key == "task.\(key)", "\(value)")
      #expect(error?.place == "e.yaml:4", "\(value)")
    }
  }

  @Test(arguments: [
    ("gradient.batch", ["0", "1000001"]), ("gradient.learning_rate", ["0", "-1", ".nan", ".inf"]),
    ("gradient.warmup", ["-1", "1000001"]), ("gradient.clip", ["-1", ".nan", ".inf"]),
    ("gradient.plasticity_scale", ["0", "1e300"]), ("gradient.slope", ["0", ".nan", "1e300"]),
    ("gradient.schedule", ["steps"]), ("gradient.surrogate", ["x"]), ("trainer", ["adam"]),
    ("network.encoding", ["x"]), ("network.population_code.neurons", ["0", "1025"]),
    ("network.population_code.range", ["0", ".inf"]),
    ("network.population_code.width", ["0", "-1"]),
    ("network.initial_rate", ["0", "1", ".nan"]), ("network.initial_share", [".nan", ".inf"]),
    ("network.adaptation", ["-1", ".nan"]), ("network.adaptation_decay", ["1", "-1"]),
    ("network.trace_decay", ["1"]), ("network.eligibility_time_constant", ["0.5", "1e10"]),
    ("network.neuron", ["hh"]), ("network.conductance.utilisation", ["-0.1", "1.1", ".nan"]),
    ("network.conductance.tick_duration", ["0", ".inf"]),
    ("network.conductance.membrane_time_constant", ["0"]),
    ("network.conductance.refractory_period", ["-1", "1e6"]),
    ("network.conductance.recovery_time_constant", ["0"]),
    ("network.conductance.facilitation_time_constant", ["-1"]),
    ("network.conductance.synaptic_time_constant", ["-5"]),
    ("perturbation.trials", ["0"]), ("perturbation.rate", ["0", "1", ".nan"]),
    ("perturbation.amplitude", ["0", "2", ".nan"]), ("perturbation.form", ["x"]),
    ("perturbation.readout_amplitude", ["-1"]), ("perturbation.site", ["x"]),
    ("perturbation.baseline", ["x"]),
    ("perturbation.eligibility_time_constant", ["0.5"]), ("perturbation.online", ["true"]),
    ("perturbation.learning_rate", ["0"]), ("perturbation.duration", ["0"]),
    ("task.cue_kind", ["x"]), ("task.feedback", ["x"]), ("task.reversal", ["3"]),
  ])
  func valuesOutOfRange(key: String, values: [String]) {
    for value in values {
      let error = #expect(throws: ExperimentError.self, "\(key)=\(value)") {
        try ExperimentFile.set("\(key)=\(value)", on: Fixture.taskExperiment())
      }
      #expect(error?.key == key, "\(error?.description ?? "")")
      #expect(error?.place == "--set")
    }
  }

  @Test func setDoesNotChangeTheKind() throws {
    let base = Fixture.taskExperiment()
    for (assignment, on) in [
      ("task.kind=cue-accumulation", base), ("task.kind=locomotion", base),
      ("task={kind: one-shot-recognition}", base), ("task.kind=cue-association", Experiment()),
      ("task.kind=walk", base),
    ] {
      let error = #expect(throws: ExperimentError.self) {
        try ExperimentFile.set(assignment, on: on)
      }
      #expect(error?.place == "--set" && error?.key == "task.kind")
    }
    #expect(try ExperimentFile.set("task.kind=cue-association", on: base) == base)
    let set = try ExperimentFile.set("task.showings=5", on: base)
    #expect((try temporal(set).task as? CueAssociation)?.showings == 5)
  }

  /// Episodes that only ask what nobody can know have no loss to train on.
  @Test func aTaskWithoutWeightIsRefused() throws {
    for body in ["showings: 1", "reversal: true, showings: 2"] {
      let error = error("task: {kind: cue-association, \(body)}")
      #expect(error?.key == "task.guess_weight")
      _ = try read("task: {kind: cue-association, \(body), guess_weight: 0.1}")
    }
    _ = try read("task: {kind: cue-association, showings: 2}")
    _ = try read("task: {kind: cue-association, showings: 3, reversal: true}")
  }

  @Test func gradientsKnowNoConductances() throws {
    for trainer in Fixture.taskTrainers {
      let body = "trainer: \(trainer.rawValue)\nnetwork: {neuron: conductance}\n"
      let text = "task: {kind: xor}\n" + body
      if trainer != .gradient {
        #expect(try read(text).network.neuron == .conductance)
      } else {
        #expect(error(text)?.key == "network.neuron")
      }
    }
  }

  @Test func imagesAreReadWhenTheRunStarts() throws {
    let experiment = try read("task: {kind: one-shot-recognition, folder: /nowhere}")
    let error = #expect(throws: ExperimentError.self) {
      try TrainingLoop(experiment: experiment, model: nil, workers: 1)
    }
    #expect(error?.description.contains("/nowhere") == true)
    #expect(error?.description.contains("\n") == false)
  }
}
