/// Version of the nominal world: the rigid-body engine's settings, actuators, sensors and ground. It is
/// raised whenever an episode without conditions comes to other bits than before.
public enum PhysicsVersion {
  public static let current = 1
}
