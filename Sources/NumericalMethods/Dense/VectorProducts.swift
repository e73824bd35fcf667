/// |x|, summed in double precision in the order of the elements.
public func euclideanNorm(_ x: [Float]) -> Double {
  x.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
}

/// |x|, summed in the order of the elements.
public func euclideanNorm(_ x: [Double]) -> Double { dot(x, x).squareRoot() }

/// a·b, summed in the order of the elements; those of the longer one that have no partner do not
/// count.
public func dot(_ a: [Double], _ b: [Double]) -> Double {
  zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
}

/// a·b / |a||b|; 0 where one of them is 0.
public func cosine(_ a: [Double], _ b: [Double]) -> Double {
  let length = (dot(a, a) * dot(b, b)).squareRoot()
  return length > 0 ? dot(a, b) / length : 0
}
