import Foundation
import TemporalTasks

extension Query {
  /// The query's loss weight times the cross-entropy of its target under softmax, and the
  /// cross-entropy's derivative by the logits.
  func crossEntropy(logits: [Double]) -> (loss: Double, slope: [Double]) {
    let highest = logits.max() ?? 0
    let total = logits.reduce(0) { $0 + exp($1 - highest) }
    let slope = logits.enumerated().map { k, logit in
      exp(logit - highest) / total - (k == target ? 1 : 0)
    }
    return (Double(weight) * (highest + log(total) - logits[target]), slope)
  }
}
