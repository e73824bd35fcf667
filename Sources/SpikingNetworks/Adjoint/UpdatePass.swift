/// E (and e) of one sample from one version to the next, and θ.
struct UpdatePass<Scalar: NetworkScalar>: UpdateKernel {
  typealias Lane = SIMD8<Scalar>

  let signals: UpdateSignals<Scalar>
  /// E, followed by e where the gate has it; may be one place.
  let old: UnsafeMutablePointer<Lane>
  let new: UnsafeMutablePointer<Lane>

  /// Goes through the synapses onto eight neurons at a time.
  @inline(__always)
  func run<Rule: PlasticityEquation, Sharing: KernelFlag, Eligibility: KernelFlag>(
    _ rule: Rule.Type, shared: Sharing.Type, eligibility: Eligibility.Type
  ) {
    let (terms, signals, old, new) = (Rule.terms, signals, self.old, self.new)
    let (rows, blocks) = (signals.rows, signals.blocks)
    let (upper, lower) = (Lane(repeating: signals.bound), Lane(repeating: -signals.bound))
    let remains = 1 - signals.eligibilityShare
    for block in 0..<blocks {
      let side = signals.side(rule, block)
      var f = signals.factors(rule, side, eligibility, 0, block)
      var keep = 1 - f.scaled.decay
      for row in 0..<rows {
        // Unchecked: places of E, and of e behind it, in a sample's state.
        let place = row &* blocks &+ block
        if !Sharing.isSet {
          f = signals.factors(rule, side, eligibility, row, block)
          keep = 1 - f.scaled.decay
        }
        let drive = f.scaled.drive(
          terms, trace: signals.preTrace[row], spike: signals.preSpikes[row])
        let fast = old[place]
        let raw: Lane
        if Eligibility.isSet {
          let trace = rows &* blocks &+ place
          var e = remains * old[trace] + drive
          if terms.decay.isPresent { e -= f.scaled.decay * fast }
          new[trace] = e
          raw = fast + f.rate * e
        } else {
          raw = (terms.decay.isPresent ? keep * fast : fast) + drive
        }
        new[place] = raw.limited(lower, upper)
      }
      if Rule.readsThreshold {
        signals.nextThreshold[block] = Rule.slide(
          threshold: side.threshold, postsynaptic: side.trace,
          rate: Lane(repeating: signals.thresholdRate))
      }
    }
  }
}
