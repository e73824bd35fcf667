import Foundation
import Locomotion
import Testing
import TrajectoryReplay

@Suite("Trajectory read back") struct TrajectoryFileTests {
  private func read(_ text: String) throws -> TrajectoryFile {
    try TrajectoryFile(decoding: Data(text.utf8), path: "t.csv")
  }

  /// A second of the ant under a network.
  private func table() throws -> TrajectoryTable {
    let model = try shippedModel("ant")
    let episode = Episode(model: model, task: lasting(0.4))
    let controller = try plasticNetwork(for: model)
    let recorder = TrajectoryRecorder(episode, controller: controller)
    _ = episode.run(controller, EpisodeSpecification(seed: 2), observer: recorder)
    return recorder.table
  }

  @Test func whatIsWrittenIsReadBackBitByBit() throws {
    let table = try table()
    let file = try read(table.csv)
    #expect(file.header == table.header && file.rows.count == table.rows.count)
    for (fields, numbers) in zip(file.rows, table.rows) {
      #expect(fields.map { Double($0)?.bitPattern } == numbers.map { $0.bitPattern })
    }
    let comparison = TrajectoryComparison(file, table)
    #expect(comparison.difference == nil && comparison.sameRows == table.rows.count)
  }

  @Test func quotedFieldsAndLineEnds() throws {
    let file = try read("tick,phase,\"a \"\"b\"\", c\"\r\n0,\"x\ny\",1e-05\n1,,-0.0\r\n")
    #expect(file.header == ["tick", "phase", "a \"b\", c"])
    #expect(file.rows == [["0", "x\ny", "1e-05"], ["1", "", "-0.0"]])
  }

  @Test(arguments: [
    ("", "line 1: found nothing"),
    ("tick,a\n", "line 2: found no row"),
    ("tick,a,a\n0,1,2\n", "line 1, column 3: found \"a\" again"),
    ("tick,\n0,1\n", "line 1, column 2: found no name"),
    ("x,a\n0,1\n", "line 1, column 1: found \"x\", expected time_s or tick"),
    ("tick,a\n0,1\n1\n", "line 3: found 1 fields, expected 2, as in the header"),
    ("tick,a\n0,1,2\n", "line 2: found 3 fields"),
    ("tick,a\n0,nan\n", "line 2, column 2 (a): found \"nan\", expected a finite number"),
    ("tick,a\n0,1e999\n", "line 2, column 2 (a): found \"1e999\""),
    ("tick,a\n0,inf\n", "column 2 (a): found \"inf\""),
    ("tick,a\n0,0x1p3\n", "column 2 (a): found \"0x1p3\""),
    ("tick,a\n0,\n", "column 2 (a): found \"\""),
    ("tick,a\n0, 1\n", "column 2 (a): found \" 1\""),
    ("tick,a\n0,1", "line 2: found the end of the file within a line"),
    ("tick,phase\n0,\"x\n", "line 3: found no second quote"),
    ("tick,phase\n0,\"x\"y\n", "line 2: found text behind a quoted field"),
    ("tick,phase\n0,x\"y\n", "line 2: found a quote within a field"),
    ("tick,phase,a\n0,\"x\ny\",1\n1,,z\n", "line 4, column 3 (a): found \"z\""),
  ])
  func damageIsNamed(text: String, says: String) throws {
    let error = #expect(throws: TrajectoryError.self) { try read(text) }
    #expect("\(error!)".hasPrefix("t.csv: \(says)"), "\(error!)")
  }

  @Test func bytesThatAreNoTextAreNamed() {
    let data = Data("tick,phase\n0,".utf8) + Data([0xFF, 0xFE]) + Data("\n".utf8)
    let error = #expect(throws: TrajectoryError.self) {
      try TrajectoryFile(decoding: data, path: "t.csv")
    }
    #expect(error?.place == "line 2" && error?.found == "bytes that are no UTF-8")
  }

  @Test func theFirstDifferenceIsTold() throws {
    let header = ["tick", "a", "b"]
    let file = try read("tick,a,b\n0,1.0,2\n1,3,4\n")
    let same = TrajectoryComparison(
      file, header: header, rows: [["0", "1", "2"], ["1", "3", "4"]])
    #expect(same.difference == nil && same.sameRows == 2, "numbers, however they are written")
    let other = TrajectoryComparison(
      file, header: header, rows: [["0", "1", "2"], ["1", "3", "4.000000000000001"]])
    #expect(other.sameRows == 1)
    #expect(
      other.difference
        == .init(line: 3, column: "b", recorded: "4", simulated: "4.000000000000001"))
    let zero = TrajectoryComparison(try read("tick\n0\n"), header: ["tick"], rows: [["-0.0"]])
    #expect(zero.difference?.recorded == "0", "signs of zero too")
    let longer = TrajectoryComparison(file, header: header, rows: [["0", "1", "2"]])
    #expect(longer.difference == .init(line: 3, column: "tick", recorded: "1", simulated: nil))
    let shorter = TrajectoryComparison(
      file, header: header, rows: [["0", "1", "2"], ["1", "3", "4"], ["2", "5", "6"]])
    #expect(shorter.difference == .init(line: 4, column: "tick", recorded: nil, simulated: "2"))
    let names = TrajectoryComparison(file, header: ["tick", "a"], rows: [])
    #expect(names.difference == .init(line: 1, column: "column 3", recorded: "b", simulated: nil))
  }
}
