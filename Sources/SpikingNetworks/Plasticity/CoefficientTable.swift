/// One plasticity coefficient of a projection: a row per presynaptic neuron at synapse granularity,
/// otherwise one row shared by all of them.
final class CoefficientTable {
  private let granularity: Granularity
  private let matrix: WeightMatrix

  init(granularity: Granularity, presynaptic: Int, postsynaptic: Int) {
    self.granularity = granularity
    let rows = granularity.isShared ? 1 : presynaptic
    matrix = WeightMatrix(rows: rows, columns: postsynaptic)
  }

  /// Lanes from one presynaptic neuron's row to the next: zero for a shared row.
  var stride: Int { granularity.isShared ? 0 : matrix.blocks }
  /// The first row.
  var lanes: UnsafeMutablePointer<Lanes> { matrix.storage.lanes }
  /// The first row.
  var scalars: UnsafeMutablePointer<Float> { matrix.storage.scalars }

  /// Copies a slice shaped by the granularity.
  func load(_ values: SliceValues) {
    guard granularity == .population else { return matrix.load(values) }
    for column in 0..<matrix.columns { scalars[column] = values[0] }
  }
}
