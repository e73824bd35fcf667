/// The chunks of a PNG file that its pixels depend on (Portable Network Graphics specification, W3C
/// 2003, § 5 and 11).
///
/// What else a file may carry (texts, colour profiles, times) is left out: some of it unfolds to
/// gigabytes, and none of it may change what a pixel is. Every chunk's checksum has to be right.
struct PNGChunks {
  /// Signature, chunks and end of the file, without the chunks left out.
  private(set) var kept: [UInt8] = []
  /// Pixels in a row …
  private(set) var width = 0
  /// … and rows.
  private(set) var height = 0

  private let bytes: [UInt8]
  private let path: String
  private var position = 0

  private static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
  /// Length, name and checksum.
  private static let frame = 12

  /// - Parameter path: named in errors.
  /// - Throws: ``TemporalTaskError`` with the byte at which the file departs from the format, or
  ///   for a side longer than ``PortableImage/longestSide``.
  init(_ bytes: [UInt8], path: String) throws(TemporalTaskError) {
    (self.bytes, self.path) = (bytes, path)
    guard bytes.starts(with: Self.signature) else {
      throw error("\(bytes.count) bytes without it", "the signature of a PNG file")
    }
    kept = Self.signature
    position = kept.count
    try readHeader()
    var name = ""
    while name != "IEND" { name = try readChunk() }
  }

  /// IHDR, which is the first chunk and begins with width and height.
  private mutating func readHeader() throws(TemporalTaskError) {
    let start = position
    let name = try readChunk()
    position = start
    guard name == "IHDR" else { throw error("chunk \(name)", "chunk IHDR first") }
    let length = number(at: start)
    guard length == 13 else { throw error("IHDR of \(length) bytes", "IHDR of 13 bytes") }
    width = try side("width", at: start + 8)
    height = try side("height", at: start + 12)
    position = start + length + Self.frame
  }

  private mutating func side(_ name: String, at place: Int) throws(TemporalTaskError) -> Int {
    position = place
    let range = 1...PortableImage.longestSide
    let value = number(at: place)
    guard range.contains(value) else {
      throw error("\(value)", "\(name), \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }

  /// The next chunk's name; the chunk is kept if it is critical, which its name's first letter
  /// says, or holds transparency.
  private mutating func readChunk() throws(TemporalTaskError) -> String {
    let rest = bytes.count - position
    guard rest >= Self.frame else { throw error("\(rest) bytes", "a chunk") }
    let letters = bytes[position + 4..<position + 8]
    let isName = letters.allSatisfy { (0x41...0x5A).contains($0 & 0xDF) }
    guard isName else { throw error("bytes \(Array(letters))", "a chunk's name of four letters") }
    let name = String(decoding: letters, as: UTF8.self)
    let length = number(at: position)
    guard length <= rest - Self.frame else {
      throw error("\(rest) bytes", "chunk \(name) of \(length) bytes and \(Self.frame) about it")
    }
    let end = position + length + Self.frame
    try checkSum(of: name, upTo: end - 4)
    let isCritical = bytes[position + 4] & 0x20 == 0
    if isCritical || name == "tRNS" { kept += bytes[position..<end] }
    position = end
    return name
  }

  /// The checksum behind a chunk, which covers its name and data.
  private mutating func checkSum(of name: String, upTo end: Int) throws(TemporalTaskError) {
    let sum = Self.checksum(bytes[position + 4..<end])
    guard number(at: end) == Int(sum) else {
      position = end
      throw error("checksum \(number(at: end)) of chunk \(name)", "\(sum)")
    }
  }

  /// CRC-32 of ISO 3309 (appendix D of the specification), byte by byte.
  private static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    ~bytes.reduce(~UInt32(0)) { remainders[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] ^ $0 >> 8 }
  }

  /// What each byte leaves.
  private static let remainders = (0..<256 as Range<UInt32>).map { byte in
    (0..<8).reduce(byte) { rest, _ in rest & 1 == 1 ? 0xEDB8_8320 ^ rest >> 1 : rest >> 1 }
  }

  /// Four bytes, the most significant first. Precondition: they are there.
  private func number(at place: Int) -> Int {
    bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
  }

  private func error(_ found: String, _ expected: String) -> TemporalTaskError {
    TemporalTaskError(field: "\(path), byte \(position)", found: found, expected: expected)
  }
}
