import Foundation
import Testing
@testable import FileFormats

@Suite struct MarkupTests {
  @Test func interpolatedTextIsEscapedAndMarkupIsNot() {
    let text = "<&>\"'"
    #expect(("<i>\(text)</i>" as Markup).source == "<i>&lt;&amp;&gt;&quot;&#39;</i>")
    let inner: Markup = "<b/>"
    #expect(("\(inner)\([inner, inner])\(3)\(0.256, 2)" as Markup).source == "<b/><b/><b/>30.26")
    // One character that begins with what a reader takes for a tag.
    let accented: Markup = "\("<\u{338}b>")"
    #expect(accented.source.unicodeScalars.elementsEqual("&lt;\u{338}b&gt;".unicodeScalars))
  }

  @Test func numbersHaveNoNegativeZero() {
    #expect((-0.001).decimals(2) == "0.00" && (-0.4).decimals(0) == "0")
    #expect((-0.6).decimals(0) == "-1" && Double.nan.decimals(1) == "–")
  }

  /// Ticks are few, round, ascending and hold the sample.
  @Test func ticksHoldTheirSample() {
    for n in 0..<400 {
      let low = sin(Double(n)) * pow(10, Double(n % 9) - 4)
      let high = low + abs(cos(Double(3 * n))) * pow(10, Double(n % 7) - 3)
      let ticks = Ticks([low, high])
      #expect((2...8).contains(ticks.values.count), "\(low) \(high): \(ticks.values)")
      #expect(ticks.values[0] <= low + 1e-9 * abs(low), "\(low) \(high)")
      #expect(ticks.values[ticks.values.count - 1] >= high - 1e-9 * abs(high), "\(low) \(high)")
      #expect(Set(ticks.values.map(ticks.text)).count == ticks.values.count, "told apart")
    }
    #expect(Ticks([]).values.count >= 2)
    let unit = Ticks([.nan, .infinity], Plot.Axis("", holds: 0...1))
    #expect(unit.values == [0, 0.2, 0.4, 0.6000000000000001, 0.8, 1])
  }

  @Test func ticksOfAStepAndOfALogarithmicAxis() {
    let quarters = Ticks([0.1], Plot.Axis("", holds: -0.25...1, step: 0.25))
    let texts = ["-0.25", "0.00", "0.25", "0.50", "0.75", "1.00"]
    #expect(quarters.values.map(quarters.text) == texts)
    let decades = Ticks([0.02, 3], Plot.Axis("", isLogarithmic: true))
    #expect(decades.values.map(decades.text) == ["1e-2", "1e-1", "1e0", "1e1"])
    #expect(decades.share(0) == 0 && decades.share(0.1) == 1.0 / 3 && decades.share(10) == 1)
  }

  @Test func aDrawingIsAFileWhateverItsWords() throws {
    var plot = Plot(
      "a <b> & \"c\"", x: Plot.Axis("cost", isLogarithmic: true), y: Plot.Axis("share"),
      [Plot.Curve("<x>", [(0.01, 0.5), (1, 0.75)], labels: ["", "8"])])
    plot.levels = [(0.9, "ceiling")]
    plot.size = (760, 460)
    #expect(plot.file.hasPrefix("<svg xmlns="))
    #expect(plot.file.contains("&lt;x&gt;") && !plot.file.contains("<x>"))
    #expect(plot.file.contains(">8</text>") && plot.file.contains(">ceiling</text>"))
  }
}

@Suite struct CSVReaderTests {
  private func rows(_ text: String) throws -> (rows: [[String]], place: Int) {
    var reader = CSVReader(Data(text.utf8), path: "t")
    var rows: [[String]] = []
    while let row = try reader.nextWhole() { rows.append(row) }
    return (rows, reader.place)
  }

  /// Wherever a writer was killed, the whole records are read and nothing of the torn one.
  @Test func aTornRecordIsLeft() throws {
    let text = "a,\"b \"\"c\"\",\r\nd\"\r\n1,é\r\n"
    #expect(try rows(text).rows == [["a", "b \"c\",\r\nd"], ["1", "é"]])
    let first = Array("a,\"b \"\"c\"\",\r\nd\"\r\n".utf8).count
    for cut in 0...text.utf8.count {
      var reader = CSVReader(Data(text.utf8.prefix(cut)), path: "t")
      var count = 0
      while try reader.nextWhole() != nil { count += 1 }
      #expect(count == (cut < first ? 0 : cut < text.utf8.count ? 1 : 2), "\(cut)")
      #expect(reader.place == (cut < first ? 0 : cut < text.utf8.count ? first : cut), "\(cut)")
    }
  }

  @Test func damageIsNotTakenForATornRecord() {
    #expect(throws: TableError.self) { try rows("a,b\r\n1,\"x\"y\r\n3,4\r\n") }
    #expect(throws: TableError.self) { try rows("a,b\r\n1,x\"y\r\n3,4\r\n") }
  }
}
