/// What the plasticity rules see of the presynaptic neurons: traces x and spikes s (or the analogue
/// input), one each.
struct PresynapticSide {
  let trace: UnsafePointer<Float>
  let spikes: UnsafePointer<Float>
}

private struct FastWeightUpdate: RuleVisitor {
  let fast: FastWeights
  let pre: PresynapticSide
  let y, spikes: LaneBuffer
  let weights, effective: WeightMatrix

  @inline(__always)
  func visit<Rule: PlasticityEquation>(_ rule: Rule.Type) {
    fast.update(rule, pre, y, spikes, weights, effective)
  }
}

/// The plasticity kernels: ΔE, its gate, E and W + αE in one pass over the synapses.
extension FastWeights {
  /// One update, followed by the slide of θ.
  func update(
    _ pre: PresynapticSide, postsynaptic y: LaneBuffer, spikes: LaneBuffer, weights: WeightMatrix,
    into effective: WeightMatrix
  ) {
    spec.rule.accept(
      FastWeightUpdate(
        fast: self, pre: pre, y: y, spikes: spikes, weights: weights, effective: effective))
    flushSubnormals()
  }

  @inline(__always)
  fileprivate func update<Rule: PlasticityEquation>(
    _ rule: Rule.Type, _ pre: PresynapticSide, _ y: LaneBuffer, _ spikes: LaneBuffer,
    _ weights: WeightMatrix, _ effective: WeightMatrix
  ) {
    if isSeparable {
      prepareFactors(rule, y.lanes, spikes.lanes)
      applyFactors(pre.trace, weights.storage.lanes, effective.storage.lanes)
    } else {
      updateSynapses(
        rule, pre, y.lanes, spikes.lanes, weights.storage.lanes, effective.storage.lanes)
    }
    slideThresholds(rule, y.lanes)
  }

  /// What a rule sees of eight postsynaptic neurons.
  @inline(__always)
  private func side(
    _ y: UnsafePointer<Lanes>, _ spikes: UnsafePointer<Lanes>, _ block: Int
  ) -> PostsynapticSide<Lanes> {
    PostsynapticSide(trace: y[block], spike: spikes[block], threshold: threshold.lanes[block])
  }

  /// The rule's coefficients at eight synapses.
  @inline(__always)
  private func coefficients(row: Int, _ block: Int) -> RuleCoefficients<Lanes> {
    var k = RuleCoefficients<Lanes>()
    for n in 0..<rule.count { k[n] = rule[n].storage.lanes[row &* rule[n].stride &+ block] }
    return k
  }

  /// Folds M, η and the rule into two factors per postsynaptic neuron, which holds while η is the
  /// same for all synapses onto a neuron: E + Mη (growth x − decay E) = keep E + drive x.
  @inline(__always)
  private func prepareFactors<Rule: PlasticityEquation>(
    _ rule: Rule.Type, _ y: UnsafePointer<Lanes>, _ spikes: UnsafePointer<Lanes>
  ) {
    for block in 0..<values.blocks {
      let change = rule.change(side(y, spikes, block), coefficients(row: 0, block))
      let rate = level.lanes[block] * eta.storage.lanes[block]
      keep.lanes[block] = 1 - rate * change.decay
      drive.lanes[block] = rate * change.growth
    }
  }

  /// The kernel for coefficients per postsynaptic neuron, the same for every rule.
  private func applyFactors(
    _ x: UnsafePointer<Float>, _ weights: UnsafePointer<Lanes>,
    _ effective: UnsafeMutablePointer<Lanes>
  ) {
    let (upper, lower) = (Lanes(repeating: spec.bound), Lanes(repeating: -spec.bound))
    let (keep, drive, stride) = (keep.lanes, drive.lanes, alpha.stride)
    let (fast, blocks) = (values.storage.lanes, values.blocks)
    for row in 0..<presynaptic {
      // Unchecked: a place within an allocated matrix fits an Int.
      let (x, first) = (x[row], row &* blocks)
      let (fast, weights, effective) = (fast + first, weights + first, effective + first)
      let alpha = alpha.storage.lanes + row &* stride
      for block in 0..<blocks {
        let next = (keep[block] * fast[block] + drive[block] * x).limited(lower, upper)
        fast[block] = next
        effective[block] = weights[block] + alpha[block] * next
      }
    }
  }

  /// The kernel for everything else: coefficients per synapse, presynaptic spikes, constant terms,
  /// eligibility traces.
  @inline(__always)
  private func updateSynapses<Rule: PlasticityEquation>(
    _ rule: Rule.Type, _ pre: PresynapticSide, _ y: UnsafePointer<Lanes>,
    _ spikes: UnsafePointer<Lanes>, _ weights: UnsafePointer<Lanes>,
    _ effective: UnsafeMutablePointer<Lanes>
  ) {
    let (upper, lower) = (Lanes(repeating: spec.bound), Lanes(repeating: -spec.bound))
    let (fast, blocks, share) = (values.storage.lanes, values.blocks, eligibilityShare)
    for row in 0..<presynaptic {
      let x = Lanes(repeating: pre.trace[row])
      let s = Lanes(repeating: pre.spikes[row])
      for block in 0..<blocks {
        // As above; `stride` is 0 where all rows share a coefficient.
        let place = row &* blocks &+ block
        let change = rule.change(side(y, spikes, block), coefficients(row: row, block))
        var delta = change(trace: x, spike: s, fast: fast[place])
        if let eligibility {
          let e = eligibility.storage.lanes[place]
          delta = e + share * (delta - e)
          eligibility.storage.lanes[place] = delta
        }
        let rate = level.lanes[block] * eta.storage.lanes[row &* eta.stride &+ block]
        fast[place] = (fast[place] + rate * delta).limited(lower, upper)
        effective[place] =
          weights[place] + alpha.storage.lanes[row &* alpha.stride &+ block] * fast[place]
      }
    }
  }

  /// Once in 64 updates, which is often enough to keep decaying fast weights out of the subnormal
  /// numbers and rare enough to cost nothing. It moves E by less than 1e-26.
  private func flushSubnormals() {
    updates &+= 1
    guard updates % 64 == 0 else { return }
    for storage in [values.storage, eligibility?.storage ?? values.storage] {
      for block in 0..<storage.blocks {
        storage.lanes[block] = storage.lanes[block].withoutSubnormals(scale: 1e-20)
      }
    }
  }

  @inline(__always)
  private func slideThresholds<Rule: PlasticityEquation>(
    _ rule: Rule.Type, _ y: UnsafePointer<Lanes>
  ) {
    let rate = Lanes(repeating: 1 / spec.bcmTimeConstant)
    for block in 0..<threshold.blocks {
      let theta = threshold.lanes[block]
      threshold.lanes[block] = rule.slide(threshold: theta, postsynaptic: y[block], rate: rate)
        .withoutSubnormals(scale: 1e-12)
    }
  }
}
