public import Locomotion
public import Policies

/// The kinds of condition that lives of an experiment's training had, at whatever severities; what
/// else a suite tries is new to the policy.
public func kindsSeenInTraining(_ experiment: Experiment) -> Set<Condition.Kind> {
  Set(experiment.randomisation.conditions)
}
