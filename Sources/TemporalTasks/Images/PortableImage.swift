/// Reads portable bitmaps and graymaps (netpbm manual pages pbm(5) and pgm(5); magic numbers P1,
/// P2, P4, P5, one image in a file). In a graymap white is paper and black ink.
struct PortableImage {
  /// Longest side that is read [pixels].
  static let longestSide = 4096

  private let bytes: [UInt8]
  private let path: String
  private var position = 0

  /// - Parameter path: named in errors.
  /// - Throws: ``TemporalTaskError`` with the byte at which the file departs from the format.
  static func decode(_ bytes: [UInt8], path: String) throws(TemporalTaskError) -> GrayImage {
    var reader = PortableImage(bytes: bytes, path: path)
    return try reader.image()
  }

  private mutating func image() throws(TemporalTaskError) -> GrayImage {
    let magic = String(decoding: bytes.prefix(2), as: UTF8.self)
    guard ["P1", "P2", "P4", "P5"].contains(magic) else {
      throw error("\(bytes.count) bytes without its magic number", "P1, P2, P4 or P5")
    }
    position = 2
    let width = try number("width", in: 1...Self.longestSide)
    let height = try number("height", in: 1...Self.longestSide)
    let isBitmap = magic == "P1" || magic == "P4"
    let white = isBitmap ? 1 : try number("greatest value", in: 1...65535)
    let ink =
      switch magic {
      case "P1": try plainBitmap(width * height)
      case "P2": try plainGraymap(width * height, white: white)
      case "P4": try rawBitmap(width: width, height: height)
      default: try rawGraymap(width * height, white: white)
      }
    return GrayImage(width: width, height: height, ink: ink)
  }

  private mutating func plainBitmap(_ count: Int) throws(TemporalTaskError) -> [Float] {
    var ink: [Float] = []
    for _ in 0..<count {
      // Digits need no space between them.
      skipSpace()
      guard position < bytes.count, bytes[position] == 0x30 || bytes[position] == 0x31 else {
        throw error(found, "pixel \(ink.count) of \(count), 0 or 1")
      }
      ink.append(bytes[position] == 0x31 ? 1 : 0)
      position += 1
    }
    return ink
  }

  private mutating func plainGraymap(
    _ count: Int, white: Int
  ) throws(TemporalTaskError) -> [Float] {
    var ink: [Float] = []
    for index in 0..<count {
      ink.append(1 - Float(try number("pixel \(index) of \(count)", in: 0...white)) / Float(white))
    }
    return ink
  }

  private mutating func rawBitmap(
    width: Int, height: Int
  ) throws(TemporalTaskError) -> [Float] {
    let stride = (width + 7) / 8
    let data = try raster(stride * height)
    return (0..<height * width).map { pixel in
      let (y, x) = pixel.quotientAndRemainder(dividingBy: width)
      return data[data.startIndex + y * stride + x / 8] >> UInt8(7 - x % 8) & 1 == 1 ? 1 : 0
    }
  }

  private mutating func rawGraymap(
    _ count: Int, white: Int
  ) throws(TemporalTaskError) -> [Float] {
    let isWide = white > 255
    let data = try raster(isWide ? 2 * count : count)
    var ink: [Float] = []
    for pixel in 0..<count {
      let first = data.startIndex + (isWide ? 2 * pixel : pixel)
      let value = isWide ? Int(data[first]) << 8 | Int(data[first + 1]) : Int(data[first])
      guard value <= white else {
        position = first
        throw error("\(value)", "pixel \(pixel) of \(count), at most \(white)")
      }
      ink.append(1 - Float(value) / Float(white))
    }
    return ink
  }

  /// The raw pixels, after exactly one byte of space, up to the end of the file.
  private mutating func raster(_ count: Int) throws(TemporalTaskError) -> ArraySlice<UInt8> {
    guard position < bytes.count, Self.isSpace(bytes[position]) else {
      throw error(found, "one byte of space before the pixels")
    }
    position += 1
    guard bytes.count - position == count else {
      throw error("\(bytes.count - position) bytes of pixels", "\(count)")
    }
    return bytes[position...]
  }

  /// The next decimal number, after space and comments.
  private mutating func number(
    _ what: String, in range: ClosedRange<Int>
  ) throws(TemporalTaskError) -> Int {
    skipSpace()
    let expected = "\(what), \(range.lowerBound) to \(range.upperBound)"
    let start = position
    var value = 0
    while position < bytes.count, (0x30...0x39).contains(bytes[position]) {
      value = value * 10 + Int(bytes[position] - 0x30)
      guard value <= range.upperBound else {
        position = start
        throw error("a number above \(range.upperBound)", expected)
      }
      position += 1
    }
    guard position > start else { throw error(found, expected) }
    guard range.contains(value) else {
      position = start
      throw error("\(value)", expected)
    }
    return value
  }

  /// Past spaces, and comments from # to the end of the line.
  private mutating func skipSpace() {
    var isComment = false
    while position < bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: "#") { isComment = true }
      guard isComment || Self.isSpace(byte) else { return }
      if byte == 0x0A || byte == 0x0D { isComment = false }
      position += 1
    }
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || (0x09...0x0D).contains(byte)
  }

  private var found: String {
    position < bytes.count ? "byte \(bytes[position])" : "the end of the file"
  }

  private func error(_ found: String, _ expected: String) -> TemporalTaskError {
    TemporalTaskError(field: "\(path), byte \(position)", found: found, expected: expected)
  }
}
