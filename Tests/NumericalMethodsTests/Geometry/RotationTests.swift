import Foundation
import NumericalMethods
import Testing

func randomVector(_ stream: inout RandomStream) -> Vector3 {
  Vector3(stream.gaussian(), stream.gaussian(), stream.gaussian())
}

func randomRotation(_ stream: inout RandomStream) -> Quaternion {
  Quaternion(
    w: stream.gaussian(), x: stream.gaussian(), y: stream.gaussian(), z: stream.gaussian()
  ).normalized
}

func expectClose(
  _ a: Vector3, _ b: Vector3, _ tolerance: Double = 1e-12, _ label: Comment = "",
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect((a - b).length <= tolerance, label, sourceLocation: sourceLocation)
}

@Test(arguments: UInt64(1)...20)
func crossAndDotObeyLagrange(seed: UInt64) {
  var stream = RandomStream(seed: seed, purpose: .test)
  let (a, b) = (randomVector(&stream), randomVector(&stream))
  let c = a.cross(b)
  #expect(abs(c.dot(a)) < 1e-12 && abs(c.dot(b)) < 1e-12, "seed \(seed)")
  let lagrange = a.lengthSquared * b.lengthSquared - a.dot(b) * a.dot(b)
  #expect(abs(c.lengthSquared - lagrange) < 1e-11 * (1 + lagrange), "seed \(seed)")
  #expect(abs(a.normalized.length - 1) < 1e-14, "seed \(seed)")
}

@Test func crossIsRightHanded() {
  #expect(Vector3.unitX.cross(.unitY) == .unitZ)
  expectClose(Quaternion(axis: .unitZ, angle: .pi / 2).rotate(.unitX), .unitY)
}

/// Rodrigues: v cos θ + (u × v) sin θ + u (u · v)(1 − cos θ).
@Test(arguments: UInt64(1)...20)
func rotationEqualsRodrigues(seed: UInt64) {
  var stream = RandomStream(seed: seed, purpose: .test)
  let (axis, v) = (randomVector(&stream), randomVector(&stream))
  let angle = stream.uniform(in: -7...7)
  let u = axis.normalized
  let expected = v * cos(angle) + u.cross(v) * sin(angle) + u * (u.dot(v) * (1 - cos(angle)))
  expectClose(Quaternion(axis: axis, angle: angle).rotate(v), expected, 1e-12, "seed \(seed)")
}

@Test(arguments: UInt64(1)...20)
func quaternionsComposeAndInvert(seed: UInt64) {
  var stream = RandomStream(seed: seed, purpose: .test)
  let (p, q) = (randomRotation(&stream), randomRotation(&stream))
  let v = randomVector(&stream)
  expectClose((p * q).rotate(v), p.rotate(q.rotate(v)), 1e-12, "seed \(seed)")
  expectClose(p.unrotate(p.rotate(v)), v, 1e-12, "seed \(seed)")
  expectClose(Matrix3(p) * v, p.rotate(v), 1e-12, "seed \(seed)")
}

/// URDF's convention, against products of elementary rotations.
@Test(arguments: UInt64(1)...20)
func rollPitchYawIsAboutFixedAxes(seed: UInt64) {
  var stream = RandomStream(seed: seed, purpose: .test)
  let (roll, pitch) = (stream.uniform(in: -3...3), stream.uniform(in: -1.5...1.5))
  let yaw = stream.uniform(in: -3...3)
  let v = randomVector(&stream)
  let x = Vector3(
    v.x, v.y * cos(roll) - v.z * sin(roll), v.y * sin(roll) + v.z * cos(roll))
  let y = Vector3(
    x.x * cos(pitch) + x.z * sin(pitch), x.y, -x.x * sin(pitch) + x.z * cos(pitch))
  let z = Vector3(y.x * cos(yaw) - y.y * sin(yaw), y.x * sin(yaw) + y.y * cos(yaw), y.z)
  let q = Quaternion(roll: roll, pitch: pitch, yaw: yaw)
  expectClose(q.rotate(v), z, 1e-12, "seed \(seed)")
  #expect(abs(q.yaw - yaw) < 1e-12, "seed \(seed)")
}

@Test(arguments: UInt64(1)...20)
func posesComposeAndInvert(seed: UInt64) {
  var stream = RandomStream(seed: seed, purpose: .test)
  let a = Pose(position: randomVector(&stream), rotation: randomRotation(&stream))
  let b = Pose(position: randomVector(&stream), rotation: randomRotation(&stream))
  let p = randomVector(&stream)
  expectClose((a * b).apply(p), a.apply(b.apply(p)), 1e-12, "seed \(seed)")
  expectClose(a.inverse.apply(a.apply(p)), p, 1e-12, "seed \(seed)")
  expectClose((a * Pose.identity).apply(p), a.apply(p), 1e-12, "seed \(seed)")
}
