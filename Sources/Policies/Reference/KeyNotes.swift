/// The keys of experiments, and below each the comment over its field, by `tools/make/keys`.
enum KeyNotes {
  static let text = #"""
    schema
      Version of this description.
    name
      Names the run directory.
    robot
      A robot of `robots/`, or the path of a robot's folder or URDF file; nil for temporal tasks,
      which have none.
    seed
      Keys every random draw of the run.
    task
      What the robot is asked to do, what it is rewarded for and when an episode ends.
    task.command
      Velocity asked for [m/s], along `heading`.
    task.heading
      Commanded heading [rad], from the world's +x to the left; slopes, stairs and other terrain
      lie along +x whatever it is.
    task.heading_spread
      The base starts turned about the vertical, uniformly within ± this of `heading` [rad].
    task.duration
      Length of an episode [s], after settling.
    task.settle
      Time [s] for which the standing pose is held before the controller takes over.
    task.start_spread
      Joints start uniformly within ± this of the standing pose [rad or m].
    task.clock
      Frequency of the gait clock [Hz].
    task.minimum_uprightness
      The episode ends as fallen when the cosine of the base's tilt falls below this …
    task.minimum_height
      … or the base's height above ground below this share of its standing height.
    task.efference
      Efference copy: how many of the last actions are observed (`action`); 0 for none.
    task.privileged
      Hidden facts that the controller is told (`privileged`): those of a teacher; none for a
      robot that has to find out.
    task.beliefs
      How far it is misled about them in training.
    task.beliefs.lag
      Shortest and longest lag [s]; each between them is as likely.
    task.beliefs.noise
      Standard deviation of a constant error of every channel, drawn anew once a second, in the
      channels' units.
    task.beliefs.wrong
      Probability that something wrong is believed after a change, and at the start, for a lag.
    task.reward
      The weight of each term; a negative weight makes a penalty.
    randomisation
      Domain randomisation (Tobin et al. 2017; Peng et al. 2018): conditions drawn for the lives
      of training. Candidates that are compared with each other meet the same ones, so that their
      difficulty cancels; see `Draw`.  | key | what it says | | --- | --- | | `conditions` |
      which kinds, some with the joint or leg that they strike | | `draw` | for which lives they
      are drawn: a generation's episodes, or pairs | | `least_severity`, `severity` | how hard |
      | `curriculum` | the time in which the hardest grows from the mildest | | `most` | how many
      begin at once | | `nominal` | share of lives without any | | `onset`, `onset_range` | share
      of lives in which they begin late, and when | | `changes`, `succession` | how often others
      begin within a life, and whether the former end |.
    randomisation.conditions
      Conditions that a life may have, `kind` or `kind(place)`, each as likely as the others;
      none trains in the nominal world. A place is a joint or leg of the robot. A kind that
      stands n times is n times as likely, and up to n may begin at once, each striking another
      part.
    randomisation.draw
      For which lives conditions are drawn. `generation`: Each episode of a generation has its
      own draw, which all candidates of evolution share. Policy gradient and perturbation have
      one candidate, whose lives or trials differ. `pair`: Each mirrored pair of evolution's
      candidates has episodes of its own, as has each life of a policy gradient and each trial of
      a perturbation with its twin; nominal lives, kinds, joints, legs, severities and onsets are
      spread evenly over those of a generation. `cma-es` and `sep-cma-es`, which compare all
      candidates with each other, let all share them, spread over the episodes of a candidate.
    randomisation.least_severity
      Smallest and largest severity that are drawn; each from the one to the other is as likely.
    randomisation.severity
      Smallest and largest severity that are drawn; each from the one to the other is as likely.
    randomisation.most
      At most so many begin at once; each number from 1 to it is as likely.
    randomisation.nominal
      Share of lives in the nominal world.
    randomisation.onset
      Share of the afflicted lives in which they begin in mid-life, within `onset_range`.
    randomisation.onset_range
      Earliest and latest onset in mid-life, as shares of the duration.
    randomisation.changes
      How often in an afflicted life conditions begin, one after the other, each time in its own
      part of `onset_range`; in lives that do not begin in mid-life the first begin with them.
    randomisation.succession
      What becomes of conditions when the next ones begin. `replace`: They end. `accumulate`:
      They stay to the end of the life.
    randomisation.curriculum
      Curriculum: share of the budget's generations in which the largest severity grows from the
      smallest.
    randomisation.is_stratified
      Whether lives have their draws by `pair`.
    network
      The few choices that shape the controller's network; `specification` spells it out in full.
    network.hidden
      Neurons in each hidden population, from the input up.
    network.recurrent
      Whether each population is connected to itself.
    network.ticks
      Ticks in a control step.
    network.neuron
      The kind of neurons in the hidden populations. `lif`: Leaky integrate-and-fire, spikes as
      currents. `conductance`: The same with conductances, see `ConductanceSpec`.
    network.lif
      What `lif` neurons alone have.
    network.lif.decay
      Share of the membrane potential that outlives a tick, β, and its reset.
    network.lif.reset
      What a spike does to the membrane potential at the next tick. `zero`: v ← β v (1 − s) + I:
      the potential restarts from zero. `subtract`: v ← β v + I − ϑ s: the excess over the
      threshold is kept.
    network.conductance
      What `conductance` neurons alone have; times in ms.
    network.conductance.tick_duration
      What a tick lasts, τ_m, τ_s and τ_ref …
    network.conductance.membrane_time_constant
      What a tick lasts, τ_m, τ_s and τ_ref …
    network.conductance.synaptic_time_constant
      What a tick lasts, τ_m, τ_s and τ_ref …
    network.conductance.refractory_period
      What a tick lasts, τ_m, τ_s and τ_ref …
    network.conductance.utilisation
      … and U, τ_rec and τ_facil of dynamic synapses; U = 0 makes static ones.
    network.conductance.recovery_time_constant
      … and U, τ_rec and τ_facil of dynamic synapses; U = 0 makes static ones.
    network.conductance.facilitation_time_constant
      … and U, τ_rec and τ_facil of dynamic synapses; U = 0 makes static ones.
    network.trace_decay
      Share of the traces that outlives a tick, λ.
    network.adaptation
      How far each spike lifts the threshold, β_a; 0 is none.
    network.adaptation_decay
      Share of the lift that outlives a tick, ρ.
    network.adaptation_time_constants
      Where the time constants of trained adaptation start [ticks]: [shortest, longest], and
      between them evenly in their logarithm; ρ and β_a are then those of each neuron. [] trains
      neither.
    network.normalise_observations
      Whether a robot's observations are brought to the mean 0 and deviation 1 that they have in
      training, see `ObservationNormaliser`; with `ars` this makes V2 of V1.
    network.encoding
      How the observation becomes the network's input. `current`: Injected as current.
      `population`: A Gaussian population code with deterministic spikes …
      `stochastic-population`: … or with random ones.
    network.input_gain
      What the observation is multiplied by where it is injected as current.
    network.population_code
      What encodings by a population code alone have; see `PopulationCode`.
    network.population_code.neurons
      Neurons for each observation.
    network.population_code.range
      Magnitude of their outermost centres, and their width, in units of the observation.
    network.population_code.width
      Magnitude of their outermost centres, and their width, in units of the observation.
    network.readout_decay
      Share of the readout that outlives a tick, κ.
    network.readout_gain
      action = tanh(gain · readout).
    network.slow_trace_time_constants
      Where the time constants of slow traces of the last population's spikes start [ticks], as
      `adaptation_time_constants` do; the readout receives them too. [] is a readout without.
    network.plastic
      Projections with fast weights; none makes a fixed-weight network.
    network.rule
      The registry of plasticity rules: how presynaptic trace x, postsynaptic trace y and the
      fast weight E give the raw change ΔE.
    network.gate
      The registry of gates: how a raw change ΔE enters the fast weight E. `none`: Every change
      enters at the learning rate η. `modulated`: A neuromodulator M scales and signs every
      change. `eligibility`: Changes are remembered in an eligibility trace e, which M turns into
      weights: three factors, of which the third may come late.
    network.centred
      Groups of a robot's observation of which plastic synapses from the input see the deviation
      from their recent mean, and groups that they see as they are; they see none of the others.
      [] and [] let them see the whole input as it is. See `CentringSpec`. `joint_position`:
      Joint position minus standing position [rad], per joint. `joint_rate`: Joint rate [rad/s],
      per joint. `gravity`: Unit vector of gravity in the body frame (3). `angular_velocity`:
      Angular velocity in the body frame [rad/s] (3). `velocity`: Forward and lateral velocity of
      the base in the body frame [m/s] (2). `heading`: Heading minus commanded heading [rad], in
      (−π, π] (1). `contact`: +1 or −1 per foot. `clock`: Sine and cosine of the gait clock (2).
      `command`: Commanded forward velocity [m/s] (1). `action`: Efference copy: the actions of
      the last control steps as they were given, within ±1, without unit; 0 before the first. The
      latest first, each one value per motor, in the order of `model.motors`: of m motors,
      channel k m + j is what motor j was told k + 1 steps ago. Only for tasks that ask for it.
      `privileged`: What a privileged controller is told of hidden facts, laid out by
      `FactLayout`. Only for tasks that ask for it.
    network.tonic
      A group of channels that share unit and scale. `joint_position`: Joint position minus
      standing position [rad], per joint. `joint_rate`: Joint rate [rad/s], per joint. `gravity`:
      Unit vector of gravity in the body frame (3). `angular_velocity`: Angular velocity in the
      body frame [rad/s] (3). `velocity`: Forward and lateral velocity of the base in the body
      frame [m/s] (2). `heading`: Heading minus commanded heading [rad], in (−π, π] (1).
      `contact`: +1 or −1 per foot. `clock`: Sine and cosine of the gait clock (2). `command`:
      Commanded forward velocity [m/s] (1). `action`: Efference copy: the actions of the last
      control steps as they were given, within ±1, without unit; 0 before the first. The latest
      first, each one value per motor, in the order of `model.motors`: of m motors, channel k m +
      j is what motor j was told k + 1 steps ago. Only for tasks that ask for it. `privileged`:
      What a privileged controller is told of hidden facts, laid out by `FactLayout`. Only for
      tasks that ask for it.
    network.centring_rate
      Share of the way to the present input that these means go in a control step.
    network.granularity
      Whether η, α and the rule's own numbers are shared by a population, by the synapses onto a
      neuron or from one, by the inputs of a kind (such as all joint positions), or by none.
      `synapse`: One value per synapse: [presynaptic, postsynaptic]. `neuron`: One value per
      postsynaptic neuron: [postsynaptic]. `population`: One value for the projection: [1].
      `presynaptic`: One value per presynaptic neuron or input: [presynaptic]. `joint`: One value
      for each kind of presynaptic input, such as all joint positions of a robot, shared by its
      joints: [kinds]. Neurons are all of one kind. What is learnt for one joint so holds for
      all, and a rule is few numbers. See `input_kinds`.
    network.synaptic_shares
      Whether each synapse has an α of its own, whatever the granularity, that starts at random.
    network.modulation
      One modulator for all, or one per postsynaptic neuron. `global`: One M for all synapses
      onto a population. `neuron`: One M for each postsynaptic neuron. `external`: One M for all,
      given from outside at every update, such as a reward; nothing to learn.
    network.modulation_source
      What modulators follow. `velocity-error`: Commanded minus measured forward velocity [m/s].
      `heading-error`: Commanded minus measured heading [rad].
    network.neutral_modulators
      Whether modulators start at M = 0, so that a network that gains a modulated rule begins as
      the one without; else near 0.5.
    network.bound
      Fast weights stay within ± this.
    network.initial_rate
      Where η starts, in (0, 1), and α, in deviations of the initial weights.
    network.initial_share
      Where η starts, in (0, 1), and α, in deviations of the initial weights.
    network.rate_time_constants
      Where η starts instead: at 1/τ, for τ in updates from the first to the second, evenly in
      their logarithm; [] is `initial_rate`.
    network.eligibility_time_constant
      τ_e of the eligibility gate [updates].
    network.bcm_time_constant
      τ_θ of the sliding threshold or mean of `bcm` and `differential-hebbian` [updates].
    trainer
      How parameters are found. `evolution`: An evolution strategy: any task, forward passes
      only. `gradient`: Backpropagation through time with surrogate spikes: temporal tasks.
      `policy-gradient`: Recurrent proximal policy optimisation with the same gradients:
      locomotion. `perturbation`: Noise in every neuron and the reward alone, no gradient of
      anything: any task. `distillation`: Backpropagation through time of an estimator that finds
      out what a privileged teacher is told: locomotion.
    start
      Path of a policy whose parameters training starts from, where names and shapes agree, or
      the name of a preset: `ganglion train` then trains that first, with the same seed and
      robot, into the run's folder; empty for none.
    start_added
      How parameters start that the policy of `start` has not, or has in another shape. `random`:
      As without a policy. `neutral`: So that the network begins as the policy's does where that
      is smaller: parameters of both are copied, into the corner of wider layers, and what is
      added is without effect, such as the share α of a rule, recurrent weights, and weights from
      added neurons and observations. A network that the policy's could not grow into is an
      error.
    freeze
      Slices of the network's parameters that stay as they start, to the bit, whatever the
      trainer: names such as `hidden1.input.weight`, in which `*` stands for any letters, as in
      `*.eta`.
    evolution
      Settings of the evolution strategy.
    evolution.strategy
      The names of the strategies.
    evolution.search
      Which parameters are searched for; the others stay as they start. `weights`: Slow weights
      and biases. `rules`: Plasticity coefficients and modulators. Shared by a population they
      are few.
    evolution.population
      Candidates a generation; but for `cma-es` and `sep-cma-es` half of them mirror the other
      half.
    evolution.sigma
      Standard deviation σ of the perturbations; `pgpe`, `cma-es` and `sep-cma-es` start with it.
    evolution.learning_rate
      Size of a parameter's step: Adam's for `openai-es`, α for `ars`; of d parameters ClipUp's
      step for `pgpe` is √d times as long. `cma-es` and `sep-cma-es` have none.
    evolution.sigma_decay
      Both shrink by these factors each generation; a σ that adapts does so by itself.
    evolution.learning_rate_decay
      Both shrink by these factors each generation; a σ that adapts does so by itself.
    evolution.openai_es
      What `openai-es` alone has.
    evolution.openai_es.weight_decay
      Pull of the mean towards zero.
    evolution.pgpe
      What `pgpe` alone has.
    evolution.pgpe.max_speed
      ClipUp's bound on a step, in multiples of the learning rate, and its momentum.
    evolution.pgpe.momentum
      ClipUp's bound on a step, in multiples of the learning rate, and its momentum.
    evolution.pgpe.sigma_learning_rate
      Step size of the standard deviations.
    evolution.ars
      What `ars` alone has.
    evolution.ars.top_share
      Share of the mirrored pairs that count, the best ones.
    evolution.episodes
      Episodes that each candidate lives; candidates that are compared share their seeds.
    evolution.fitness
      What selection among candidates goes by, and the best parameters of a run are chosen by.
      `life`: All its reward. `after-change`: Its reward a second [1/s] from its first change on,
      the first onset of a condition in mid-life, and `settling` after it, to the planned end;
      what a life did before is free, and one that ended before has earned nothing. A life
      without a change counts whole, likewise a second of its planned length.
    evolution.settling
      Time after the change that does not count yet [s], at most half of what is left of the
      life.
    evolution.initial_duration
      Episodes of locomotion have this length [s] in the first half of the budget's generations
      and then grow linearly to the task's duration: short lives teach to step, long ones to keep
      going.
    evolution.plasticity_scale
      Plasticity parameters move with their own σ and learning rate: multiples of the above.
    gradient
      Settings of training by gradient descent: Adam (Kingma, Ba 2015) on the mean cross-entropy
      of a batch of fresh episodes.
    gradient.batch
      Episodes of an update.
    gradient.learning_rate
      Adam's step size at its highest.
    gradient.schedule
      How the step size goes over the budget's generations. `constant`: Stays. `linear`: Falls in
      a straight line to 0. `cosine`: Falls along half a cosine to 0 (Loshchilov, Hutter 2017).
    gradient.warmup
      Generations over which the step size first rises from 0 in a straight line.
    gradient.clip
      Longest gradient: a longer one is scaled down to this Euclidean norm; 0 clips none.
    gradient.plasticity_scale
      Plasticity parameters move with this multiple of the step size.
    gradient.surrogate
      What stands for the derivative of a spike, and γ. `superspike`: σ′ = 1 / (1 + γ|u|)², S = ½
      + u / (1 + γ|u|) (Zenke, Ganguli 2018). `atan`: σ′ = (γ/2) / (1 + (πγu/2)²), S = ½ +
      atan(πγu/2) / π (Fang et al. 2021). `triangular`: σ′ = γ max(0, 1 − |u|), S = ½ + γ (u −
      u|u|/2), level beyond |u| = 1 (Bellec et al. 2018). `sigmoid`: σ′ = γ g (1 − g), S = g = 1
      / (1 + e^(−γu)).
    gradient.slope
      What stands for the derivative of a spike, and γ.
    policy_gradient
      Settings of recurrent proximal policy optimisation (Schulman et al. 2017) through the
      plastic network.
    policy_gradient.episodes
      Lives that a generation gathers.
    policy_gradient.duration
      Length of each [s].
    policy_gradient.segment
      Control steps of a segment, through which gradients flow back.
    policy_gradient.epochs
      Passes over a generation's experience, each in `minibatches` updates.
    policy_gradient.minibatches
      Passes over a generation's experience, each in `minibatches` updates.
    policy_gradient.discount
      γ, per control step.
    policy_gradient.trace_decay
      λ of generalised advantage estimation.
    policy_gradient.clip
      ε: a probability ratio beyond 1 ± ε gains nothing more.
    policy_gradient.entropy
      Weight of the policy's entropy.
    policy_gradient.deviation
      Deviation of exploration at the start, in units of the readout g·o, before tanh.
    policy_gradient.readout_scale
      Where training starts from scratch, the readout's weights are this multiple of the usual
      ones: the first actions then lie near the standing pose, where tanh has a slope.
    policy_gradient.learning_rate
      Adam's step size, at its highest.
    policy_gradient.schedule
      How the step size goes. `constant`: Stays. `linear`: Falls in a straight line to 0 over the
      budget's generations. `adaptive`: Falls by half after an update that moved the policy by
      more than twice `target_divergence`, and rises after one that moved it by less than half of
      that.
    policy_gradient.kl_bound
      KL divergence [nats] of the policy at hand from that of the generation's lives beyond which
      a generation has no more updates of the policy: where a minibatch shows more of it, by
      Schulman's estimate k₃, that minibatch and all after it are left out, while the critic
      learns on; 0 is no bound, 0.02 a usual one.
    policy_gradient.target_divergence
      KL divergence [nats] of an update that `adaptive` aims at.
    policy_gradient.gradient_clip
      Longest gradient: a longer one is scaled down to this Euclidean norm; 0 clips none.
    policy_gradient.plasticity_scale
      Plasticity parameters move with this multiple of the step size.
    policy_gradient.surrogate
      What stands for the derivative of a spike, and γ. `superspike`: σ′ = 1 / (1 + γ|u|)², S = ½
      + u / (1 + γ|u|) (Zenke, Ganguli 2018). `atan`: σ′ = (γ/2) / (1 + (πγu/2)²), S = ½ +
      atan(πγu/2) / π (Fang et al. 2021). `triangular`: σ′ = γ max(0, 1 − |u|), S = ½ + γ (u −
      u|u|/2), level beyond |u| = 1 (Bellec et al. 2018). `sigmoid`: σ′ = γ g (1 − g), S = g = 1
      / (1 + e^(−γu)).
    policy_gradient.slope
      What stands for the derivative of a spike, and γ.
    policy_gradient.critic_hidden
      Units of the critic's hidden layers, and its step size.
    policy_gradient.critic_learning_rate
      Units of the critic's hidden layers, and its step size.
    policy_gradient.privileged
      Whether the critic sees what no sensor tells: see `PrivilegedState`.
    perturbation
      Settings of learning by perturbation (Fiete, Seung 2006): noise in every neuron, and what
      synapses remember of it, times what the reward was better than without.
    perturbation.trials
      Perturbed episodes of a generation.
    perturbation.site
      Which neurons are disturbed, and learn. `readout`: The outputs alone: few sources of noise,
      and so a sharper estimate for fewer weights.
    perturbation.rate
      Probability that an empiric synapse spikes in a tick.
    perturbation.amplitude
      What its spike adds to a neuron's current or excitatory conductance, and to an output's
      current.
    perturbation.readout_amplitude
      What its spike adds to a neuron's current or excitatory conductance, and to an output's
      current.
    perturbation.form
      When a reward meets the eligibilities. `episodic`: At the end of an episode: all its
      reward, all its noise. `continuing`: At every tick, or control step, that has one: the
      reward of the moment and the noise of the last τ_e ticks.
    perturbation.eligibility_time_constant
      τ_e of the continuing form [ticks].
    perturbation.baseline
      What a reward is compared with. `twin`: That of the same episode without noise. `mean`: The
      mean over the generation's other trials or, where weights change online, over what the life
      has earned so far.
    perturbation.online
      Whether a robot changes its weights at every control step, by the learning rate times the
      estimate, instead of Adam's once a generation; the continuing form alone.
    perturbation.learning_rate
      The learning rate, or Adam's step size, at its highest, and how it goes over the budget's
      generations.
    perturbation.schedule
      How the step size goes over the budget's generations. `constant`: Stays. `linear`: Falls in
      a straight line to 0. `cosine`: Falls along half a cosine to 0 (Loshchilov, Hutter 2017).
    perturbation.clip
      Longest gradient: a longer one is scaled down to this Euclidean norm; 0 clips none.
    perturbation.duration
      Length of a robot's episodes [s].
    distillation
      Settings of training an estimator for a privileged teacher: lives are gathered in rounds,
      half of each later round with the estimator in the loop (Ross, Gordon, Bagnell 2011, *A
      reduction of imitation learning and structured prediction to no-regret online learning*),
      and the estimator descends the error of the facts over windows of these lives, with its
      state carried from one window to the next. Step sizes, batch, clipping and surrogate are
      those of `gradient`.
    distillation.teacher
      Path of the teacher's policy, or the name of a preset: `ganglion train` then trains that
      first, with the same seed and robot, into the run's folder.
    distillation.sharing
      Whether the estimator is one network, or a small one for each motor, all with the same
      weights, with so many neurons in all.
    distillation.lives
      Lives that are gathered in all, and in how many rounds, spread evenly over the updates.
    distillation.rounds
      Lives that are gathered in all, and in how many rounds, spread evenly over the updates.
    distillation.duration
      Length of a life [s], and of a window; the last window of a life is left out if it is
      shorter.
    distillation.window
      Length of a life [s], and of a window; the last window of a life is left out if it is
      shorter.
    distillation.noise
      Standard deviation of noise on what the estimator's sensors measure, in normalised units.
    distillation.rates
      Mean spikes per tick that neurons are kept between, and by what weight of the square of
      what they are beyond.
    distillation.rate_weight
      Mean spikes per tick that neurons are kept between, and by what weight of the square of
      what they are beyond.
    distillation.weights
      Weights of facts in the loss, by name; 1 for all others.
    distillation.weights.fact
      Something of robot and world that no sensor measures and that decides what an action does:
      what a privileged teacher is told, and a student has to find out (Kumar, Fu, Pathak, Malik
      2021, *RMA: Rapid motor adaptation for legged robots*; Lee et al. 2020). A fact is a name
      here and a row in `row`, which does not compile without one.
    budget
      When training ends: at the first bound that is reached.
    budget.generations
      Generations of the evolution strategy, or updates by gradient.
    budget.minutes
      Wall-clock minutes; 0 is no bound. A run that this bound ends is not reproducible, since
      where it ends depends on the machine's load.
    evaluation
      How a trained controller is tested.
    evaluation.episodes
      Fresh episodes after training.
    evaluation.duration
      Length of each [s]; a temporal task's episodes have their own.
    evaluation.selection_interval
      Generations between selections: the mean then runs `selection_episodes` episodes that
      training does not share, and the best mean of the run becomes the policy.
    evaluation.selection_episodes
      Generations between selections: the mean then runs `selection_episodes` episodes that
      training does not share, and the best mean of the run becomes the policy.
    evaluation.selection_set
      The episodes of selections. `automatic`: `common` where training is under drawn conditions,
      `fresh` elsewhere. `fresh`: Others at each selection. `common`: The same at each selection
      of a run, so that scores compare over generations: same seeds and, under drawn conditions,
      the same of these, spread evenly as by `StratifiedDraws`.
    task.cues
      Number of cues; odd, so that there always is a majority. cue-association: Different cues in
      an episode.
    task.group_size
      Channels in each of the four groups.
    task.cue_ticks
      Length of a cue [ticks]. cue-association: Length of the cue before the go signal [ticks].
    task.gap_ticks
      Silence after each cue [ticks]. cue-association: Silence after the feedback [ticks].
      one-shot-recognition: Silence after every showing and every query [ticks].
    task.delay_ticks
      Silence between the last gap and the go signal [ticks].
    task.go_ticks
      Length of the go signal, in which the answer is read [ticks].
    task.background_rate
      Background events per channel and tick at noise 1.
    task.dropout
      Probability at noise 1 that a cue is not shown.
    task.clears_state
      Whether the fast state is cleared before the go signal. cue-association: Whether the fast
      state is cleared between feedback and the next cue. one-shot-recognition: Whether the fast
      state is cleared before every query. pattern-spike-train: Whether the fast state is cleared
      in mid-episode. xor: Whether the fast state is cleared before each cue.
    task.classes
      Possible targets.
    task.dimension
      Length of a cue vector.
    task.cue_kind
      How cue vectors are drawn. `signs`: +1 or −1 with equal probability. `gaussian`: Normal
      with deviation ½.
    task.showings
      Blocks, each of which shows every cue once.
    task.response_delay_ticks
      Time between it and the go signal [ticks].
    task.response_ticks
      Length of the go signal, in which the answer is read [ticks]. one-shot-recognition: Ticks
      at the end of a query in which the answer is read. xor: Ticks at the end of a cue in which
      the answer is read.
    task.feedback_delay_ticks
      Time between the go signal and the feedback [ticks].
    task.feedback_ticks
      Length of the feedback [ticks].
    task.holds_cue
      Whether the cue stays on to the end of the go signal, and on to that of the feedback. If
      not, synapses can bind it to the feedback only by traces that outlast it.
    task.cue_during_feedback
      Whether a cue that is held stays on after the go signal too. If not, it ends with it.
    task.feedback
      What the network is shown after a response. `label`: The right answer as one-hot input. It
      is known beforehand, so it stands in the episode from the start and the network needs no
      partner. `reward`: +1 for the right response and −1 for any other, written once the
      response is known.
    task.reversal
      Whether the targets change in mid-episode, at the start of block ⌊showings/2⌋.
    task.guess_weight
      Loss weight of queries that no observer can answer for certain: a cue's first showing, and
      its first after the reversal.
    task.flip_trial
      The first trial with the new targets; nil without `reversal`.
    task.ways
      Characters in an episode, k.
    task.shots
      Drawings of each with its label, n.
    task.queries
      Queries about each.
    task.side
      Pixels in a row and in a column.
    task.show_ticks
      Length of a showing with label [ticks].
    task.query_ticks
      Length of a query [ticks].
    task.rehearsal_weight
      Loss weight of saying the label while it is shown, the last `response_ticks` of each
      showing. At 0 a network has to find at once how to answer and how to remember, and long
      stays at chance.
    task.split
      Which characters are drawn. `train`: Characters to train with. `test`: Characters that
      `train` never shows. `all`: Every character.
    task.strokes
      The alphabet, unless `folder` names one.
    task.strokes.seed
      Names the alphabet.
    task.strokes.characters
      Characters in each of the two splits.
    task.strokes.width
      Width of the pen, in units of the square's side.
    task.strokes.jitter
      How drawings of one character differ.
    task.strokes.jitter.shift
      Of each coordinate of the whole character's position.
    task.strokes.jitter.rotation
      Of its rotation about the square's centre [rad].
    task.strokes.jitter.scale
      Of its size, relative.
    task.strokes.jitter.stroke
      Of each coordinate of each stroke's control points.
    task.folder
      A folder laid out as Omniglot, to be read by `load`; empty for drawn strokes.
    task.held_out_folder
      A folder of the characters that `held_out` shows, all of them, in place of the test split
      of `folder`; empty for that split. As Omniglot is published, `folder` is images_background,
      of which training uses `split` all, and this is images_evaluation.
    task.images
      What `load` has read of `folder`. It is no setting and is not encoded.
    task.held_out_images
      The same of `held_out_folder`.
    task.characters
      Characters in the split, of which an episode draws `ways`.
    task.channels
      Input channels.
    task.densities
      Densities to follow.
    task.length
      Length [ticks].
    task.rate
      Spikes of an input channel per tick. xor: Probability that a channel of a bit's group
      spikes in a tick.
    task.target_rate
      Spikes behind each density per tick.
    task.smoothing
      τ [ticks].
    task.pattern
      Which pattern.
    task.rounds
      Rounds of four trials in an episode.
    task.noise
      ν of the task's law of noise, 0 or above.
    """#
}
