import Foundation
import Locomotion
import NumericalMethods
import RobotDescription
import Testing
import TrajectoryReplay

/// A film as the page reads it: decoded from the JSON inside the page.
struct FilmReader {
  let record: [String: Any]

  init(_ film: Film) throws {
    let data = try JSONEncoder().encode(film)
    record = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  var frames: Int { record["frames"] as? Int ?? 0 }
  var scenes: [[String: Any]] { grounds["scenes"] as? [[String: Any]] ?? [] }
  var shapes: [[String: Any]] { grounds["shapes"] as? [[String: Any]] ?? [] }
  var patches: [[String: Any]] { grounds["patches"] as? [[String: Any]] ?? [] }
  private var grounds: [String: Any] { record["grounds"] as? [String: Any] ?? [:] }
  var loads: [[String: Any]] { record["loads"] as? [[String: Any]] ?? [] }
  var network: [String: Any] { record["network"] as? [String: Any] ?? [:] }

  func numbers(_ key: String) throws -> (values: [Double], scale: Double) {
    try Self.unpack(record[key])
  }

  /// What `unpack` of film.js does.
  static func unpack(_ packed: Any?) throws -> (values: [Double], scale: Double) {
    let packed = try #require(packed as? [String: Any])
    let bytes = try #require(Data(base64Encoded: packed["data"] as? String ?? "?"))
    let scale = try #require(packed["scale"] as? Double)
    func words<Word: FixedWidthInteger>(_: Word.Type) -> [Word] {
      let width = MemoryLayout<Word>.size
      return stride(from: 0, to: bytes.count, by: width).map { start in
        (0..<width).reduce(Word(0)) { $0 | Word(truncatingIfNeeded: bytes[start + $1]) << ($1 * 8) }
      }
    }
    switch packed["storage"] as? String {
    case "uint8": return (words(UInt8.self).map(Double.init), scale)
    case "int16":
      return (words(Int16.self).map { $0 == .min ? .nan : Double($0) * scale }, scale)
    case "float32": return (words(UInt32.self).map { Double(Float(bitPattern: $0)) }, scale)
    default: throw FilmError()
    }
  }

  struct FilmError: Error {}
}

/// Keeps what the recorder should have seen.
final class PoseWitness: EpisodeObserver {
  private(set) var frames: [[Pose]] = []
  func episodeDidStart(_ episode: Episode) { frames = [episode.simulation.linkPoses] }
  func episodeDidStep(_ episode: Episode) { frames.append(episode.simulation.linkPoses) }
}

func caption(_ policy: String = "p.safetensors", robot: String = "ant") -> Film.Caption {
  Film.Caption(
    policy: policy, robot: robot, seed: 7, digest: "0123456789abcdef", command: "ganglion replay p")
}

/// Runs an episode for its film.
func filmed(
  _ name: String, _ controller: some Controller, seconds: Double,
  conditions: [Condition] = [], beside other: [any EpisodeObserver] = []
) throws -> (film: FilmReader, result: EpisodeResult) {
  let model = try shippedModel(name)
  return try filmed(model, controller, lasting(seconds), conditions, beside: other)
}

func filmed(
  _ model: RobotModel, _ controller: some Controller, _ task: LocomotionTask,
  _ conditions: [Condition] = [], beside other: [any EpisodeObserver] = []
) throws -> (film: FilmReader, result: EpisodeResult) {
  let recorder = MotionRecorder(controller: controller)
  let result = Episode(model: model, task: task).run(
    controller, EpisodeSpecification(seed: 5, conditions: conditions),
    observer: ObserverGroup([recorder] + other))
  let film = try #require(recorder.film(caption(), conditions: conditions, result: result))
  return (try FilmReader(film), result)
}
