public import NumericalMethods

/// Ground with patches of another friction: every square of a lattice either is one or is not.
public struct FrictionPatches: Sendable, Equatable {
  /// Side of a square [m].
  public var side: Double
  /// Share of the squares that are patches.
  public var share: Double
  /// Coulomb coefficient on a patch, as a share of that of the ground around.
  public var factor: Double
  /// Draws which squares they are.
  public var noise: LatticeNoise

  public init(side: Double, share: Double, factor: Double, noise: LatticeNoise) {
    precondition(side > 0 && (0...1).contains(share) && factor >= 0, "patches of the plane")
    (self.side, self.share, self.factor, self.noise) = (side, share, factor, noise)
  }

  /// Whether the point (x, y) [m], world frame, lies on a patch.
  public func cover(x: Double, y: Double) -> Bool {
    guard abs(x) < 1e12, abs(y) < 1e12 else { return false }
    let (i, j) = (Int((x / side).rounded(.down)), Int((y / side).rounded(.down)))
    return noise.uniform(i, j) < share
  }
}
