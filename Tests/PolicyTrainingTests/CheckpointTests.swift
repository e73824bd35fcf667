import FileFormats
import Foundation
import NumericalMethods
import PolicyTraining
import TestSupport
import Testing

@Suite struct CheckpointTests {
  let folder: TemporaryFolder
  let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.file("latest.json")
  }

  /// A state with moments, a selection and numbers of every size.
  private func checkpoint() throws -> Checkpoint {
    let experiment = Fixture.experiment()
    let model = try Fixture.robot("ant")
    let trainer = try TrainingLoop(experiment: experiment, model: model, workers: 1)
    _ = try trainer.step()
    var state = trainer.state
    var stream = RandomStream(seed: 2, purpose: .initialParameters)
    state.best = state.best.map { _ in Float(stream.gaussian()) * 1e-3 }
    state.best[0] = -0
    state.bestScore = 1.0 / 3
    return Checkpoint(
      experiment: experiment, robotDigest: model.digest, state: state, wall: 12.25)
  }

  private func error(_ data: Data) throws -> CheckpointError? {
    try AtomicFile.write(data, to: path)
    let error = #expect(throws: CheckpointError.self) { try Checkpoint(path: path) }
    #expect(error?.path == path)
    #expect(error?.description.contains("\n") == false)
    return error
  }

  /// A checkpoint file with a right digest around any content.
  private func sealed(_ body: Data) -> Data {
    var digest = Digest64()
    digest.update(bytes: body)
    return Data("\(digest.hex)\n".utf8) + body
  }

  @Test func roundTripIsExact() throws {
    let checkpoint = try checkpoint()
    try checkpoint.write(to: path)
    let back = try Checkpoint(path: path)
    #expect(back.experiment == checkpoint.experiment)
    #expect(back.robotDigest == checkpoint.robotDigest)
    #expect(back.wall == checkpoint.wall)
    #expect(bits(back.state.best) == bits(checkpoint.state.best))
    #expect(back.state.bestScore == checkpoint.state.bestScore)
    #expect(bits(back.state.optimiser.parameters) == bits(checkpoint.state.optimiser.parameters))
    #expect(back.state.optimiser.generation == 1)
    #expect(back.state.environmentSteps == checkpoint.state.environmentSteps)
    let bytes = try AtomicFile.read(path)
    try back.write(to: path)
    #expect(try AtomicFile.read(path) == bytes, "moments and all")
    #expect(folder.names == ["latest.json"])
  }

  @Test func anyCorruptByteIsNoticed() throws {
    try checkpoint().write(to: path)
    let original = try AtomicFile.read(path)
    var generator = SplitMix64(seed: 4)
    let places =
      Array(0..<20) + (0..<80).map { _ in Int.random(in: 0..<original.count, using: &generator) }
    for place in places {
      var data = original
      data[place] ^= UInt8.random(in: 1...255, using: &generator)
      #expect(try error(data) != nil, "seed 4, byte \(place)")
    }
  }

  @Test func truncatedFilesAreNoticed() throws {
    try checkpoint().write(to: path)
    let original = try AtomicFile.read(path)
    let middle = stride(from: 20, to: original.count, by: original.count / 20)
    for count in Array(0..<20) + Array(middle) + [original.count - 1] {
      #expect(try error(original.prefix(count)) != nil, "\(count) bytes")
    }
  }

  @Test func foreignContentIsRefused() throws {
    for text in ["", "{}", "[]", "null", "3", "{\"schema\":1}", "not JSON"] {
      #expect(try error(sealed(Data(text.utf8)))?.expected == "a checkpoint of this version")
      #expect(try error(Data(text.utf8)) != nil)
    }
    #expect(throws: FileError.self) { try Checkpoint(path: folder.file("none")) }
  }

  @Test func anotherSchemaIsRefused() throws {
    var checkpoint = try checkpoint()
    checkpoint.schema = 1
    try checkpoint.write(to: path)
    #expect(try error(AtomicFile.read(path))?.found == "schema 1")
  }
}
