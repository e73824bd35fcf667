import Foundation
import TemporalTasks
import Testing

@Suite("Settings of tasks")
struct TaskSettingsTests {
  private func expectError<Task: TemporalTask>(
    _ base: Task, _ field: String, _ found: String, _ change: (inout Task) -> Void
  ) {
    let task = with(base, change)
    let error = #expect(throws: TemporalTaskError.self, "\(field)") { try task.validate() }
    #expect(error?.field == field)
    #expect(error?.found == found)
    #expect(error.map { "\($0)" }?.hasPrefix("\(field): found \(found), expected ") ?? false)
  }

  @Test("a setting of cue accumulation out of range is named, with what was found")
  func accumulation() {
    let base = CueAccumulation()
    expectError(base, "cues", "0") { $0.cues = 0 }
    expectError(base, "cues", "4") { $0.cues = 4 }
    expectError(base, "group_size", "0") { $0.groupSize = 0 }
    expectError(base, "cue_ticks", "0") { $0.cueTicks = 0 }
    expectError(base, "gap_ticks", "-1") { $0.gapTicks = -1 }
    expectError(base, "delay_ticks", "-1") { $0.delayTicks = -1 }
    expectError(base, "go_ticks", "0") { $0.goTicks = 0 }
    expectError(base, "background_rate", "nan") { $0.backgroundRate = .nan }
    expectError(base, "dropout", "1.5") { $0.dropout = 1.5 }
    expectError(base, "ticks × inputs", "100080 × 4000") {
      ($0.delayTicks, $0.groupSize) = (100_000, 1000)
    }
  }

  @Test("a setting of cue association out of range is named, with what was found")
  func association() {
    let base = CueAssociation()
    expectError(base, "cues", "0") { $0.cues = 0 }
    expectError(base, "classes", "1") { $0.classes = 1 }
    expectError(base, "dimension", "0") { $0.dimension = 0 }
    expectError(base, "showings", "0") { $0.showings = 0 }
    expectError(base, "cue_ticks", "0") { $0.cueTicks = 0 }
    expectError(base, "response_ticks", "0") { $0.responseTicks = 0 }
    expectError(base, "feedback_ticks", "0") { $0.feedbackTicks = 0 }
    expectError(base, "gap_ticks", "-2") { $0.gapTicks = -2 }
    expectError(base, "guess_weight", "-1.0") { $0.guessWeight = -1 }
    expectError(base, "cues", "5") { ($0.cues, $0.dimension) = (5, 3) }
    expectError(base, "showings", "1") { ($0.showings, $0.reversal) = (1, true) }
  }

  @Test("a setting of a pattern or of exclusive or out of range is named, with what was found")
  func spikeCoded() {
    let pattern = PatternSpikeTrain()
    expectError(pattern, "channels", "0") { $0.channels = 0 }
    expectError(pattern, "densities", "0") { $0.densities = 0 }
    expectError(pattern, "length", "1") { $0.length = 1 }
    expectError(pattern, "rate", "1.5") { $0.rate = 1.5 }
    expectError(pattern, "target_rate", "-1.0") { $0.targetRate = -1 }
    expectError(pattern, "smoothing", "0.0") { $0.smoothing = 0 }
    expectError(pattern, "pattern", "-1") { $0.pattern = -1 }
    expectError(pattern, "background_rate", "nan") { $0.backgroundRate = .nan }
    let xor = ExclusiveOr()
    expectError(xor, "group_size", "0") { $0.groupSize = 0 }
    expectError(xor, "rounds", "0") { $0.rounds = 0 }
    expectError(xor, "cue_ticks", "0") { $0.cueTicks = 0 }
    expectError(xor, "response_ticks", "41") { $0.responseTicks = 41 }
    expectError(xor, "gap_ticks", "-1") { $0.gapTicks = -1 }
    expectError(xor, "rate", "2.0") { $0.rate = 2 }
  }

  @Test("a setting of one-shot recognition out of range is named, with what was found")
  func recognition() {
    let base = OneShotRecognition()
    expectError(base, "ways", "1") { $0.ways = 1 }
    expectError(base, "shots", "0") { $0.shots = 0 }
    expectError(base, "queries", "0") { $0.queries = 0 }
    expectError(base, "side", "65") { $0.side = 65 }
    expectError(base, "show_ticks", "0") { $0.showTicks = 0 }
    expectError(base, "query_ticks", "0") { $0.queryTicks = 0 }
    expectError(base, "response_ticks", "9") { $0.responseTicks = 9 }
    expectError(base, "gap_ticks", "-1") { $0.gapTicks = -1 }
    expectError(base, "strokes.characters", "4") { $0.strokes.characters = 4 }
    expectError(base, "strokes.width", "0.0") { $0.strokes.width = 0 }
    expectError(base, "strokes.jitter.shift", "-1.0") { $0.strokes.jitter.shift = -1 }
    expectError(base, "strokes.jitter.rotation", "2.0") { $0.strokes.jitter.rotation = 2 }
    expectError(base, "strokes.jitter.scale", "nan") { $0.strokes.jitter.scale = .nan }
    expectError(base, "strokes.jitter.stroke", "inf") { $0.strokes.jitter.stroke = .infinity }
    expectError(base, "folder", "no images") { $0.folder = "somewhere" }
  }

  @Test("the smallest settings give an episode")
  func smallest() throws {
    let accumulation = with(CueAccumulation()) {
      ($0.cues, $0.groupSize, $0.cueTicks, $0.gapTicks, $0.delayTicks, $0.goTicks) = (
        1, 1, 1, 0, 0, 1
      )
    }
    let association = with(CueAssociation()) {
      ($0.cues, $0.dimension, $0.showings, $0.cueTicks) = (1, 1, 1, 1)
      ($0.responseTicks, $0.feedbackTicks, $0.clearsState) = (1, 1, true)
    }
    let crowded = with(CueAssociation()) { ($0.cues, $0.dimension, $0.classes) = (4, 3, 9) }
    let recognition = with(OneShotRecognition()) {
      ($0.ways, $0.side, $0.showTicks, $0.queryTicks, $0.responseTicks, $0.gapTicks) = (
        2, 2, 1, 1, 1, 0
      )
      $0.strokes.characters = 2
    }
    for task in [accumulation, association, crowded, recognition] as [any TemporalTask] {
      try task.validate()
      #expect(task.episode(seed: 1, index: 0, noise: 1).queries.count == task.trials)
    }
  }

  @Test("settings survive encoding, but for the images of a folder")
  func encoding() throws {
    func roundTrip<Task: TemporalTask>(_ task: Task) throws {
      let data = try JSONEncoder().encode(task)
      #expect(try JSONDecoder().decode(Task.self, from: data) == task)
      #expect(!String(decoding: data, as: UTF8.self).contains("images"))
    }
    try roundTrip(with(CueAccumulation()) { ($0.cues, $0.dropout) = (9, 0.125) })
    try roundTrip(with(CueAssociation()) { ($0.cueKind, $0.feedback) = (.gaussian, .reward) })
    try roundTrip(
      with(OneShotRecognition()) { ($0.split, $0.folder, $0.strokes.width) = (.test, "a", 0.25) })
  }

  @Test("names are distinct and those of the command line")
  func names() {
    #expect(
      [CueAccumulation.name, CueAssociation.name, OneShotRecognition.name]
        == ["cue-accumulation", "cue-association", "one-shot-recognition"])
  }
}
