import Locomotion
import SpikingNetworks
import TemporalTasks

/// Experiments that come with Ganglion.
public enum Presets {
  /// Name and one line for `ganglion presets`.
  public static let all: [(name: String, summary: String)] = [
    ("ant", "four legs, eight joints: a trot in under a minute"),
    ("quadruped", "four legs, twelve joints, the size of a small research quadruped"),
    ("hexapod", "six legs, eighteen joints"),
    ("locomotion", "any robot: --robot NAME, FOLDER or FILE.urdf"),
    ("ant-fixed", "the ant with fixed weights; likewise quadruped-fixed, hexapod-fixed"),
    ("ant-teacher", "the same, told hidden facts of its motors, load and ground"),
    ("ant-adaptive", "a plastic estimator that finds out what ant-teacher is told"),
    ("quadruped-fixed", "the quadruped with fixed weights"),
    ("quadruped-teacher", "the same, told hidden facts"),
    ("quadruped-adaptive", "a plastic estimator that finds them out"),
    ("hexapod-fixed", "the hexapod with fixed weights"),
    ("hexapod-teacher", "the same, told hidden facts"),
    ("hexapod-adaptive", "a plastic estimator that finds them out"),
    ("cue-accumulation", "cues on two sides, a delay: on which side were more?"),
    ("cue-association", "which cue means which answer, learnt within the episode"),
    ("reversal", "the same, and half-way the answers change"),
    ("one-shot-recognition", "characters seen once with their label, then asked about"),
    ("pattern-spike-train", "spike trains in, a density of spikes out, from reward alone"),
    ("xor", "two bits as spikes: are they different? from reward alone"),
  ]

  /// Those of `all` that walk.
  public static let robots = ["ant", "quadruped", "hexapod"]

  /// The preset of that name, or nil.
  public static func experiment(named name: String) -> Experiment? {
    switch name {
    case "locomotion": locomotion()
    case "cue-accumulation": cueAccumulation()
    case "cue-association": cueAssociation(reversal: false)
    case "reversal": cueAssociation(reversal: true)
    case "one-shot-recognition": oneShotRecognition()
    case "pattern-spike-train": patternSpikeTrain()
    case "xor": exclusiveOr()
    default: gait(named: name) ?? stage(named: name)
    }
  }

  /// One of ``robots``.
  private static func gait(named name: String) -> Experiment? {
    switch name {
    case "ant": gait(name, command: 1.3, footSlip: -0.1)
    case "quadruped": gait(name, command: 1.1, generations: 450)
    case "hexapod": hexapod()
    default: nil
    }
  }

  /// A stage on the way to an adaptive robot: `ROBOT-fixed`, `ROBOT-teacher`, `ROBOT-adaptive`.
  private static func stage(named name: String) -> Experiment? {
    let parts = name.split(separator: "-").map(String.init)
    guard parts.count == 2, let gait = gait(named: parts[0]) else { return nil }
    switch parts[1] {
    case "fixed": return fixed(gait)
    case "teacher": return teacher(of: gait)
    case "adaptive": return estimator(of: gait)
    default: return nil
    }
  }

  private static func gait(
    _ robot: String, command: Double, footSlip: Double = 0, generations: Int = 300
  ) -> Experiment {
    var task = LocomotionTask()
    task.command = command
    // A course shows in long lives that begin turned away from it.
    task.duration = 10
    task.headingSpread = 0.5
    task.reward[.heading] = -0.5
    task.reward[.footSlip] = footSlip
    task.reward[.nonFootContact] = -1
    task.reward[.jointRateLimit] = -1
    var experiment = Experiment()
    experiment.name = robot
    experiment.robot = robot
    experiment.task = .locomotion(task)
    experiment.randomisation = asymmetries(severity: 3)
    experiment.budget.generations = generations
    return experiment
  }

  /// Loads, pushes, grounds and motors that turn a robot off its course, so that a gait has to see
  /// where it goes: one that holds its course by symmetry alone holds it in its own simulation
  /// only.
  private static func asymmetries(severity: Int) -> RandomisationOptions {
    var options = RandomisationOptions()
    options.conditions = Condition.placed(.gainSpread, .payloadOffset, .push, .friction)
    options.severity = severity
    return options
  }

  /// A walk at a speed that legs of 0.2 to 0.8 m can have; the robot is the caller's to choose.
  private static func locomotion() -> Experiment {
    // Without the penalty some robots slide 0.3 m and more for each metre; twice as much has kept
    // one still.
    var experiment = gait("ant", command: 0.8, footSlip: -0.25)
    experiment.name = "locomotion"
    return experiment
  }

  private static func fixed(_ gait: Experiment) -> Experiment {
    var experiment = gait
    experiment.name = gait.name + "-fixed"
    experiment.network.plastic = []
    return experiment
  }

  /// A fixed-weight network that is told the facts which its training changes in mid-life.
  private static func teacher(of gait: Experiment) -> Experiment {
    var experiment = gait
    experiment.name = gait.name + "-teacher"
    if case .locomotion(var task) = gait.task {
      task.privileged = [.gain, .friction, .load, .strength]
      experiment.task = .locomotion(task)
    }
    experiment.network.plastic = []
    experiment.randomisation = hiddenChanges()
    // Gently, from a gait that is told nothing: with gains that it is told, a reversed actuator is
    // as good as any from the start, and only what else is told has to be learnt.
    experiment.start = gait.name + "-fixed"
    experiment.startAdded = .neutral
    experiment.evolution.sigma = 0.05
    experiment.evolution.learningRate = 0.012
    experiment.evolution.initialDuration = 10
    experiment.budget.generations = 100
    return experiment
  }

