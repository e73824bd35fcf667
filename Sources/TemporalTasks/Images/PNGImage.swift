import CLibPNG

/// Reads PNG images of every kind (gray, palette, colour, with or without transparency, 1 to 16
/// bits, interlaced or not) through libpng's simplified interface, which returns from errors.
///
/// As in a graymap white is paper and black ink, in the numbers as they are stored. Colours count
/// by their luma, 0.2126 R + 0.7152 G + 0.0722 B (ITU-R BT.709), and transparency lets paper
/// through.
enum PNGImage {
  /// - Parameter path: named in errors.
  /// - Throws: ``TemporalTaskError`` for a file that departs from the format anywhere, warnings of
  ///   libpng included. Memory is bounded by the file and ``PortableImage/longestSide``: a longer
  ///   side is an error before anything is decoded.
  static func decode(_ bytes: [UInt8], path: String) throws(TemporalTaskError) -> GrayImage {
    let chunks = try PNGChunks(bytes, path: path)
    var samples = [UInt8](repeating: 0, count: 4 * chunks.width * chunks.height)
    if let complaint = decode(chunks, into: &samples) {
      throw TemporalTaskError(
        field: path, found: "what libpng calls \"\(complaint)\"", expected: "an undamaged PNG image"
      )
    }
    let ink = stride(from: 0, to: samples.count, by: 4).map { first in
      let (red, green, blue) = (samples[first], samples[first + 1], samples[first + 2])
      return pixel(red, green, blue, opacity: samples[first + 3])
    }
    return GrayImage(width: chunks.width, height: chunks.height, ink: ink)
  }

  /// Ink of a pixel. Both numbers of the quotient are exact, so that a gray has the bits of a
  /// graymap's.
  private static func pixel(_ red: UInt8, _ green: UInt8, _ blue: UInt8, opacity: UInt8) -> Float {
    let luma = 2126 * Int(red) + 7152 * Int(green) + 722 * Int(blue)
    return (1 - Float(luma) / 2_550_000) * Float(opacity) / 255
  }

  /// Red, green, blue and opacity of each pixel, row after row from the top; or what is wrong.
  private static func decode(_ chunks: PNGChunks, into samples: inout [UInt8]) -> String? {
    var image = png_image()
    image.version = png_uint_32(PNG_IMAGE_VERSION)
    // The bytes are read up to the end of the second call, and freed after it.
    return chunks.kept.withUnsafeBytes { bytes in
      png_image_begin_read_from_memory(&image, bytes.baseAddress, bytes.count)
      // An error has freed the image; freeing again does nothing.
      defer { png_image_free(&image) }
      if image.warning_or_error != 0 { return message(image) }
      precondition(
        Int(image.width) == chunks.width && Int(image.height) == chunks.height, "one header")
      // RGBA, a macro that Swift does not see.
      image.format = png_uint_32(PNG_FORMAT_FLAG_COLOR | PNG_FORMAT_FLAG_ALPHA)
      // Sixteen bits are stretched eight, not linear light.
      image.flags |= png_uint_32(PNG_IMAGE_FLAG_16BIT_sRGB)
      png_image_finish_read(&image, nil, &samples, png_int_32(4 * chunks.width), nil)
      return image.warning_or_error != 0 ? message(image) : nil
    }
  }

  private static func message(_ image: png_image) -> String {
    withUnsafeBytes(of: image.message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }
}
