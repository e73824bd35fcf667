import Locomotion

/// The result of a trial: a row of `suite.csv`, which reads back to the same value.
struct TrialResult: Sendable, Equatable {
  var trial: Trial
  /// Whether episodes of the policy's training had every kind of the trial's conditions.
  var seenInTraining = false
  var outcome = Outcome.completed
  /// Length of the life [s].
  var duration = 0.0
  /// Way along the commanded heading [m]; may be no number after a divergence.
  var distance = 0.0
  /// Distance over the planned life [m/s], so that a fall costs speed. 0 for a diverged trial,
  /// however far the simulation threw it.
  var speed = 0.0
  /// Speed of the nominal twin: same policy and seed, no conditions [m/s].
  var twinSpeed = 0.0
  /// See ``PrimaryMeasure`` [m/s].
  var primary = 0.0
  /// The same from ``SuiteRunner/freezeAt`` seconds later on [m/s].
  var late = 0.0
  /// Speed asked for [m/s].
  var command = 0.0
  /// See ``Course/speedBefore(_:)`` [m/s].
  var speedBefore: Double?
  /// See ``Course/speedAfter(_:outcome:)`` [m/s].
  var speedAfter: Double?
  /// See ``Course/recoveryTime(_:reference:outcome:)`` [s].
  var recoveryTime: Double?
  /// Sum of weighted reward terms over control steps.
  var reward = 0.0
  /// Mechanical work Σ|τ q̇| dt of all motors [J].
  var work = 0.0
  /// Work over m g d, without the first second; nil where the life was too short for a gait, as are
  /// the next five.
  var costOfTransport: Double?
  /// Frequency of the gait [Hz].
  var frequency: Double?
  /// Share of time that a foot is on the ground.
  var dutyFactor: Double?
  /// Way that feet slide per way walked [m/m].
  var slip: Double?
  /// Largest total mechanical power [W].
  var peakPower: Double?
  /// Share of the ground's tangential impulse beyond Coulomb's bound.
  var coneViolation: Double?
  /// Speed in each second of the planned life [m/s]; a life that is over stands still, and one that
  /// diverged has none.
  var speedBySecond: [Double] = []
  var controlSteps = 0
  /// What the network did, over the whole life.
  var activity = NetworkActivity()
  var contactCapHits = 0
  /// FNV-1a digest over poses, joint positions and actions; `ganglion replay` finds the same.
  var digest = ""

  /// A trial that has not been run.
  init(_ trial: Trial) { self.trial = trial }
}

extension TrialResult {
  /// Whether the life ended before its time, in a fall or in a divergence.
  var hasFailed: Bool { outcome != .completed }

  /// Distance of the speed from the one asked for [m/s].
  var speedError: Double { abs(speed - command) }

  /// Speed over that of the nominal twin, at least 0; 0 where the twin did not get anywhere.
  var retained: Double { retainedPerformance(speed, nominal: twinSpeed) }

  /// `retained`, of which more than all counts for no more.
  var retainedAtMost: Double { min(retained, 1) }

  /// What trials are ranked by against those of other policies: the primary measure [m/s]; −∞ where
  /// the trial diverged, which is worse than any way walked.
  var rank: Double { outcome.isDiverged ? -.infinity : primary }
}

/// Speed under a condition over that of the nominal twin, at least 0; 0 where the twin did not get
/// anywhere.
func retainedPerformance(_ speed: Double, nominal: Double) -> Double {
  nominal > 0 ? max(speed / nominal, 0) : 0
}
