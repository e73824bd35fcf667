import Foundation
import Locomotion
import NumericalMethods
import Testing
@testable import RobustnessEvaluation

/// Ways are along the commanded heading, whatever it is.
@Suite struct CommandedCourseTests {
  @Test(arguments: [0, 0.7, -2.5] as [Double]) func waysFollowTheHeading(heading: Double) throws {
    let policy = try Fixture.policy()
    let (model, plain) = try policy.requireLocomotion(path: "p")
    var task = plain
    (task.heading, task.headingSpread, task.duration) = (heading, 0.5, 1)
    let controller = try policy.makeController()
    let path = PathRecorder()
    let episode = Episode(model: model, task: task)
    let slide = [Condition(.slope, severity: 5), Condition(.friction, severity: 5)]
    let result = episode.run(
      controller,
      EpisodeSpecification(seed: 3, conditions: slide, turn: 0.2),
      observer: path)
    let positions = path.course(planned: 1).positions
    #expect(positions.count == result.controlSteps + 1)
    #expect(abs(positions[positions.count - 1] - positions[0] - result.distance) < 1e-12)
    #expect(path.way.ahead.last == result.distance)
    let drift = try #require(path.way.left.last)
    #expect(hypot(result.distance, drift) > 0.05, "slid")
    let end = episode.simulation.basePose.position
    let start =
      end
      - Quaternion(axis: .unitZ, angle: heading + 0.2)
      .rotate(Vector3(result.distance, drift, 0))
    #expect(hypot(start.x, start.y) < 0.02, "settling moves it hardly")
  }
}
