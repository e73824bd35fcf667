/// The plasticity kernels: E ← clip(E + M_j η ΔE, ±E_max) and W + αE in one pass over the synapses.
extension FastWeights {
  /// One update from presynaptic traces x (one per presynaptic neuron) and postsynaptic traces y,
  /// followed by the slide of θ.
  func update(
    presynaptic x: UnsafePointer<Float>, postsynaptic y: LaneBuffer, weights: WeightMatrix,
    into effective: WeightMatrix
  ) {
    switch spec.rule {
    case .hebbian: update(Hebbian.self, x, y, weights, effective)
    case .oja: update(Oja.self, x, y, weights, effective)
    case .bcm: update(BCM.self, x, y, weights, effective)
    }
    flushSubnormals()
  }

  @inline(__always)
  private func update<Rule: PlasticityEquation>(
    _ rule: Rule.Type, _ x: UnsafePointer<Float>, _ y: LaneBuffer, _ weights: WeightMatrix,
    _ effective: WeightMatrix
  ) {
    switch spec.granularity {
    case .synapse:
      updateSynapses(rule, x, y.scalars, weights, effective)
    case .neuron, .population:
      prepareFactors(rule, y.scalars)
      applyFactors(x, weights.storage.lanes, effective.storage.lanes)
    }
    slideThresholds(rule, y.scalars)
  }

  /// Folds M, η and the rule into two factors per postsynaptic neuron, which holds while η is the
  /// same for all synapses onto a neuron: E + Mη (growth x − decay E) = keep E + drive x.
  @inline(__always)
  private func prepareFactors<Rule: PlasticityEquation>(
    _ rule: Rule.Type, _ y: UnsafePointer<Float>
  ) {
    let (theta, epsilon, eta) = (threshold.scalars, epsilon.scalars, eta.scalars)
    let (level, keep, drive) = (level.scalars, keep.scalars, drive.scalars)
    for neuron in 0..<postsynaptic {
      let change = rule.change(
        postsynaptic: y[neuron], threshold: theta[neuron], epsilon: epsilon[neuron])
      let rate = level[neuron] * eta[neuron]
      keep[neuron] = 1 - rate * change.decay
      drive[neuron] = rate * change.growth
    }
  }

  /// The kernel for coefficients per postsynaptic neuron, the same for every rule.
  private func applyFactors(
    _ x: UnsafePointer<Float>, _ weights: UnsafePointer<Lanes>,
    _ effective: UnsafeMutablePointer<Lanes>
  ) {
    let (upper, lower) = (Lanes(repeating: spec.bound), Lanes(repeating: -spec.bound))
    let (keep, drive, alpha) = (keep.lanes, drive.lanes, alpha.lanes)
    let (fast, blocks) = (values.storage.lanes, values.blocks)
    for row in 0..<presynaptic {
      let (x, first) = (x[row], row &* blocks)
      let (fast, weights, effective) = (fast + first, weights + first, effective + first)
      for block in 0..<blocks {
        let next = (keep[block] * fast[block] + drive[block] * x).limited(lower, upper)
        fast[block] = next
        effective[block] = weights[block] + alpha[block] * next
      }
    }
  }

  /// The kernel for coefficients per synapse.
  @inline(__always)
  private func updateSynapses<Rule: PlasticityEquation>(
    _ rule: Rule.Type, _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>,
    _ weights: WeightMatrix, _ effective: WeightMatrix
  ) {
    let (theta, level, bound) = (threshold.scalars, level.scalars, spec.bound)
    let width = values.blocks * Lanes.scalarCount
    for row in 0..<presynaptic {
      let (x, first) = (x[row], row &* width)
      let (fast, weights) = (values.storage.scalars + first, weights.storage.scalars + first)
      let (alpha, eta) = (alpha.scalars + first, eta.scalars + first)
      let (epsilon, effective) = (epsilon.scalars + first, effective.storage.scalars + first)
      for neuron in 0..<postsynaptic {
        let change = rule.change(
          postsynaptic: y[neuron], threshold: theta[neuron], epsilon: epsilon[neuron])
        let delta = change(presynaptic: x, fast: fast[neuron])
        let next = fast[neuron] + level[neuron] * eta[neuron] * delta
        let below = next < bound ? next : bound
        fast[neuron] = below > -bound ? below : -bound
        effective[neuron] = weights[neuron] + alpha[neuron] * fast[neuron]
      }
    }
  }

  /// Once in 64 updates, which is often enough to keep decaying fast weights out of the subnormal
  /// numbers and rare enough to cost nothing. It moves E by less than 1e-26.
  private func flushSubnormals() {
    updates &+= 1
    guard updates % 64 == 0 else { return }
    let storage = values.storage
    for block in 0..<storage.blocks {
      storage.lanes[block] = storage.lanes[block].withoutSubnormals(scale: 1e-20)
    }
  }

  @inline(__always)
  private func slideThresholds<Rule: PlasticityEquation>(
    _ rule: Rule.Type, _ y: UnsafePointer<Float>
  ) {
    let theta = threshold.scalars
    for neuron in 0..<postsynaptic {
      let next = rule.slide(
        threshold: theta[neuron], postsynaptic: y[neuron], timeConstant: spec.bcmTimeConstant)
      theta[neuron] = (next + 1e-12) - 1e-12
    }
  }
}
