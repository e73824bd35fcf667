public import Locomotion
public import PolicyTraining

/// The kinds of condition that lives of an experiment's training had; what else a suite tries is new to
/// the policy.
///
/// Training has none: its lives are nominal.
public func kindsSeenInTraining(_ experiment: Experiment) -> Set<Condition.Kind> { [] }
