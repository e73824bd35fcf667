public import Foundation

/// A safetensors file that does not hold what it should.
public struct SafeTensorsError: GanglionError, Equatable {
  public let path: String
  public let place: String
  public let found: String
  public let expected: String

  public init(path: String, place: String, found: String, expected: String) {
    (self.path, self.place, self.found, self.expected) = (path, place, found, expected)
  }

  public var description: String {
    let (place, found) = (TerminalText.quoted(place), TerminalText.quoted(found))
    return "\(path): \(place): found \(found), expected \(expected)"
  }
}

/// The safetensors format for float32 tensors: eight bytes of little-endian header length, a JSON
/// header, then the data (Hugging Face, "Safetensors", format section).
///
/// The same content gives the same bytes: tensors keep their order, JSON keys are sorted.
public struct SafeTensors: Sendable, Equatable {
  /// A float32 tensor in row-major order.
  public struct Tensor: Sendable, Equatable {
    public var name: String
    public var shape: [Int]
    public var values: [Float]

    public init(name: String, shape: [Int], values: [Float]) {
      (self.name, self.shape, self.values) = (name, shape, values)
    }
  }

  public var tensors: [Tensor]
  public var metadata: [String: String]

  public init(tensors: [Tensor], metadata: [String: String]) {
    (self.tensors, self.metadata) = (tensors, metadata)
  }

  /// Headers beyond this are refused, as in the reference implementation.
  static let largestHeader = 100_000_000

  private struct Entry: Codable {
    let dtype: String
    let shape: [Int]
    let dataOffsets: [Int]

    enum CodingKeys: String, CodingKey {
      case dtype, shape
      case dataOffsets = "data_offsets"
    }
  }
}

extension SafeTensors {
  /// The file's bytes.
  public func encoded() throws -> Data {
    var offset = 0
    var entries = ["\"__metadata__\":" + (try JSON.text(metadata))]
    for tensor in tensors {
      let end = offset + 4 * tensor.values.count
      let entry = Entry(dtype: "F32", shape: tensor.shape, dataOffsets: [offset, end])
      entries.append(try JSON.text(tensor.name) + ":" + JSON.text(entry))
      offset = end
    }
    let header = "{" + entries.joined(separator: ",") + "}"
    // The data starts on a multiple of eight bytes; the format pads with spaces.
    let size = (header.utf8.count + 7) / 8 * 8
    var file = Data()
    withUnsafeBytes(of: UInt64(size).littleEndian) { file.append(contentsOf: $0) }
    file.append(contentsOf: header.utf8)
    file.append(contentsOf: repeatElement(UInt8(ascii: " "), count: size - header.utf8.count))
    for tensor in tensors {
      for value in tensor.values {
        withUnsafeBytes(of: value.bitPattern.littleEndian) { file.append(contentsOf: $0) }
      }
    }
    return file
  }

  /// Reads a file's bytes; `path` is named in errors. No length field is trusted.
  public init(decoding data: Data, path: String) throws {
    let reader = Reader(path: path)
    let (header, body) = try reader.parts(of: data)
    var entries: [(name: String, entry: Entry)]
    (metadata, entries) = try reader.fields(of: header)
    // A tensor without elements comes before the one that starts where it does.
    entries.sort { $0.entry.dataOffsets.lexicographicallyPrecedes($1.entry.dataOffsets) }
    tensors = []
    var start = 0
    for (name, entry) in entries {
      tensors.append(try reader.tensor(name, entry, of: body, from: start))
      start = entry.dataOffsets[1]
    }
    guard start == body.count else {
      throw reader.failure("end of data", "\(body.count - start) bytes that no tensor owns", "none")
    }
  }

  /// The stages of reading a file.
  private struct Reader {
    let path: String

    func failure(_ place: String, _ found: String, _ expected: String) -> SafeTensorsError {
      SafeTensorsError(path: path, place: place, found: found, expected: expected)
    }

    func parts(of data: Data) throws -> (header: Data, body: Data) {
      guard data.count >= 8 else {
        throw failure("header length", "\(data.count) bytes in all", "at least 8")
      }
      let length = data.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      guard length <= UInt64(min(SafeTensors.largestHeader, data.count - 8)) else {
        throw failure(
          "header length", "\(length)", "at most the \(data.count - 8) bytes that follow")
      }
      let rest = data.dropFirst(8)
      return (Data(rest.prefix(Int(length))), rest.dropFirst(Int(length)))
    }

