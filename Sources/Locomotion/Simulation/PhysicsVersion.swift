/// Version of the nominal world: the rigid-body engine's settings, actuators, sensors and ground. It is
/// raised whenever an episode without conditions comes to other bits than before, be it of some robots only.
///
/// 1. Also that of artefacts that name none.
/// 2. Shapes that overlap at rest do not touch; stops may lie beyond π.
/// 3. The tree solver, with the friction that its cone allows; contacts as springs and dampers in physical
///    units; rotors that turn with their joints alone.
public enum PhysicsVersion {
  public static let current = 3
}
