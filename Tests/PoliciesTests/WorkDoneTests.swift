import Locomotion
import Policies
import Testing

/// The share of a budget that is done, by which the time that is left is told, against the sum of
/// the lives' lengths.
@Test(arguments: [(2.0, 10.0, 300), (10, 10, 40), (0.5, 6, 7), (20, 10, 100)])
func workIsTheSumOfLivesLengths(start: Double, duration: Double, generations: Int) {
  var task = LocomotionTask()
  task.duration = duration
  var experiment = Experiment()
  experiment.task = .locomotion(task)
  experiment.evolution.initialDuration = start
  experiment.budget.generations = generations
  let lengths = (0..<generations).map {
    experiment.episodeDuration(generation: $0, growingTo: duration)
  }
  let total = lengths.reduce(0, +)
  var sum = 0.0
  for (done, length) in lengths.enumerated() {
    sum += length
    // A sum of steps for an integral: off by a generation's growth at most.
    #expect(abs(experiment.workDone(after: done + 1) - sum / total) < 1.0 / Double(generations))
  }
  #expect(experiment.workDone(after: generations) == 1)
  experiment.trainer = .gradient
  #expect(
    experiment.workDone(after: generations / 2) == Double(generations / 2) / Double(generations))
}