    func fields(
      of header: Data
    ) throws -> (metadata: [String: String], entries: [(name: String, entry: Entry)]) {
      guard JSON.isModest(header) else {
        throw failure("header", "millions of short values", "a safetensors header")
      }
      guard let fields = try? JSONDecoder().decode([String: JSONValue].self, from: header) else {
        throw failure("header", "bytes that are not a JSON object", "a safetensors header")
      }
      var metadata: [String: String] = [:]
      var entries: [(name: String, entry: Entry)] = []
      for (name, value) in fields {
        switch value {
        case .strings(let map) where name == "__metadata__": metadata = map
        case _ where name == "__metadata__":
          throw failure(name, "values that are not text", "text to text")
        case .tensor(let entry) where entry.dataOffsets.count == 2: entries.append((name, entry))
        default:
          throw failure("tensor \(name)", "no description", "dtype, shape and data_offsets")
        }
      }
      return (metadata, entries)
    }

    /// A tensor whose data has to start at `expectedStart`.
    func tensor(
      _ name: String, _ entry: Entry, of body: Data, from expectedStart: Int
    ) throws -> Tensor {
      let (start, end) = (entry.dataOffsets[0], entry.dataOffsets[1])
      guard entry.dtype == "F32" else { throw failure("tensor \(name)", entry.dtype, "dtype F32") }
      guard start == expectedStart, end >= start, end <= body.count else {
        throw failure(
          "tensor \(name)", "data at \(start)..<\(end) of \(body.count) bytes",
          "data from \(expectedStart) on, within the file")
      }
      var size = 4
      for extent in entry.shape {
        let (product, overflow) = size.multipliedReportingOverflow(by: extent)
        guard extent >= 0, !overflow else {
          throw failure("tensor \(name)", "shape \(entry.shape)", "a shape that fits the data")
        }
        size = product
      }
      guard size == end - start else {
        throw failure(
          "tensor \(name)", "shape \(entry.shape) over \(end - start) bytes",
          "\(size) bytes for that shape")
      }
      let values = body.dropFirst(start).prefix(end - start).withUnsafeBytes { bytes in
        (0..<bytes.count / 4).map {
          let bits = bytes.loadUnaligned(fromByteOffset: 4 * $0, as: UInt32.self)
          return Float(bitPattern: UInt32(littleEndian: bits))
        }
      }
      if let i = values.firstIndex(where: { !$0.isFinite }) {
        throw failure("tensor \(name), element \(i)", "\(values[i])", "a finite number")
      }
      return Tensor(name: name, shape: entry.shape, values: values)
    }
  }

  /// The two kinds of value that a safetensors header holds, and any other.
  private enum JSONValue: Decodable {
    case strings([String: String])
    case tensor(Entry)
    case other

    init(from decoder: any Decoder) throws {
      if let entry = try? Entry(from: decoder) {
        self = .tensor(entry)
      } else if let map = try? [String: String](from: decoder) {
        self = .strings(map)
      } else {
        self = .other
      }
    }
  }
}

extension SafeTensors {
  /// What has names with a prefix, under the rest of them, and metadata of the given names.
  public func only(prefix: String, with shared: Set<String>) -> SafeTensors {
    SafeTensors(
      tensors: tensors.filter { $0.name.hasPrefix(prefix) }.map {
        Tensor(
          name: String($0.name.dropFirst(prefix.count)), shape: $0.shape, values: $0.values)
      },
      metadata: metadata.reduce(into: [:]) { result, entry in
        if shared.contains(entry.key) { result[entry.key] = entry.value }
        guard entry.key.hasPrefix(prefix) else { return }
        result[String(entry.key.dropFirst(prefix.count))] = entry.value
      })
  }

  /// All but tensors whose names have a prefix.
  public func without(prefix: String) -> SafeTensors {
    SafeTensors(tensors: tensors.filter { !$0.name.hasPrefix(prefix) }, metadata: metadata)
  }
}
