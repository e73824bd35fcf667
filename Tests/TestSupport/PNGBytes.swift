/// PNG files by hand, the sound and the damaged, written from the specification.
public enum PNGBytes {
  public static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
  public static let end = chunk("IEND", [])

  /// Length, name, data and the right checksum.
  public static func chunk(_ name: String, _ data: [UInt8]) -> [UInt8] {
    let body = Array(name.utf8) + data
    return number(UInt32(data.count)) + body + number(checksum(body))
  }

  public static func header(
    width: UInt32, height: UInt32, depth: UInt8 = 8, colour: UInt8 = 0
  ) -> [UInt8] {
    chunk("IHDR", number(width) + number(height) + [depth, colour, 0, 0, 0])
  }

  /// Rows, each with its filter first, as one stored block of a zlib stream (RFC 1950, 1951).
  public static func pixels(_ rows: [[UInt8]]) -> [UInt8] {
    let data = rows.flatMap { $0 }
    let length = UInt16(data.count)
    let stored =
      [1, UInt8(length & 0xFF), UInt8(length >> 8)]
      + [UInt8(~length & 0xFF), UInt8(~length >> 8)] + data
    return chunk("IDAT", [0x78, 0x01] + stored + number(adler(data)))
  }

  /// The same file with every chunk's checksum made right, as far as chunks can be told.
  public static func sealed(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    var position = signature.count
    while bytes.count - position >= 12 {
      let length = bytes[position..<position + 4].reduce(0) { $0 << 8 | Int($1) }
      let end = position + 8 + length
      guard end + 4 <= bytes.count else { break }
      let sum = number(checksum(Array(bytes[position + 4..<end])))
      bytes.replaceSubrange(end..<end + 4, with: sum)
      position = end + 4
    }
    return bytes
  }

  private static func number(_ value: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(value >> (24 - 8 * $0) & 0xFF) }
  }

  /// CRC-32 of ISO 3309, bit by bit.
  private static func checksum(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~UInt32(0)) { sum, byte in
      (0..<8).reduce(sum ^ UInt32(byte)) { value, _ in
        value & 1 == 1 ? 0xEDB8_8320 ^ value >> 1 : value >> 1
      }
    }
  }

  private static func adler(_ bytes: [UInt8]) -> UInt32 {
    let (a, b) = bytes.reduce((UInt32(1), UInt32(0))) { sums, byte in
      let a = (sums.0 + UInt32(byte)) % 65521
      return (a, (sums.1 + a) % 65521)
    }
    return b << 16 | a
  }
}