  /// Changes of what no sensor measures, up to two in a life, one on top of the other.
  private static func hiddenChanges() -> RandomisationOptions {
    var options = RandomisationOptions()
    options.conditions = Condition.placed(
      .reversedActuator, .reversedPair, .gainSpread, .friction, .payload, .motorStrength)
    options.draw = .pair
    options.severity = 5
    options.changes = 2
    options.succession = .accumulate
    options.onset = 0.75
    return options
  }

  /// Plastic networks that estimate what a teacher of such a gait is told, one a motor, all alike:
  /// a centred input with a tonic level, learnt from by differential Hebb at rates of 0.3 to 3 s.
  private static func estimator(of gait: Experiment) -> Experiment {
    var experiment = gait
    experiment.name = gait.name + "-adaptive"
    if case .locomotion(var task) = gait.task {
      task.efference = 1
      // Long enough for what a robot does that knows nothing of the change.
      task.beliefs.lag = [0.1, 4]
      experiment.task = .locomotion(task)
    }
    experiment.trainer = .distillation
    experiment.distillation.teacher = gait.name + "-teacher"
    experiment.distillation.sharing = .joint
    experiment.randomisation = hiddenChanges()
    experiment.randomisation.curriculum = 0
    experiment.randomisation.draw = .generation
    experiment.randomisation.leastSeverity = 4
    experiment.randomisation.onsetRange = [0.1, 0.8]
    // One to four conditions at a time, three in four of them a reversed or weak actuator.
    experiment.randomisation.most = 4
    experiment.randomisation.conditions =
      (0..<12).map { _ in Condition.PlacedKind(.reversedActuator) }
      + Condition.placed(.gainSpread, .friction, .payload, .motorStrength)
    var network = NetworkOptions()
    // Sixteen for each motor of the ant, twelve for the quadruped, eight for the hexapod.
    network.hidden = [gait.name == "ant" ? 128 : 144]
    network.recurrent = true
    network.ticks = 2
    network.lif.decay = 0.85
    network.traceDecay = 0.5
    network.inputGain = 0.675
    network.readoutDecay = 0.9
    network.rule = .differentialHebbian
    network.gate = .none
    network.centred = [.jointPosition, .jointRate, .action]
    network.tonic = [.command]
    network.synapticShares = true
    network.bound = 100
    network.initialShare = 5
    network.rateTimeConstants = [15, 150]
    network.bcmTimeConstant = 3.3
    experiment.network = network
    experiment.gradient.batch = 16
    experiment.gradient.learningRate = 0.004
    experiment.gradient.warmup = 30
    experiment.gradient.schedule = .linear
    experiment.gradient.slope = 3
    experiment.budget.generations = 2400
    experiment.evaluation.selectionInterval = 200
    experiment.evaluation.selectionEpisodes = 16
    return experiment
  }

  private static func hexapod() -> Experiment {
    var experiment = gait("hexapod", command: 1.1, generations: 450)
    experiment.network.readoutGain = 1
    return experiment
  }

  private static func cueAccumulation() -> Experiment {
    var experiment = Experiment(TemporalOptions(CueAccumulation(), noise: 1))
    experiment.network.lif.decay = 0.97
    experiment.budget.generations = 300
    return experiment
  }

  private static func cueAssociation(reversal: Bool) -> Experiment {
    var task = CueAssociation()
    task.reversal = reversal
    var experiment = Experiment(TemporalOptions(task, noise: 0.2))
    if reversal { experiment.name = "reversal" }
    experiment.budget.generations = reversal ? 400 : 250
    return experiment
  }

  private static func oneShotRecognition() -> Experiment {
    var experiment = Experiment(TemporalOptions(OneShotRecognition(), noise: 1))
    experiment.budget.generations = 500
    return experiment
  }

  private static func patternSpikeTrain() -> Experiment {
    var experiment = perturbed(PatternSpikeTrain(), noise: 1)
    experiment.network.readoutDecay = 0.9
    experiment.network.readoutGain = 1
    experiment.perturbation.form = .continuing
    experiment.budget.generations = 200
    return experiment
  }

  private static func exclusiveOr() -> Experiment {
    var experiment = perturbed(ExclusiveOr(), noise: 0.2)
    experiment.perturbation.form = .continuing
    experiment.budget.generations = 60
    return experiment
  }

  /// A fixed-weight network of conductance-based neurons with depressing synapses that hears
  /// spikes, and learns from them by perturbation.
  private static func perturbed(_ task: any TemporalTask, noise: Double) -> Experiment {
    var experiment = Experiment(TemporalOptions(task, noise: noise))
    experiment.trainer = .perturbation
    (experiment.perturbation.amplitude, experiment.perturbation.learningRate) = (0.3, 0.08)
    experiment.network.hidden = [32]
    experiment.network.plastic = []
    experiment.network.neuron = .conductance
    experiment.network.conductance.utilisation = 0.5
    experiment.network.conductance.recoveryTimeConstant = 50
    // A channel at 1 spikes; one at 0 does not.
    experiment.network.encoding = .population
    experiment.network.populationCode.neurons = 2
    experiment.network.populationCode.range = 1
    experiment.network.populationCode.width = 0.2
    return experiment
  }
}
