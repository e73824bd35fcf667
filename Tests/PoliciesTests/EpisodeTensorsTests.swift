import FileFormats
import Policies
import TemporalTasks
import Testing

@Suite struct EpisodeTensorsTests {
  /// Every number of a file is that of its episode.
  @Test func tensorsAreTheEpisodes() throws {
    var task = CueAssociation()
    (task.cues, task.dimension, task.showings) = (3, 5, 2)
    let set = EpisodeSet.heldOut(task, seed: 4, noise: 0.3)
    let file = try SafeTensors(
      decoding: EpisodeTensors.file(set, 6..<9).encoded(), path: "e")
    let tensors = Dictionary(uniqueKeysWithValues: file.tensors.map { ($0.name, $0) })
    let observations = try #require(tensors["observations"])
    let queries = try #require(tensors["queries"])
    let feedback = try #require(tensors["feedback"])
    #expect(observations.shape == [3, task.ticks, task.inputs])
    #expect(queries.shape == [3, task.trials, 4])
    for (place, index) in (6..<9).enumerated() {
      let episode = set.episode(index)
      let size = task.ticks * task.inputs
      #expect(Array(observations.values[place * size..<(place + 1) * size]) == episode.observations)
      for (n, query) in episode.queries.enumerated() {
        let row = Array(
          queries.values[(place * task.trials + n) * 4..<(place * task.trials + n + 1) * 4])
        #expect(
          row == [
            Float(query.ticks.lowerBound), Float(query.ticks.upperBound), Float(query.target),
            query.weight,
          ])
      }
      let count = episode.feedback.count
      #expect(feedback.shape == [3, count, 6])
      for (n, given) in episode.feedback.enumerated() {
        let row = Array(feedback.values[(place * count + n) * 6..<(place * count + n + 1) * 6])
        #expect(row[0] == (given.kind == .reward ? 1 : 0) && row[1] == Float(given.trial))
        #expect(
          row[2...] == [
            Float(given.channels.lowerBound), Float(given.channels.upperBound),
            Float(given.ticks.lowerBound), Float(given.ticks.upperBound),
          ])
      }
    }
    #expect(file.metadata["task"] == "cue-association" && file.metadata["noise"] == "0.3")
  }
}
