import FileFormats
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
    #expect(file.header == table.header && Array(file.rows).count == table.rows.count)
    for (fields, numbers) in zip(file.rows, table.rows) {
      #expect(fields.map { Double($0)?.bitPattern } == numbers.map { $0.bitPattern })
    }
    let comparison = TrajectoryComparison(file, table)
    #expect(comparison.difference == nil && comparison.sameRows == table.rows.count)
  }

  @Test func quotedFieldsAndLineEnds() throws {
    let file = try read("tick,phase,\"a \"\"b\"\", c\"\r\n0,\"x\ny\",1e-05\n1,,-0.0\r\n")
    #expect(file.header == ["tick", "phase", "a \"b\", c"])
    #expect(Array(file.rows) == [["0", "x\ny", "1e-05"], ["1", "", "-0.0"]])
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
    ("tick,a\n0,inf\n", "line 2, column 2 (a): found \"inf\""),
    ("tick,a\n0,0x1p3\n", "line 2, column 2 (a): found \"0x1p3\""),
    ("tick,a\n0,\n", "line 2, column 2 (a): found \"\""),
    ("tick,a\n0, 1\n", "line 2, column 2 (a): found \" 1\""),
    ("tick,a\n0,1", "line 2: found the end of the file within a line"),
    ("tick,phase\n0,\"x\n", "line 3: found no second quote"),
    ("tick,phase\n0,\"x\"y\n", "line 2: found text behind a quoted field"),
    ("tick,phase\n0,x\"y\n", "line 2: found a quote within a field"),
    ("tick,phase,a\n0,\"x\ny\",1\n1,,z\n", "line 4, column 3 (a): found \"z\""),
  ])
  func damageIsNamed(text: String, says: String) throws {
    let error = #expect(throws: TableError.self) { try read(text) }
    #expect(error?.description.hasPrefix("t.csv: \(says)") == true, "\(says)")
  }

  @Test func bytesThatAreNoTextAreNamed() {
    let data = Data("tick,phase\n0,".utf8) + Data([0xFF, 0xFE]) + Data("\n".utf8)
    let error = #expect(throws: TableError.self) {
      try TrajectoryFile(decoding: data, path: "t.csv")
    }
    #expect(error?.place == "line 2" && error?.found == "bytes that are no UTF-8")
  }

  /// Line, column, recorded and simulated value of the first difference.
  private func difference(_ file: TrajectoryFile, _ rows: [[String]]) -> [String] {
    let header = file.header.count == 3 ? ["tick", "a", "b"] : ["tick"]
    let found = TrajectoryComparison(file, header: header, rows: rows).difference
    return found.map { ["\($0.line)", $0.column, $0.recorded ?? "-", $0.simulated ?? "-"] } ?? []
  }

  @Test func theFirstDifferenceIsTold() throws {
    let file = try read("tick,a,b\n0,1.0,2\n1,3,4\n")
    #expect(difference(file, [["0", "1", "2"], ["1", "3", "4"]]).isEmpty, "however written")
    let other = [["0", "1", "2"], ["1", "3", "4.000000000000001"]]
    #expect(difference(file, other) == ["3", "b", "4", "4.000000000000001"])
    #expect(TrajectoryComparison(file, header: file.header, rows: other).sameRows == 1)
    #expect(difference(try read("tick\n0\n"), [["-0.0"]]) == ["2", "tick", "0", "-0.0"])
    #expect(difference(file, [["0", "1", "2"]]) == ["3", "tick", "1", "-"])
    let longer = [["0", "1", "2"], ["1", "3", "4"], ["2", "5", "6"]]
    #expect(difference(file, longer) == ["4", "tick", "-", "2"])
    let names = TrajectoryComparison(file, header: ["tick", "a"], rows: []).difference
    #expect(names?.line == 1 && names?.column == "column 3" && names?.recorded == "b")
    #expect(names != nil && names?.simulated == nil)
  }

  @Test func otherWordsAreADifference() throws {
    let file = try read("tick,phase\n0,cue\n")
    let same = TrajectoryComparison(file, header: file.header, rows: [["0", "cue"]])
    #expect(same.difference == nil)
    let word = TrajectoryComparison(file, header: file.header, rows: [["0", "query"]]).difference
    #expect(word?.column == "phase" && word?.recorded == "cue" && word?.simulated == "query")
    let name = TrajectoryComparison(file, header: ["tick", "stage"], rows: [["0", "cue"]])
    #expect(name.difference?.line == 1 && name.difference?.recorded == "phase")
  }
}
