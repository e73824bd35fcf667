/// An image of ink on paper.
struct GrayImage: Sendable, Equatable {
  let width: Int
  let height: Int
  /// [height × width], row after row from the top: 0 paper, 1 ink.
  let ink: [Float]

  /// side × side pixels, each the mean of the area it covers; both axes are stretched to fit.
  func averaged(side: Int) -> [Float] {
    let rows = GrayImage.cover(height, by: side)
    let columns = GrayImage.cover(width, by: side)
    var result: [Float] = []
    for row in rows {
      for column in columns {
        var sum: Float = 0
        for (y, shareY) in row {
          for (x, shareX) in column { sum += shareY * shareX * ink[y * width + x] }
        }
        result.append(sum)
      }
    }
    return result
  }

  /// For each of `count` equal cells over `length` pixels: the pixels that it touches and the share
  /// of the cell that each fills.
  private static func cover(_ length: Int, by count: Int) -> [[(Int, Float)]] {
    (0..<count).map { cell in
      // In units of 1/count pixel all borders are integers.
      let (start, end) = (cell * length, (cell + 1) * length)
      return (start / count...(end - 1) / count).map { pixel in
        let overlap = min(end, (pixel + 1) * count) - max(start, pixel * count)
        return (pixel, Float(overlap) / Float(length))
      }
    }
  }
}
