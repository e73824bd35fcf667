/// A pass over the synapses of one sample that is compiled for every rule, for coefficients shared
/// by the synapses onto a neuron or not, and for gates with eligibility traces or without.
protocol UpdateKernel {
  func run<Rule: PlasticityEquation, Sharing: KernelFlag, Eligibility: KernelFlag>(
    _ rule: Rule.Type, shared: Sharing.Type, eligibility: Eligibility.Type)
}

/// A truth that is known where a kernel is compiled.
protocol KernelFlag {
  static var isSet: Bool { get }
}

enum Yes: KernelFlag {
  static var isSet: Bool { true }
}

enum No: KernelFlag {
  static var isSet: Bool { false }
}

extension PlasticitySpec {
  /// Runs the variant of a kernel for this plasticity.
  @inline(__always)
  func run(_ kernel: some UpdateKernel) { rule.accept(KernelVariant(kernel: kernel, spec: self)) }
}

private struct KernelVariant<Kernel: UpdateKernel>: RuleVisitor {
  let kernel: Kernel
  let spec: PlasticitySpec

  @inline(__always)
  func visit<Rule: PlasticityEquation>(_ rule: Rule.Type) {
    switch (spec.granularity.isShared, spec.gate.hasEligibility) {
    case (true, true): kernel.run(rule, shared: Yes.self, eligibility: Yes.self)
    case (true, false): kernel.run(rule, shared: Yes.self, eligibility: No.self)
    case (false, true): kernel.run(rule, shared: No.self, eligibility: Yes.self)
    case (false, false): kernel.run(rule, shared: No.self, eligibility: No.self)
    }
  }
}
